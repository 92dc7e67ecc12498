import type { CaseView, PostView, ReplyView } from '../../../src/api/contract.ts';

export type ThreadItem =
  | { kind: 'post'; at: string; post: PostView }
  | { kind: 'reply'; at: string; reply: ReplyView };

const hidden: readonly ReplyView['state'][] = ['draft', 'withdrawn'];

/** Posts and what we are about to say, in the order of time. A reply that came back from its network as a post stands once, as the post. */
export function threadOf(shown: Pick<CaseView, 'posts' | 'replies' | 'morePosts'>): ThreadItem[] {
  const heard = new Set(shown.posts.map((post) => post.networkId));
  // What its network has something to tell of stands as a reply: there it says what, and what can be done.
  const toldOf = shown.replies.filter(
    (reply) => reply.state === 'bounced' || (reply.state === 'sent' && (reply.reason ?? null) !== null),
  );
  const told = new Set(toldOf.map((reply) => reply.networkId));
  const posts = shown.posts
    .filter((post) => !told.has(post.networkId))
    .map((post): ThreadItem => ({ kind: 'post', at: post.at, post }));
  // Of the time before the posts that are shown, whether a reply came back as a post is not known: it stands where that time does.
  const from = shown.morePosts ? (shown.posts[0]?.at ?? '') : '';
  const replies = shown.replies
    .filter((reply) => reply.state !== 'sent' || reply.stateAt >= from || heard.has(reply.networkId ?? ''))
    .filter(
      (reply) =>
        !hidden.includes(reply.state) &&
        (reply.networkId === null || told.has(reply.networkId) || !heard.has(reply.networkId)),
    )
    .map(
      (reply): ThreadItem => ({ kind: 'reply', at: reply.state === 'sent' ? reply.stateAt : '9999', reply }),
    );
  return [...posts, ...replies].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** The reply of this member that can still be called back, if any. */
export function undoable(replies: readonly ReplyView[], memberId: string, now: Date): ReplyView | null {
  const own = replies.filter(
    (reply) =>
      reply.member.id === memberId &&
      reply.state === 'queued' &&
      reply.sendAt !== null &&
      new Date(reply.sendAt) > now,
  );
  return own.at(-1) ?? null;
}
