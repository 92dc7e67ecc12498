import type { PostView } from '../../../src/api/contract.ts';
import { i18n } from './i18n.ts';
import { abuseWords } from './names.ts';

/** A post's words where lists tell it apart: of one that is folded, why. */
export function foldedWords({ text, abusive }: Pick<PostView, 'text' | 'abusive'>): string | null {
  if (text === null || abusive === null) return text;
  return i18n.t('Folded: {reason}', { reason: abuseWords(abusive) });
}
