import type { Heard, Hearing } from '../../domain/post.ts';
import { storable } from '../reading.ts';
import { PublishedPost } from './item.ts';

/** Pure; never throws. */
export function normalise(payload: unknown, account: { ourIds: readonly string[] }): Heard {
  const read = PublishedPost.safeParse(payload);
  if (!read.success) {
    const field = read.error.issues[0]?.path.join('.') ?? '';
    return {
      kind: 'unreadable',
      reason: `This is no post of the invented network: "${field}" is not right.`,
    };
  }
  const post = read.data;
  const ours = account.ourIds.includes(post.by.id);
  const at = new Date(post.at);
  return {
    kind: 'post',
    post: {
      network: 'demonstration',
      networkId: post.id,
      thread: post.thread,
      parentNetworkId: post.parent,
      quotedNetworkId: null,
      direction: ours ? 'house' : 'inbound',
      visibility: post.direct ? 'direct' : 'public',
      hearing: hearingOf(post, ours),
      by: { networkId: post.by.id, handle: post.by.handle, name: post.by.name },
      conversationWith: ours ? null : post.by.id,
      text: storable(post.text),
      language: post.language,
      media: [],
      at,
      revision: at.toISOString(),
      reach: { followers: post.followers, verified: post.verified, shares: post.shares },
      handle: {},
      institution: null,
    },
  };
}

function hearingOf({ direct, parent }: PublishedPost, ours: boolean): Hearing {
  if (ours) return 'own';
  if (direct) return 'direct';
  return parent === null ? 'mention' : 'reply';
}
