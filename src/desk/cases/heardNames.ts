/** What a batch says about the names of those who wrote. */
import { type GatheredPost, postKey } from '../../domain/gathering.ts';
import { type HeardPost, isNamed } from '../../domain/post.ts';
import type { IdentityToKeep } from '../../storage/identities.ts';

/** What is heard of the identities behind these posts: the name that the latest post says, and the time of the earliest. */
export function identitiesOf(
  posts: readonly GatheredPost[],
  authors: readonly (string | null)[],
): Map<string, IdentityToKeep> {
  const wanted = new Map<string, HeardOf>();
  for (const { post } of posts) hearOf(wanted, post);
  posts.forEach(({ post }, i) => {
    const author = authors[i] ?? null;
    if (author === null || author === post.by.networkId) return;
    const key = postKey(post.network, author);
    if (!wanted.has(key))
      wanted.set(key, { ...nameless(post, author), handleAt: post.at.getTime(), nameAt: post.at.getTime() });
  });
  return wanted;
}

interface HeardOf extends IdentityToKeep {
  /** The times, in milliseconds, of the posts that said handle and name. */
  handleAt: number;
  nameAt: number;
}

const nameless = ({ network, at }: HeardPost, networkId: string): IdentityToKeep => ({
  network,
  networkId,
  handle: null,
  name: null,
  at,
});

function hearOf(wanted: Map<string, HeardOf>, post: HeardPost): void {
  const { network, by } = post;
  const time = post.at.getTime();
  const key = postKey(network, by.networkId);
  let heard = wanted.get(key);
  if (heard === undefined) {
    heard = { ...nameless(post, by.networkId), handleAt: time, nameAt: time };
    wanted.set(key, heard);
  }
  if (post.at < heard.at) heard.at = post.at;
  if (isNamed(by) && (heard.handle === null || time > heard.handleAt)) {
    heard.handle = by.handle;
    heard.handleAt = time;
  }
  if (by.name !== null && (heard.name === null || time > heard.nameAt)) {
    heard.name = by.name;
    heard.nameAt = time;
  }
}
