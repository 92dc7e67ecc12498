/** Whether an SMS can be answered, how long the answer may be, and what it costs. Pure. */
import type { HeardPost } from '../../domain/post.ts';
import { smsParts } from '../../domain/smsParts.ts';
import type { LengthRule, Permission } from '../channel.ts';
import { isE164 } from './number.ts';
import { priceOf, writtenCost } from './price.ts';

/** More parts than that arrive out of order, or as nonsense, on old telephones, and some providers take no more. */
export const mostParts = 10;

/** Ten parts in the alphabet of 7 bits; in 16 bits it is 670 characters, which `parts` sees to. */
export const smsLength: LengthRule = { graphemes: 1_530, bytes: 4_600, parts: mostParts };

type Asked = Pick<HeardPost, 'visibility' | 'handle' | 'direction'>;
type Account = { lacks: readonly string[]; settings?: Readonly<Record<string, string>> };

/** An SMS is private between two telephones: there is one way to answer. */
export function mayReply(post: Asked, account: Account): Permission[] {
  const reason = reasonAgainst(post);
  const price = priceOf(account.settings);
  const permission: Permission = {
    mode: 'direct',
    allowed: reason === null,
    reason,
    until: null,
    length: smsLength,
    price,
  };
  return price === null
    ? [permission]
    : [{ ...permission, note: `Each SMS of it costs ${writtenCost(price)}.` }];
}

function reasonAgainst({ handle, direction }: Asked): string | null {
  if (direction === 'house') return 'This is an answer of ours. Answer what the author wrote.';
  const to = handle.to ?? '';
  if (to === '') return 'Nobody knows to which number an answer would go. Answer an SMS of the author.';
  if (!isE164(to))
    return `Nobody reads what is sent to ${to}: it is a short code or the name of a sender. Reach them another way.`;
  return null;
}

/** Too long is refused, never cut. */
export const isTooLong = (text: string): boolean => smsParts(text).parts > mostParts;
