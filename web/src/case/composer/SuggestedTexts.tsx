import type { CaseView } from '../../../../src/api/contract.ts';
import { i18n } from '../../words/i18n.ts';
import { TextList } from './TextList.tsx';

/** No list is longer than what is written above it. */
const most = 3;

/** What automation rules suggest to answer; nothing is written before a person takes it. */
export default function SuggestedTexts({ shown, take }: { shown: CaseView; take: (text: string) => void }) {
  const byRule = Map.groupBy(shown.suggested.slice(0, most), ({ rule }) => rule);
  return [...byRule].map(([rule, those]) => {
    const name = i18n.t('Suggested by the rule “{rule}”', { rule });
    const texts = those.map(({ textId, title, text }) => ({ id: textId, title, text }));
    return (
      <div key={rule} className="flex flex-col gap-1">
        <p aria-hidden dir="auto" className="truncate text-13 text-quiet">
          {name}
        </p>
        <TextList name={name} texts={texts} row={shown.row} take={take} />
      </div>
    );
  });
}
