/** What Africa's Talking told: an SMS, words typed into a menu, what became of a message of ours. Source: its pages on SMS notifications and delivery reports, and USSD sessions. */
import type { Item, Read } from '../read.ts';
import { zoned } from '../times.ts';

/** Ids of messages, inbound and outbound, share one space. */
export const idOf = (id: string): string => `africastalking:${id}`;

export function readAfricasTalking({ form, fields, at }: Item): Read {
  const { id = '', from = '', to = '', text, phoneNumber = '', sessionId = '', words } = fields;
  if (form === 'delivery') return readReport(id, fields);
  if (form === 'ussd') {
    if (sessionId === '' || phoneNumber === '' || words === undefined || words.trim() === '')
      return { kind: 'unreadable', reason: "A menu of Africa's Talking without session, number or words." };
    return { kind: 'message', id: `ussd:${sessionId}`, from: phoneNumber, to: '', text: words, at };
  }
  if (id === '' || from === '' || text === undefined)
    return { kind: 'unreadable', reason: "An SMS of Africa's Talking without id, sender or text." };
  // Only an instant that names its zone can be believed, and nothing is written after it was heard.
  const written = zoned(fields.date ?? '');
  return {
    kind: 'message',
    id: idOf(id),
    from,
    to,
    text,
    at: written !== null && written < at ? written : at,
  };
}

/** What is said of why it failed, in our words. */
const failures: Readonly<Record<string, string>> = {
  InsufficientCredit:
    'The telephone has no credit for a service that charges its reader. Answer from another number.',
  InvalidLinkId: 'The service wanted an answer to its own message. Answer the latest SMS of the author.',
  UserIsInactive: 'The number is not in use. Reach the author another way.',
  UserInBlackList:
    'The author has blocked messages of this kind with their operator. Reach them another way.',
  UserAccountSuspended: 'The number is suspended by its operator. Reach the author another way.',
  NotNetworkSubcriber: 'The number is not of this network. Reach the author another way.',
  UserNotSubscribedToProduct: 'The author does not take messages of this service. Reach them another way.',
  UserDoesNotExist: 'The number does not exist. Reach the author another way.',
  DeliveryFailure: 'The operator could not deliver it. Send it again, or reach the author another way.',
  DoNotDisturbRejection:
    'The author has asked their operator for no messages of this kind. Reach them another way.',
};

function readReport(id: string, { status = '', failureReason = '' }: Record<string, string>): Read {
  if (id === '' || status === '')
    return { kind: 'unreadable', reason: "A delivery report of Africa's Talking without id or status." };
  const networkId = idOf(id);
  switch (status) {
    case 'Success':
      return { kind: 'news', id: networkId, status: 'delivered', reason: null };
    case 'Failed':
    case 'Rejected': {
      const said = /^\w{1,60}$/.test(failureReason) ? ` (${failureReason})` : '';
      const reason =
        failures[failureReason] ??
        `The operator did not deliver it${said}. Send it again, or reach the author another way.`;
      return { kind: 'news', id: networkId, status: 'failed', reason };
    }
    case 'Buffered':
      return {
        kind: 'news',
        id: networkId,
        status: 'delayed',
        reason: 'The operator holds it: the telephone is off or out of reach.',
      };
    case 'Sent':
    case 'Submitted':
      return { kind: 'ignored', reason: 'Our message is on its way.' };
    default:
      return {
        kind: 'unreadable',
        reason: "A delivery report of Africa's Talking with a status that we do not know.",
      };
  }
}
