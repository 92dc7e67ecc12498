/** What X lets us answer to a post, and how. Pure. */
import type { HeardPost } from '../../domain/post.ts';
import type { Permission } from '../channel.ts';
import { directLength, postLength } from './length.ts';
import { currency, prices } from './prices.ts';

type Asked = Pick<HeardPost, 'visibility' | 'handle' | 'direction'>;

/** Kept with an account whose app is not known to have enterprise access. */
export const lacksUnsummoned =
  'X lets this app answer only where the author mentioned or quoted the account. Elsewhere the answer is copied and posted on X by a person. An app with enterprise access may answer everywhere.';
export const lacksMessages =
  'This app has no permission for direct messages. Give it "Read and write and Direct message" in the Developer Console of X, make new tokens, and connect the account again.';
export const lacksWriting =
  'This app may only read. Give it "Read and write" in the Developer Console of X, make new tokens, and connect the account again.';

/** One entry for the public reply, one for the direct message. */
export function mayReply(post: Asked, { lacks }: { lacks: readonly string[] }): Permission[] {
  return [inPublic(post, lacks), direct(post, lacks)];
}

function inPublic(post: Asked, lacks: readonly string[]): Permission {
  const micros = post.handle.summons === 'yes' ? prices.summonedReply : prices.post;
  const reason = publicReason(post, lacks);
  const permission: Permission = {
    mode: 'public',
    allowed: reason === null,
    reason,
    until: null,
    length: postLength,
    price: { micros, currency },
    ...(reason === null ? { note: addressNote } : {}),
  };
  const address = post.visibility === 'public' ? byHandAddress(post.handle) : null;
  return reason === notSummoned && address !== null ? { ...permission, byHand: { address } } : permission;
}

const addressNote = 'With an address in it X asks 0.20 USD.';
const notSummoned =
  'X lets programs answer only where the author mentioned or quoted us. Copy the answer and post it on X by hand: it is found there by itself.';

function publicReason(post: Asked, lacks: readonly string[]): string | null {
  if (post.visibility === 'direct')
    return 'A direct message is answered by a direct message, never in public.';
  if (lacks.includes(lacksWriting)) return lacksWriting;
  if (post.handle.id === undefined)
    return 'The network did not say how this post can be answered. Answer it on X itself.';
  if (lacks.includes(lacksUnsummoned) && post.handle.summons === undefined) return notSummoned;
  return null;
}

function direct(post: Asked, lacks: readonly string[]): Permission {
  const reason = directReason(post, lacks);
  const permission: Permission = {
    mode: 'direct',
    allowed: reason === null,
    reason,
    until: null,
    length: directLength,
    price: { micros: prices.message, currency },
  };
  return reason === encrypted ? { ...permission, byHand: { address: 'https://x.com/i/chat' } } : permission;
}

const encrypted =
  'This conversation is encrypted: only a person can open it on X. Copy the answer and send it there.';

function directReason(post: Asked, lacks: readonly string[]): string | null {
  if (post.handle.encrypted !== undefined) return encrypted;
  if (lacks.includes(lacksMessages)) return lacksMessages;
  if (post.direction === 'house' && post.visibility === 'public')
    return 'This is our own post. Choose a post of the author.';
  return null;
}

/** The page on which a person answers the post. */
function byHandAddress(handle: Record<string, string>): string | null {
  const { id } = handle;
  return id === undefined ? null : `https://x.com/intent/post?in_reply_to=${id}`;
}
