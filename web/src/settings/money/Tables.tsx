import type { ReactNode } from 'react';
import type { MoneyView } from '../../../../src/api/contract.ts';
import type { Use } from '../../../../src/domain/moneyCeiling.ts';
import { dateWords } from '../../time/timeWords.ts';
import { i18n } from '../../words/i18n.ts';
import { amountWords } from './amounts.ts';

const words: Record<Use, () => string> = {
  answering: () => i18n.t('Answers'),
  hearing: () => i18n.t('Hearing what is written to you'),
  watching: () => i18n.t('Looking for watched words'),
  repairing: () => i18n.t('Looking again for what was missed'),
  counting: () => i18n.t('Counting how often posts are passed on'),
};

const head = 'py-1.5 font-medium';
const figure = 'py-1.5 ps-3 text-end whitespace-nowrap tabular-nums';

function Lines({
  caption,
  columns,
  children,
}: {
  caption: string;
  columns: readonly string[];
  children: ReactNode;
}) {
  return (
    <table className="w-full">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="border-b border-line text-13 text-quiet">
          {columns.map((column, n) => (
            <th key={column} scope="col" className={n === 0 ? `${head} text-start` : `${head} ps-3 text-end`}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

/** What stands in the last column of a use. */
function untilWords(
  { ceiling, currency }: MoneyView,
  { share, stopped }: MoneyView['uses'][number],
): ReactNode {
  if (stopped) return <span className="font-medium text-over">{i18n.t('stopped')}</span>;
  if (ceiling === null) return i18n.t('never');
  return i18n.t('at {amount}', { amount: amountWords(Math.floor((ceiling * share) / 100), currency) });
}

/** By what it was spent on, from what is needed most to what stops first. */
export function Uses({ money }: { money: MoneyView }) {
  const columns = [i18n.t('For'), i18n.t('Spent'), i18n.t('Stops')];
  return (
    <Lines caption={i18n.t('What the money was spent on, and when each stops')} columns={columns}>
      {money.uses.toReversed().map((one) => (
        <tr key={one.use} className="border-b border-line last:border-b-0">
          <th scope="row" className="py-1.5 text-start font-normal">
            {words[one.use]()}
            <span className="block text-13 text-quiet">
              {i18n.t('{n, plural, =0 {no request} one {# request} other {# requests}}', { n: one.requests })}
            </span>
          </th>
          <td className={figure}>{amountWords(one.spent, money.currency)}</td>
          <td className={figure}>{untilWords(money, one)}</td>
        </tr>
      ))}
    </Lines>
  );
}

/** Day by day, and the months before. */
export function Days({ money }: { money: MoneyView }) {
  const { days, months, currency } = money;
  return (
    <details className="text-13">
      <summary className="py-2 text-quiet hover:text-ink">{i18n.t('Day by day')}</summary>
      <Lines
        caption={i18n.t('What was spent on each day')}
        columns={[i18n.t('Day'), i18n.t('Requests'), i18n.t('Spent')]}
      >
        {days.toReversed().map(({ day, requests, spent }) => (
          <tr key={day} className="border-b border-line last:border-b-0">
            <th scope="row" className="py-1.5 text-start font-normal">
              {dateWords(day)}
            </th>
            <td className={figure}>{requests.toLocaleString()}</td>
            <td className={figure}>{amountWords(spent, currency)}</td>
          </tr>
        ))}
      </Lines>
      {months.length > 0 && (
        <Lines caption={i18n.t('The months before')} columns={[i18n.t('The months before'), i18n.t('Spent')]}>
          {months.map((one) => (
            <tr key={`${one.month} ${one.currency}`} className="border-b border-line last:border-b-0">
              <th scope="row" className="py-1.5 text-start font-normal">
                {dateWords(one.month)}
              </th>
              <td className={figure}>{amountWords(one.spent, one.currency)}</td>
            </tr>
          ))}
        </Lines>
      )}
    </details>
  );
}
