/** What Twilio told: an SMS or MMS, or the state of a message of ours. Source: Twilio's description of the resource Message (its OpenAPI) and of its webhooks. */
import type { Media } from '../../../domain/post.ts';
import type { Item, Read } from '../read.ts';

export const idOf = (sid: string): string => `twilio:${sid}`;
const mostMedia = 10;

export function readTwilio({ form, fields, at }: Item): Read {
  const sid = fields.MessageSid ?? fields.SmsSid ?? '';
  if (!/^[A-Z]{2}[0-9a-fA-F]{32}$/.test(sid))
    return { kind: 'unreadable', reason: 'A message of Twilio without its id.' };
  if (form === 'delivery') return readStatus(sid, fields);
  const { From = '', To = '', Body } = fields;
  if (From === '' || Body === undefined)
    return { kind: 'unreadable', reason: 'A message of Twilio without sender or text.' };
  return { kind: 'message', id: idOf(sid), from: From, to: To, text: Body, at, media: mediaOf(fields) };
}

function mediaOf(fields: Record<string, string>): Media[] {
  const many = Math.min(mostMedia, Number(fields.NumMedia ?? '0') || 0);
  return Array.from({ length: Math.max(0, Math.trunc(many)) }, (_, i) => i).flatMap((i): Media[] => {
    const address = fields[`MediaUrl${i}`] ?? '';
    if (!/^https?:\/\//.test(address)) return [];
    const type = fields[`MediaContentType${i}`] ?? null;
    const kind = type?.startsWith('image/') ? 'image' : type?.startsWith('video/') ? 'video' : 'other';
    return [{ kind, address, alt: null, type }];
  });
}

/** What Twilio's numbers mean, in our words. */
export const errors: Readonly<Record<string, { code: string; reason: string }>> = {
  '21211': { code: 'author_gone', reason: 'This number does not exist. Reach the author another way.' },
  '21408': {
    code: 'network_refused',
    reason:
      'This Twilio account may not send to that country: allow it under Messaging > Settings > Geo permissions.',
  },
  '21610': {
    code: 'author_closed',
    reason: 'The author wrote STOP to our number: Twilio sends them nothing more until they write START.',
  },
  '21612': {
    code: 'network_refused',
    reason: 'Twilio has no way from our number to theirs. Answer from another account.',
  },
  '21614': {
    code: 'author_closed',
    reason: 'This is no mobile number: it takes no SMS. Reach the author another way.',
  },
  '21617': { code: 'reply_too_long', reason: 'The text is longer than Twilio takes. Shorten it.' },
  '30003': { code: 'author_closed', reason: 'The telephone is off or out of reach. Send it again later.' },
  '30004': {
    code: 'author_closed',
    reason: 'The author has blocked messages with their operator. Reach them another way.',
  },
  '30005': { code: 'author_gone', reason: 'The number is not in use. Reach the author another way.' },
  '30006': {
    code: 'author_closed',
    reason: 'This is no mobile number: it takes no SMS. Reach the author another way.',
  },
  '30007': {
    code: 'network_refused',
    reason: 'The operator took it for unwanted mail. Write it in other words, without addresses.',
  },
};

function readStatus(sid: string, fields: Record<string, string>): Read {
  const id = idOf(sid);
  const status = fields.MessageStatus ?? fields.SmsStatus ?? '';
  switch (status) {
    case 'delivered':
    case 'read':
      return { kind: 'news', id, status: 'delivered', reason: null };
    case 'failed':
    case 'undelivered': {
      const error = fields.ErrorCode ?? '';
      const said = /^\d{3,6}$/.test(error) ? ` (error ${error})` : '';
      const reason =
        errors[error]?.reason ??
        `Twilio could not deliver it${said}. Send it again, or reach the author another way.`;
      return { kind: 'news', id, status: 'failed', reason };
    }
    case 'accepted':
    case 'scheduled':
    case 'queued':
    case 'sending':
    case 'sent':
      return { kind: 'ignored', reason: 'Our message is on its way.' };
    default:
      return { kind: 'unreadable', reason: 'A state of a message of Twilio that we do not know.' };
  }
}
