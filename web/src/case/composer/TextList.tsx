import type { CaseRow } from '../../../../src/api/contract.ts';
import { filled } from '../../../../src/domain/approvedText.ts';
import { useMe } from '../../shell/useMe.ts';

/** Approved texts of which one is taken, with what is known filled in. Reached by Tab from the answer. */
export function TextList({
  name,
  texts,
  row,
  take,
}: {
  name: string;
  texts: readonly { id: string; title: string; text: string }[];
  row: CaseRow;
  take: (text: string) => void;
}) {
  const me = useMe();
  const known = {
    author: row.author.name,
    case: String(row.number),
    institution: row.institution,
    member: me.member.name,
  };
  return (
    <ul aria-label={name} className="flex flex-col rounded-8 border border-line bg-paper">
      {texts.map((one) => (
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
