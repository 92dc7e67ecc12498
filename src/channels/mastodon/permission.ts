/** What the network lets us answer to a post, and how. Pure. */
import type { HeardPost } from '../../domain/post.ts';
import type { Permission } from '../channel.ts';
import { lacksWriting } from './lacking.ts';
import { mostBytes, usualMost } from './length.ts';

type Asked = Pick<HeardPost, 'visibility' | 'handle' | 'direction'>;

/** One entry for the answer that is as public as the post, one for the private one. */
export function mayReply(post: Asked, account: { lacks: readonly string[] }): Permission[] {
  const lacking = account.lacks.includes(lacksWriting) ? lacksWriting : null;
  const length = { graphemes: roomFor(post), bytes: mostBytes };
  const permit = (mode: Permission['mode'], reason: string | null): Permission => ({
    mode,
    allowed: reason === null,
    reason,
    until: null,
    length,
    price: null,
  });
  return [permit('public', lacking ?? publicReason(post)), permit('direct', lacking ?? directReason(post))];
}

/** What is left beside the author's name before the answer, and the warning that is kept on it. */
function roomFor({ handle }: Asked): number {
  const room = Number(handle.room ?? usualMost);
  return Number.isSafeInteger(room) && room > 0 ? room : usualMost;
}

function publicReason(post: Asked): string | null {
  return post.visibility === 'direct'
    ? 'This post was not written to everybody. It is answered in private, never in public.'
    : null;
}

function directReason(post: Asked): string | null {
  return post.direction === 'house' && post.visibility === 'public'
    ? 'This is our own post. Choose a post of the author.'
    : null;
}
