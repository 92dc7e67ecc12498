/** What WhatsApp lets us answer to a message, and how. Pure. */
import type { HeardPost } from '../../domain/post.ts';
import type { LengthRule, Permission } from '../channel.ts';
import { instant } from '../reading.ts';
import { windowClosed } from './meanings.ts';

/** 4,096 characters of text; a picture takes fewer below it (`captionLength`). */
export const textLength: LengthRule = { graphemes: 4_096, bytes: 16_384 };
export const captionLength = 1_024;

const windowMilliseconds = 24 * 3_600_000;

/** Kept with an account whose token may not send. */
export const lacksMessaging =
  'The token lacks whatsapp_business_messaging: nothing can be sent. Make a token of a system user with this right and connect the account again.';

type Asked = Pick<HeardPost, 'visibility' | 'handle' | 'direction'>;

/** One entry: WhatsApp is private. Within 24 hours of the message any text is allowed. */
export function mayReply(post: Asked, account: { lacks: readonly string[] }, now: Date): Permission[] {
  const until = windowEnd(post.handle);
  const reason = reasonAgainst(post, account) ?? (until !== null && now < until ? null : windowClosed.reason);
  return [
    {
      mode: 'direct',
      allowed: reason === null,
      reason,
      until: reason === null ? until : null,
      length: textLength,
      // An answer within the window costs nothing (Meta's price list since July 2025).
      price: reason === null ? { micros: 0, currency: 'USD' } : null,
    },
  ];
}

/** When the window that this message opened closes; null where it opened none. */
export function windowEnd(handle: Record<string, string>): Date | null {
  const at = instant(handle.at);
  return at === null ? null : new Date(at.getTime() + windowMilliseconds);
}

function reasonAgainst(post: Asked, account: { lacks: readonly string[] }): string | null {
  if (account.lacks.includes(lacksMessaging)) return lacksMessaging;
  if (post.direction === 'house') return 'This is our own message. Answer what the author wrote.';
  if (post.handle.to === undefined)
    return 'WhatsApp did not say the number of this author. Answer on the telephone itself.';
  return null;
}
