/** What of a conversation is handed over unless its owner says otherwise. Pure. */

interface Written {
  direction: 'inbound' | 'house';
  automatic?: boolean | undefined;
}

/**
 * The place of the first post, of posts in the order in which they were written: what the author wrote since the last answer; where that answer is the last word, what it answered. -1 where
 * there are none. What a program wrote by itself answers nothing.
 */
export function handedFrom(posts: readonly Written[]): number {
  const isAnswer = (post: Written | undefined) => post?.direction === 'house' && post.automatic !== true;
  const isAuthors = (post: Written | undefined) => post?.direction === 'inbound';
  const answered = posts.findLastIndex(isAnswer);
  const since = posts.findIndex((post, n) => n > answered && isAuthors(post));
  if (since >= 0) return since;
  let first = posts.findLastIndex((post, n) => n < answered && isAuthors(post));
  if (first < 0) return posts.length === 0 ? -1 : 0;
  while (first > 0 && !isAnswer(posts[first - 1])) first -= 1;
  return first;
}
