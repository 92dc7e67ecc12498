/** What Bluesky lets us answer to a post, and how. Pure. */
import type { HeardPost } from '../../domain/post.ts';
import type { Permission } from '../channel.ts';
import { lacksDirectMessages } from './connect.ts';
import { directLength, postLength } from './length.ts';

type Asked = Pick<HeardPost, 'visibility' | 'handle' | 'direction'>;

/** One entry for the public reply, one for the direct message. */
export function mayReply(post: Asked, account: { lacks: readonly string[] }): Permission[] {
  return [permit('public', publicReason(post)), permit('direct', directReason(post, account))];
}

function permit(mode: Permission['mode'], reason: string | null): Permission {
  const length = mode === 'public' ? postLength : directLength;
  return { mode, allowed: reason === null, reason, until: null, length, price: null };
}

function publicReason(post: Asked): string | null {
  if (post.visibility === 'direct')
    return 'A direct message is answered by a direct message, never in public.';
  if (post.handle.cid === undefined)
    return 'The network did not say how this post can be answered. Answer it on Bluesky itself.';
  return null;
}

function directReason(post: Asked, account: { lacks: readonly string[] }): string | null {
  if (account.lacks.includes(lacksDirectMessages)) return lacksDirectMessages;
  if (post.direction === 'house' && post.visibility === 'public')
    return 'This is our own post. Choose a post of the author.';
  return null;
}
