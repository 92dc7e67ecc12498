import { useQuery } from '@tanstack/react-query';
import type { CaseRow } from '../../../../src/api/contract.ts';
import { filled, textsFor } from '../../../../src/domain/approvedText.ts';
import { textsQuery } from '../../server/queries.ts';
import { useMe } from '../../shell/useMe.ts';
import { i18n } from '../../words/i18n.ts';

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
  const me = useMe();
  const texts = useQuery(textsQuery).data ?? [];
  const found = textsFor(texts, typed, { language: row.language, most });
  if (found.length === 0) return null;
  const known = {
    // What stands for a protected author would say nothing to them: the writer finds another word.
    author: row.author.protected ? null : row.author.name,
    case: String(row.number),
    institution: row.institution,
    member: me.member.name,
  };
  return (
    <ul
      aria-label={i18n.t('Approved texts that fit')}
      className="flex flex-col rounded-8 border border-line bg-paper"
    >
      {found.map((one) => (
        <li key={one.id} className="border-b border-line last:border-b-0">
          <button
            type="button"
            onClick={() => take(filled(one.text, known))}
            className="target flex w-full min-w-0 items-baseline gap-2 px-3 py-1.5 text-left text-13 hover:bg-deep"
          >
            <span dir="auto" className="max-w-[45%] shrink-0 truncate font-medium">
              {one.title}
            </span>
            <span dir="auto" className="min-w-0 truncate text-quiet">
              {one.text}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
