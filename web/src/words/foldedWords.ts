import type { PostView } from '../../../src/api/contract.ts';
import { i18n } from './i18n.ts';
import { foldReason } from './names.ts';

/** A post's words where lists tell it apart: of one that is folded, why. */
export function foldedWords(post: Pick<PostView, 'text' | 'abusive' | 'blocked'>): string | null {
  const reason = foldReason(post, new Date());
  if (post.text === null || reason === null) return post.text;
  return i18n.t('Folded: {reason}', { reason });
}
