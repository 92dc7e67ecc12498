import type { CaseView, HistoryView } from '../../../src/api/contract.ts';
import { EarlierButton } from '../case/EarlierButton.tsx';
import { useEarlier } from '../case/useEarlier.ts';
import { readEarlierFacts } from '../server/earlier.ts';
import { caseKey } from '../server/queries.ts';
import { useNow } from '../time/now.ts';
import { momentWords, wholeMoment } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { factWords } from './factWords.ts';
import { Part } from './Part.tsx';

const sequenceOf = ({ sequence }: HistoryView) => String(sequence);

/** Who did what and when, latest first. */
export function HistoryList({ shown }: { shown: Pick<CaseView, 'row' | 'history' | 'moreHistory'> }) {
  const now = useNow();
  const { row, history, moreHistory } = shown;
  const earlier = useEarlier({
    key: [...caseKey(row.id), 'history'],
    latest: history,
    more: moreHistory,
    idOf: sequenceOf,
    read: (before, signal) => readEarlierFacts(row.id, before, signal),
  });
  const latestFirst = [...earlier.items, ...history].sort((a, b) => b.sequence - a.sequence);
  return (
    <Part title={i18n.t('History')}>
      <ol className="flex flex-col gap-1.5 text-13">
        {latestFirst.map((fact) => (
          <li key={fact.sequence} className="flex justify-between gap-3">
            <span>
              {fact.actor !== null && <span className="font-medium">{fact.actor.name} </span>}
              {fact.rule !== null && (
                <span className="font-medium">
                  <bdi>{i18n.t('Rule “{rule}”:', { rule: fact.rule })}</bdi>{' '}
                </span>
              )}
              {factWords(fact)}
              {typeof fact.particulars.key === 'string' && (
                <span className="text-quiet"> {i18n.t('(by a program)')}</span>
              )}
            </span>
            <time
              dateTime={fact.at}
              title={wholeMoment(fact.at)}
              className="shrink-0 text-quiet tabular-nums"
            >
              {momentWords(fact.at, now)}
            </time>
          </li>
        ))}
      </ol>
      <EarlierButton earlier={earlier} words={i18n.t('Show earlier history')} />
    </Part>
  );
}
