import {
  type RecordDimension,
  type RecordHours,
  type RecordKind,
  recordDimensions,
  recordHours,
  recordKinds,
  type SpanState,
  spanStates,
} from '../../../src/domain/record.ts';
import { type Period, periodNames, periodOf } from './period.ts';
import type { RecordSearch } from './recordSearch.ts';

/** What the page shows. */
export interface RecordFilter {
  period: Period;
  from: string;
  to: string;
  kind: RecordKind;
  hours: RecordHours;
  by: RecordDimension;
  /** Figures and chart of these waits only. */
  narrowed: { dimension: RecordDimension; value: string } | null;
  /** Which waits are listed; null: none. */
  list: SpanState | null;
  /** A stretch of the chart of which they are; null: of the whole period. */
  stretch: { from: string; to: string } | null;
}

const date = /^\d{4}-\d{2}-\d{2}$/;
const isDate = (text: string | undefined): text is string =>
  text !== undefined && date.test(text) && !Number.isNaN(Date.parse(text));
const oneOf = <T extends string>(all: readonly T[], given: string | undefined, otherwise: T): T =>
  all.find((one) => one === given) ?? otherwise;

/** Reads an address; what it does not say, or says wrongly, is the last thirty days of first answers by network. */
export function recordFilterOf(search: RecordSearch, today: string): RecordFilter {
  const dated = isDate(search.from) && isDate(search.to) && search.from <= search.to;
  const asked = oneOf(periodNames, search.period, '30');
  const period = asked === 'dates' && !dated ? '30' : asked;
  const dates =
    period === 'dates' && dated
      ? { from: search.from as string, to: search.to as string }
      : periodOf(period, today);
  const dimension = recordDimensions.find((one) => one === search.dimension);
  const [first, last] = (search.day ?? '').split('_');
  return {
    period,
    ...dates,
    kind: oneOf(recordKinds, search.kind, 'first'),
    hours: oneOf(recordHours, search.hours, 'clock'),
    by: oneOf(recordDimensions, search.by, 'network'),
    narrowed: dimension === undefined ? null : { dimension, value: search.value ?? '' },
    list: spanStates.find((one) => one === search.list) ?? null,
    stretch: isDate(first) && isDate(last) ? { from: first, to: last } : null,
  };
}
