import type { CaseView, PostView } from '../../../src/api/contract.ts';

/** What hiding needs to know of a case. */
export type Shown = Pick<CaseView, 'row' | 'hidden' | 'hiding'>;

/** That a post is hidden on its network, or that nobody knows whether it is. */
export const standing = ({ hidden }: Pick<Shown, 'hidden'>, post: PostView) =>
  hidden.find(({ postId, state }) => postId === post.id && (state === 'hidden' || state === 'asking'));
