import { useEffect, useState } from 'react';
import type { RecordFigures, RecordView } from '../../../src/api/contract.ts';
import { keep, recall } from '../parts/remembered.ts';
import { get, isUnreachable, sentenceOf } from '../server/http.ts';
import { lengthWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';

type Totals = RecordView['totals'];
interface Both {
  mine: Totals;
  house: Totals;
  /** Of what was written to her alone; null where nothing is read for her. */
  alone?: Totals | null;
}

const kept = 'front.state.record';
const day = 86_400_000;
const nothing = '–';

/** A date of the reader's own calendar. */
const dateOf = (at: Date): string =>
  new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

const median = ({ median: seconds }: RecordFigures): string =>
  seconds === null ? nothing : lengthWords(seconds * 1_000);

const onTime = ({ onTime: inTime, late }: RecordFigures): string =>
  inTime + late === 0 ? nothing : `${Math.round((100 * inTime) / (inTime + late))} %`;

/** What the executive's own answers of thirty days came to, beside the house's: the figures of the record, and of nothing else. What was written to her alone is in neither, and stands beside them for her. */
export function MyRecord({ memberId, hasLetterbox }: { memberId: string; hasLetterbox: boolean }) {
  const [both, setBoth] = useState(() => recall<Both | null>(kept, null));
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    const now = new Date();
    const period = `from=${dateOf(new Date(now.getTime() - 29 * day))}&to=${dateOf(now)}`;
    Promise.all([
      get<RecordView>(`/api/record?${period}&dimension=member&value=${memberId}`),
      get<RecordView>(`/api/record?${period}`),
      hasLetterbox ? get<RecordView>(`/api/record?${period}&letterbox=1`) : null,
    ]).then(
      ([mine, house, alone]) => {
        const found = { mine: mine.totals, house: house.totals, alone: alone?.totals ?? null };
        keep(kept, found);
        setBoth(found);
      },
      (error: unknown) => setTrouble(isUnreachable(error) ? null : sentenceOf(error)),
    );
  }, [memberId, hasLetterbox]);
  if (trouble !== null) return <p className="px-4 py-2 text-13 text-over">{trouble}</p>;
  if (both === null) return null;
  const rows: [string, (totals: Totals) => string][] = [
    [i18n.t('First answers'), ({ first }) => String(first.answered)],
    [i18n.t('First answer, median'), ({ first }) => median(first)],
    [i18n.t('Next answer, median'), ({ next }) => median(next)],
    [i18n.t('First answers on time'), ({ first }) => onTime(first)],
  ];
  return (
    <section aria-label={i18n.t('My record')} className="border-b border-line px-4 py-3">
      <table className="w-full text-left">
        <caption className="pb-1 text-left text-17 font-semibold">{i18n.t('My record, thirty days')}</caption>
        <thead className="text-13 text-quiet">
          <tr>
            <td />
            <th scope="col" className="pr-3 align-bottom font-medium wrap-normal">
              {i18n.t('Mine')}
            </th>
            {both.alone && (
              <th scope="col" className="pr-3 align-bottom font-medium wrap-normal">
                {i18n.t('To me alone')}
              </th>
            )}
            <th scope="col" className="pr-3 align-bottom font-medium wrap-normal">
              {i18n.t('The house’s')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, of]) => (
            <tr key={name} className="border-t border-line">
              <th scope="row" className="py-2 pr-2 font-normal">
                {name}
              </th>
              <td className="pr-3 font-semibold whitespace-nowrap tabular-nums">{of(both.mine)}</td>
              {both.alone && (
                <td className="pr-3 font-semibold whitespace-nowrap tabular-nums">{of(both.alone)}</td>
              )}
              <td className="whitespace-nowrap text-quiet tabular-nums">{of(both.house)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <a href="/record" className="inline-flex min-h-11 items-center text-accent underline">
        {i18n.t('The whole record')}
      </a>
    </section>
  );
}
