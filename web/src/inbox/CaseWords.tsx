import type { CaseRow } from '../../../src/api/contract.ts';
import { i18n } from '../words/i18n.ts';
import { abuseWords } from '../words/names.ts';

/** The words by which a list tells a case: the author's, or why they are not shown. */
export function CaseWords({ of: { words, abusive } }: { of: Pick<CaseRow, 'words' | 'abusive'> }) {
  if (words === null) return <em className="text-quiet">{i18n.t('Deleted by its author')}</em>;
  if (abusive === null) return words;
  return <em className="text-quiet">{i18n.t('Folded: {reason}', { reason: abuseWords(abusive) })}</em>;
}
