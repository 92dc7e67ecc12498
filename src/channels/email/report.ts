/** Reads delivery reports (RFC 3464): which mail of ours, what became of it, why. Pure. */
import type { DeliveryStatus } from '../../domain/delivery.ts';
import { storable } from '../reading.ts';

export interface Report {
  status: DeliveryStatus;
  /** A safe sentence that says why and what to do; null where it arrived. */
  reason: string | null;
}

type Fields = Map<string, string>;

const statuses: Record<string, DeliveryStatus | undefined> = {
  failed: 'failed',
  delayed: 'delayed',
  delivered: 'delivered',
  relayed: 'delivered',
  expanded: 'delivered',
};
/** What the classes of RFC 3463 mean for whoever wrote the reply. */
const meanings: readonly [RegExp, string][] = [
  [
    /^5\.1\.[1-3]/,
    'This address does not exist. Look whether it is written right, or reach the author another way.',
  ],
  [/^5\.1\.10/, 'This address takes no mail. Reach the author another way.'],
  [
    /^5\.2\.2|^4\.2\.2/,
    "The author's mailbox is full. Try again in some days, or reach the author another way.",
  ],
  [/^5\.2\.1/, 'This mailbox is closed. Reach the author another way.'],
  [/^5\.2\.3|^5\.3\.4/, 'It is larger than the author can receive. Send it with fewer or smaller pictures.'],
  [
    /^5\.7/,
    "The author's mail server does not accept mail from us. Ask whoever looks after our mail to look into it.",
  ],
  [
    /^5\.4|^4\.4/,
    "The author's mail server could not be reached. Try again later, or reach the author another way.",
  ],
];
const otherwise =
  'It did not reach the author. Look at what the server said, then send it again or reach the author another way.';

/** What the report says; of several recipients the gravest, since we write to one author only. Null for a report that says nothing. */
export function readReport(report: string): Report | null {
  const [, ...recipients] = groupsOf(report);
  const told = recipients.flatMap((fields) => {
    const status = statuses[(fields.get('action') ?? '').toLowerCase()];
    return status === undefined ? [] : [{ status, fields }];
  });
  const gravest = (['failed', 'delayed', 'delivered'] as const).flatMap((status) =>
    told.filter((one) => one.status === status),
  )[0];
  if (gravest === undefined) return null;
  const { status, fields } = gravest;
  return { status, reason: status === 'delivered' ? null : reasonOf(status, fields) };
}

/** Groups of fields, parted by empty lines; the first is about the message as a whole. */
function groupsOf(report: string): Fields[] {
  const unfolded = report.replace(/\r\n?/g, '\n').replace(/\n[ \t]+/g, ' ');
  const groups = unfolded.split(/\n{2,}/).flatMap((group) => {
    const fields: Fields = new Map();
    for (const line of group.split('\n')) {
      const [, name, value] = /^([\w-]+)\s*:\s*(.*)$/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) fields.set(name.toLowerCase(), value.trim());
    }
    return fields.size === 0 ? [] : [fields];
  });
  // Some programs leave the first group out or run it into the second.
  return groups[0]?.has('action') ? [new Map(), ...groups] : groups;
}

function reasonOf(status: DeliveryStatus, fields: Fields): string {
  const code = /^[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? '';
  const said = sayable(fields.get('diagnostic-code')?.replace(/^[\w-]+\s*;\s*/, '') ?? '');
  const server = said === '' ? '' : ` The server said: "${said}".`;
  if (status === 'delayed')
    return `It has not arrived yet and is still being tried; nothing needs to be done.${server}`;
  const meaning = meanings.find(([pattern]) => pattern.test(code))?.[1] ?? otherwise;
  return `It came back. ${meaning}${server}`;
}

/** A stranger's sentence, fit to be shown: one line, of a bearable length. */
export function sayable(words: string): string {
  const line = storable(words)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replaceAll('"', "'")
    .trim();
  return line.length > 300 ? `${line.slice(0, 300).toWellFormed()}...` : line;
}

/** The Message-ID that the headers of a returned mail name. */
export function returnedId(headers: string | null): string | null {
  const unfolded = (headers ?? '').replace(/\r\n?/g, '\n').replace(/\n[ \t]+/g, ' ');
  return /^message-id\s*:\s*(<[^<>\s]+>)/im.exec(unfolded)?.[1] ?? null;
}
