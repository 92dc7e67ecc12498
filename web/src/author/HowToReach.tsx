import type { CaseView } from '../../../src/api/contract.ts';
import { useCaseChange } from '../case/useCase.ts';
import { Button } from '../parts/Button.tsx';
import { forgetHowToReach } from '../server/changes.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';

/** What the author said about how they can be reached, in their own words; it can be erased alone. */
export function HowToReach({ shown }: { shown: CaseView }) {
  const mayWork = useMay('cases.work');
  const change = useCaseChange(shown.row);
  const said = shown.author.howToReach;
  if (said.length === 0) return null;
  return (
    <div className="flex flex-col items-start gap-1">
      <h4 className="text-13 font-medium text-quiet">{i18n.t('How to reach')}</h4>
      {said.map((words) => (
        <p key={words} dir="auto" className="max-w-full break-words whitespace-pre-wrap">
          {words}
        </p>
      ))}
      <p className="text-13 text-quiet">{i18n.t('For this desk only: it is shown nowhere else.')}</p>
      {mayWork && (
        <Button
          kind="quiet"
          className="-ml-3 text-13 underline"
          onClick={() => void change({}, () => forgetHowToReach(shown.row.id))}
        >
          {i18n.t('Erase it')}
        </Button>
      )}
    </div>
  );
}
