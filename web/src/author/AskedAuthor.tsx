import type { CommitmentView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { readAnswer } from '../server/commitments.ts';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { usePromiseAct } from './usePromiseAct.ts';

/** What the author wrote after they were asked whether it happened; a member says what it means. What the words plainly say stands first, and is never taken for an answer by itself. */
export function AskedAuthor({
  promise,
  asked: { at, answer },
  caseId,
  mayWork,
}: {
  promise: CommitmentView;
  asked: NonNullable<CommitmentView['asked']>;
  caseId: string;
  mayWork: boolean;
}) {
  const now = useNow();
  const { busy, act } = usePromiseAct(caseId);
  if (answer === null)
    return (
      <p className="text-13 text-quiet">
        {i18n.t('The author was asked whether it happened, {time}', { time: momentWords(at, now) })}
      </p>
    );
  // What is not plain does not put a yes before whoever taps the first button.
  const ways = promise.confirmed
    ? (['no'] as const)
    : answer.says === 'yes'
      ? (['yes', 'no'] as const)
      : (['no', 'yes'] as const);
  return (
    <div className="my-1 flex flex-col gap-2 rounded-8 bg-deep p-3">
      <p className="text-13 font-medium">
        {i18n.t('Asked whether it happened, the author wrote, {time}:', {
          time: momentWords(answer.at, now),
        })}
      </p>
      <p dir="auto" className="whitespace-pre-line break-words">
        {answer.text}
      </p>
      {mayWork && (
        <div className="flex flex-wrap gap-2">
          {ways.map((says) => (
            <Button
              key={says}
              kind={answer.says === says ? 'main' : 'plain'}
              disabled={busy}
              onClick={() => void act(() => readAnswer(promise.id, answer, says))}
            >
              {says === 'yes' ? i18n.t('The author says yes') : i18n.t('The author says no')}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
