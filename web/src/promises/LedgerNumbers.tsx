import type { CommitmentsPage } from '../../../src/api/contract.ts';
import { keptInTime } from '../../../src/domain/commitment.ts';
import { classes } from '../parts/classes.ts';
import type { LedgerFilter } from '../server/commitments.ts';
import { i18n } from '../words/i18n.ts';
import { rules } from '../words/intl.ts';

type Ledger = CommitmentsPage['ledger'];

/** How the word was kept: the share in a picture, and a number for each list, which opens it. */
export function LedgerNumbers({
  ledger,
  list,
  change,
}: {
  ledger: Ledger;
  list: LedgerFilter['list'];
  change: (more: Partial<LedgerFilter>) => void;
}) {
  const { keptOnTime, keptLate, open, late, broken, renewed } = ledger;
  const share = keptInTime(ledger);
  const lists = [
    { name: 'open', words: i18n.t('To be kept'), count: open, colour: '' },
    { name: 'late', words: i18n.t('Late'), count: late, colour: late > 0 ? 'text-over' : '' },
    { name: 'kept', words: i18n.t('Kept'), count: keptOnTime + keptLate, colour: '' },
    { name: 'broken', words: i18n.t('Broken'), count: broken, colour: broken > 0 ? 'text-over' : '' },
  ] as const;
  return (
    <section className="flex flex-col gap-3" aria-label={i18n.t('How the word was kept')}>
      {share !== null && (
        <div className="flex flex-col gap-1">
          <p className="text-17 font-semibold">
            {i18n.t('{share} kept in time', { share: shareWords(share.percent) })}
          </p>
          <Bar parts={[keptOnTime, keptLate, late + broken]} />
          <p className="text-13 text-quiet">
            {[
              i18n.t('of {n} that were due', { n: share.of }),
              keptLate > 0 && i18n.t('{n} kept late', { n: keptLate }),
              renewed > 0 && i18n.t('{n} given a new date in time', { n: renewed }),
            ]
              .filter((words) => words !== false)
              .join(' · ')}
          </p>
        </div>
      )}
      <ul className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        {lists.map(({ name, words, count, colour }) => (
          <li key={name}>
            <button
              type="button"
              aria-pressed={list === name}
              onClick={() => change({ list: name })}
              className={classes(
                'target flex w-full flex-col rounded-8 border px-3 py-2 text-left',
                list === name ? 'border-accent bg-raised' : 'border-line hover:bg-deep',
              )}
            >
              <span className={classes('text-20 font-semibold tabular-nums', colour)}>{number(count)}</span>
              <span className="text-13 text-quiet">{words}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const number = (n: number) => new Intl.NumberFormat(rules()).format(n);
const shareWords = (percent: number) =>
  new Intl.NumberFormat(rules(), { style: 'percent' }).format(percent / 100);

const colours = ['bg-ok', 'bg-soon', 'bg-over'];

/** The same as the numbers beside it, to be seen at a glance. */
function Bar({ parts }: { parts: readonly number[] }) {
  return (
    <div aria-hidden className="flex h-3 w-full overflow-hidden rounded-8 bg-deep">
      {parts.map((part, at) => (
        <span key={colours[at]} className={colours[at]} style={{ flexGrow: part }} />
      ))}
    </div>
  );
}
