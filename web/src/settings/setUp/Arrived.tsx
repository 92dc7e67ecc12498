import { CircleCheck, CircleX, Ear } from 'lucide-react';
import type { SetUpView } from '../../../../src/api/contract.ts';
import { useNow } from '../../time/now.ts';
import { momentWords } from '../../time/timeWords.ts';
import { i18n } from '../../words/i18n.ts';
import { translated } from '../../words/serverSentences.ts';

/** What came from the network meanwhile, as it comes. */
export function Arrived({ arrived, trial }: { arrived: SetUpView['arrived']; trial: string | null }) {
  const now = useNow();
  return (
    <div aria-live="polite" className="flex flex-col gap-2">
      {trial !== null && <p className="font-medium">{translated(trial)}</p>}
      {arrived.length === 0 ? (
        <p className="flex items-center gap-2 text-quiet">
          <Ear aria-hidden className="size-4 shrink-0 motion-safe:animate-pulse" />
          {i18n.t('Listening at its address. Nothing has come from the network yet.')}
        </p>
      ) : (
        <ul className="flex flex-col divide-y divide-line">
          {arrived.toReversed().map(({ at, path, outcome, words }) => (
            <li key={`${at} ${path} ${words}`} className="flex items-start gap-2 py-2">
              {outcome === 'refused' ? (
                <CircleX aria-label={i18n.t('Refused')} className="mt-0.5 size-4 shrink-0 text-over" />
              ) : (
                <CircleCheck aria-label={i18n.t('Came round')} className="mt-0.5 size-4 shrink-0 text-ok" />
              )}
              <span className="min-w-0 flex-1 break-words" dir="auto">
                {translated(words)}
              </span>
              <span className="shrink-0 text-13 text-quiet">{momentWords(at, now)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
