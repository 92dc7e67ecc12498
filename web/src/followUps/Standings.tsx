import type { FollowUpsPage } from '../../../src/api/contract.ts';
import { classes } from '../parts/classes.ts';
import type { FollowUpFilter } from '../server/followUps.ts';
import { i18n } from '../words/i18n.ts';
import { rules } from '../words/intl.ts';

/** How they stand, with a number each, which lists those; pressed again, everything that is not closed. */
export function Standings({
  counts,
  standing,
  change,
}: {
  counts: FollowUpsPage['counts'];
  standing: FollowUpFilter['standing'];
  change: (standing: FollowUpFilter['standing']) => void;
}) {
  const { waiting, overdue, reported } = counts;
  const each = [
    { name: 'waiting', words: i18n.t('Report to come'), count: waiting, colour: '' },
    { name: 'overdue', words: i18n.t('Overdue'), count: overdue, colour: overdue > 0 ? 'text-over' : '' },
    { name: 'reported', words: i18n.t('Reported'), count: reported, colour: reported > 0 ? 'text-soon' : '' },
    { name: 'closed', words: i18n.t('Closed'), count: null, colour: '' },
  ] as const;
  return (
    <ul aria-label={i18n.t('How they stand')} className="grid grid-cols-2 gap-2 sm:grid-cols-4">
      {each.map(({ name, words, count, colour }) => (
        <li key={name}>
          <button
            type="button"
            aria-pressed={standing === name}
            onClick={() => change(standing === name ? 'open' : name)}
            className={classes(
              'target flex h-full w-full flex-col justify-end rounded-8 border px-3 py-2 text-left',
              standing === name ? 'border-accent bg-raised' : 'border-line hover:bg-deep',
            )}
          >
            {count !== null && (
              <span className={classes('text-20 font-semibold tabular-nums', colour)}>
                {new Intl.NumberFormat(rules()).format(count)}
              </span>
            )}
            <span className="text-13 text-quiet">{words}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
