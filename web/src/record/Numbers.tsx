import type { ReactNode } from 'react';
import type { RecordFigures, RecordView } from '../../../src/api/contract.ts';
import { i18n } from '../words/i18n.ts';
import { durationWords, numberWords, shareWords } from './recordWords.ts';

function Card({ name, large, children }: { name: string; large: string; children: ReactNode }) {
  return (
    <li className="flex flex-col gap-1 rounded-8 border border-line bg-raised p-4">
      <h2 className="text-13 text-quiet">{name}</h2>
      <p className="text-28 leading-tight font-semibold tracking-tight tabular-nums">{large}</p>
      <div className="flex flex-col gap-1 text-13 text-quiet">{children}</div>
    </li>
  );
}

/** The plain median beside that of all, named as what it is, and why the two differ. */
function Medians({ figures, isSettling }: { figures: RecordFigures; isSettling: boolean }) {
  const { answered, count, likely } = figures;
  const range =
    likely.low === null
      ? null
      : likely.high === null
        ? i18n.t('95 %: from {low} on', { low: durationWords(likely.low) })
        : i18n.t('95 %: {low} to {high}', {
            low: durationWords(likely.low),
            high: durationWords(likely.high),
          });
  return (
    <>
      <p>
        {isSettling
          ? i18n.t('median of {n} settled', { n: numberWords(answered) })
          : i18n.t('median of {n} answered', { n: numberWords(answered) })}
      </p>
      {count > 0 && (
        <p className="border-t border-line pt-1">
          <strong className="block text-17 font-semibold text-ink tabular-nums">
            {likely.median === null
              ? isSettling
                ? i18n.t('More than half are not settled yet')
                : i18n.t('More than half have no answer yet')
              : durationWords(likely.median)}
          </strong>
          {i18n.t('Kaplan–Meier median of all {n}: who still waits counts as waiting.', {
            n: numberWords(count),
          })}
          {range !== null && <span className="block">{range}</span>}
        </p>
      )}
    </>
  );
}

/** Four figures to be read at a glance. */
export function Numbers({ totals }: { totals: RecordView['totals'] }) {
  const { first, resolution } = totals;
  const judged = first.onTime + first.late;
  return (
    <ul className="grid gap-3 sm:grid-cols-2">
      <Card name={i18n.t('First answer')} large={durationWords(first.median)}>
        <Medians figures={first} isSettling={false} />
      </Card>
      <Card name={i18n.t('Answered')} large={shareWords(first.share)}>
        <p>
          {i18n.t('{n} of {all} who wrote', {
            n: numberWords(first.answered),
            all: numberWords(first.count),
          })}
        </p>
        {first.settled > 0 && (
          <p>
            {i18n.t('{n} were settled without an answer, and count as unanswered.', {
              n: numberWords(first.settled),
            })}
          </p>
        )}
      </Card>
      <Card name={i18n.t('On time')} large={shareWords(judged === 0 ? null : first.onTime / judged)}>
        <p>
          {i18n.t('{n} of {all} that were due or answered', {
            n: numberWords(first.onTime),
            all: numberWords(judged),
          })}
        </p>
        {first.ninth !== null && (
          <p>{i18n.t('Nine of ten answers came within {time}.', { time: durationWords(first.ninth) })}</p>
        )}
      </Card>
      <Card name={i18n.t('Settled')} large={durationWords(resolution.median)}>
        <Medians figures={resolution} isSettling />
      </Card>
    </ul>
  );
}
