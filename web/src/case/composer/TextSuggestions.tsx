import { useQuery } from '@tanstack/react-query';
import type { CaseRow } from '../../../../src/api/contract.ts';
import { textsFor } from '../../../../src/domain/approvedText.ts';
import { textsQuery } from '../../server/queries.ts';
import { i18n } from '../../words/i18n.ts';
import { TextList } from './TextList.tsx';

const most = 3;

/** Approved texts that fit what is being typed; one is put in its place, with what is known filled in. Reached by Tab from the text. */
export default function TextSuggestions({
  typed,
  row,
  take,
}: {
  typed: string;
  row: CaseRow;
  take: (text: string) => void;
}) {
  const texts = useQuery(textsQuery).data ?? [];
  const found = textsFor(texts, typed, { language: row.language, most });
  if (found.length === 0) return null;
  return <TextList name={i18n.t('Approved texts that fit')} texts={found} row={row} take={take} />;
}
