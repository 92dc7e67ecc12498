/** Whether a mail can be answered. Pure. */
import type { HeardPost } from '../../domain/post.ts';
import type { Permission } from '../channel.ts';
import { readByNobody } from './automatic.ts';

/** No mail server has a limit worth the name; this keeps a slip (a whole book pasted) from going out. */
export const mailLength = { graphemes: 100_000, bytes: 1_000_000 };

type Asked = Pick<HeardPost, 'visibility' | 'handle' | 'direction'>;

/** Mail is private between its author and the house: there is one way to answer. */
export function mayReply(post: Asked): Permission[] {
  const reason = reasonAgainst(post.handle);
  return [{ mode: 'direct', allowed: reason === null, reason, until: null, length: mailLength, price: null }];
}

function reasonAgainst(handle: Record<string, string>): string | null {
  if (handle.to === undefined) return 'Nobody knows to whom an answer would go. Answer a mail of the author.';
  if (handle.automatic !== undefined)
    return 'A program wrote this mail, and nobody would read the answer. Answer a mail that the author wrote.';
  if (readByNobody(handle.to))
    return `Nobody reads what is sent to ${handle.to}. Reach the author another way.`;
  return null;
}
