import type { CaseRow } from '../../../src/api/contract.ts';
import { useNow } from '../time/now.ts';
import { i18n } from '../words/i18n.ts';
import { foldReason } from '../words/names.ts';

/** The words by which a list tells a case: the author's, or why they are not shown. */
export function CaseWords({ of }: { of: Pick<CaseRow, 'words' | 'abusive' | 'blocked'> }) {
  const now = useNow();
  if (of.words === null) return <em className="text-quiet">{i18n.t('Deleted by its author')}</em>;
  const reason = foldReason(of, now);
  if (reason === null && of.words === '') return <em className="text-quiet">{i18n.t('Nothing written')}</em>;
  if (reason === null) return of.words;
  return <em className="text-quiet">{i18n.t('Folded: {reason}', { reason })}</em>;
}
