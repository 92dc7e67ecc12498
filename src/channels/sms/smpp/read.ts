/** What an operator delivered: an SMS, or the receipt of one of ours. Pure. */
import type { Item, Read } from '../read.ts';

/** The operator's ids are its own: two operators may give the same. Leading noughts and the case of letters differ between its answer and its receipt. */
export const idOf = (ours: string, id: string): string =>
  `smpp:${ours}:${id.toLowerCase().replace(/^0+(?=.)/, '')}`;

export function readSmpp({ form, fields, at }: Item): Read {
  const { id = '', ours = '', from = '', to = '', text, stat = '' } = fields;
  if (id === '') return { kind: 'unreadable', reason: 'An SMS of the operator without an id.' };
  if (form === 'delivery') return newsOf(idOf(ours, id), stat);
  if (from === '' || text === undefined)
    return { kind: 'unreadable', reason: 'An SMS of the operator without sender or text.' };
  return { kind: 'message', id: `smpp-in:${id}`, from, to, text, at };
}

/** States of receipts (SMPP 3.4, appendix B). */
function newsOf(id: string, stat: string): Read {
  const failed = (reason: string): Read => ({ kind: 'news', id, status: 'failed', reason });
  switch (stat.toUpperCase()) {
    case 'DELIVRD':
      return { kind: 'news', id, status: 'delivered', reason: null };
    case 'EXPIRED':
      return failed(
        'The telephone was out of reach for too long. Send it again, or reach the author another way.',
      );
    case 'UNDELIV':
    case 'DELETED':
    case 'UNKNOWN':
      return failed('The operator could not deliver it. Send it again, or reach the author another way.');
    case 'REJECTD':
      return failed('The operator refused it. Look whether the number exists and our sender is allowed.');
    case 'ENROUTE':
    case 'ACCEPTD':
      return { kind: 'ignored', reason: 'Our message is on its way.' };
    default:
      return { kind: 'unreadable', reason: 'A receipt of the operator with a state that we do not know.' };
  }
}
