import { type RecordHours, type RecordKind, recordHours, recordKinds } from '../../../src/domain/record.ts';
import { Choice, Field } from '../parts/Field.tsx';
import { i18n } from '../words/i18n.ts';
import { type Period, periodNames } from './period.ts';
import type { RecordFilter } from './recordFilter.ts';
import type { RecordSearch } from './recordSearch.ts';
import { kindWords } from './recordWords.ts';

function periodWords(period: Period): string {
  switch (period) {
    case '7':
      return i18n.t('7 days');
    case '30':
      return i18n.t('30 days');
    case 'month':
      return i18n.t('This month');
    case 'last':
      return i18n.t('Last month');
    case 'dates':
      return i18n.t('Between two dates');
  }
}

const hoursWords = (hours: RecordHours): string =>
  hours === 'clock' ? i18n.t('By the clock') : i18n.t('In office hours');

/** Which figures: of what time, of what, by which clock. */
export function Asked({ filter, change }: { filter: RecordFilter; change: (more: RecordSearch) => void }) {
  const { period, from, to, kind, hours } = filter;
  const dates = { period: 'dates', from, to, list: undefined, day: undefined } as const;
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <Choice
        label={i18n.t('Period')}
        value={period}
        onChange={(event) =>
          change({
            ...(event.target.value === 'dates' ? dates : { from: undefined, to: undefined, day: undefined }),
            period: event.target.value,
          })
        }
      >
        {periodNames.map((one) => (
          <option key={one} value={one}>
            {periodWords(one)}
          </option>
        ))}
      </Choice>
      <Choice
        label={i18n.t('Time until')}
        value={kind}
        onChange={(event) => change({ kind: event.target.value as RecordKind })}
      >
        {recordKinds.map((one) => (
          <option key={one} value={one}>
            {kindWords(one)}
          </option>
        ))}
      </Choice>
      <Choice
        label={i18n.t('Counted')}
        value={hours}
        onChange={(event) => change({ hours: event.target.value })}
      >
        {recordHours.map((one) => (
          <option key={one} value={one}>
            {hoursWords(one)}
          </option>
        ))}
      </Choice>
      {period === 'dates' && (
        <>
          <Field
            type="date"
            label={i18n.t('First day')}
            value={from}
            max={to}
            required
            onChange={(event) => event.target.value !== '' && change({ ...dates, from: event.target.value })}
          />
          <Field
            type="date"
            label={i18n.t('Last day')}
            value={to}
            min={from}
            required
            onChange={(event) => event.target.value !== '' && change({ ...dates, to: event.target.value })}
          />
        </>
      )}
    </div>
  );
}
