/** What Kannel told: an SMS that came in by its get-url, or a delivery report by the address that we gave with a message. Source: Kannel's user guide, "SMS push reply" and "Delivery reports". */
import type { Item, Read } from '../read.ts';

/** Our own key stands in the address that Kannel calls: it is the name of the message. */
export const idOf = (key: string): string => `kannel:${key}`;

export function readKannel({ form, fields, at }: Item): Read {
  if (form === 'delivery') return readReport(fields);
  const { id = '', from = '', to = '', text, time = '' } = fields;
  if (id === '' || from === '' || text === undefined)
    return {
      kind: 'unreadable',
      reason: 'An SMS of Kannel without id, sender or text: look at its get-url.',
    };
  // %T: seconds since 1970 by the operator's clock.
  const seconds = Number(time);
  const written = /^\d{9,11}$/.test(time) ? new Date(seconds * 1_000) : null;
  const plausible = written !== null && written < at && at.getTime() - written.getTime() < 30 * 86_400_000;
  return {
    kind: 'message',
    id: `kannel-in:${id}`,
    from,
    to,
    text,
    at: plausible && written !== null ? written : at,
  };
}

const report = {
  delivered: 1,
  failed: 2,
  buffered: 4,
  accepted: 8,
  rejected: 16,
} as const;

function readReport({ id = '', type = '' }: Record<string, string>): Read {
  const kind = Number(type);
  if (id === '' || !/^\d{1,3}$/.test(type))
    return { kind: 'unreadable', reason: 'A delivery report of Kannel without id or type.' };
  const networkId = idOf(id);
  // 34 and 66 are 2 with more said: it expired, or nobody knows.
  if ((kind & report.failed) !== 0) {
    const why =
      (kind & 0x20) !== 0
        ? 'The telephone was out of reach for too long'
        : 'The operator could not deliver it';
    return {
      kind: 'news',
      id: networkId,
      status: 'failed',
      reason: `${why}. Send it again, or reach the author another way.`,
    };
  }
  if ((kind & report.rejected) !== 0)
    return {
      kind: 'news',
      id: networkId,
      status: 'failed',
      reason: 'The operator refused it. Look whether the number exists and our sender is allowed.',
    };
  if ((kind & report.delivered) !== 0)
    return { kind: 'news', id: networkId, status: 'delivered', reason: null };
  if (kind === report.buffered)
    return {
      kind: 'news',
      id: networkId,
      status: 'delayed',
      reason: 'The operator holds it: the telephone is off or out of reach.',
    };
  if (kind === report.accepted) return { kind: 'ignored', reason: 'The operator has taken our message.' };
  return { kind: 'unreadable', reason: 'A delivery report of Kannel with a type that we do not know.' };
}
