/** Office hours while a member writes them: each weekday as text, and everything else as it will be kept. */
import type { OfficeHoursSettings } from '../../../../src/api/contract.ts';
import { readRanges, type SpecialDay, writeRanges } from '../../../../src/domain/officeHoursSettings.ts';

export interface Draft {
  timeZone: string;
  /** Sunday first, as typed. */
  week: readonly string[];
  country: string | null;
  days: Readonly<Record<string, SpecialDay>>;
}

/** What most offices begin with. */
const usual = '08:00-17:00';

export function draftOf(kept: OfficeHoursSettings | null, timeZone: string): Draft {
  if (kept === null)
    return { timeZone, week: ['', usual, usual, usual, usual, usual, ''], country: null, days: {} };
  return { ...kept, week: kept.week.map(writeRanges) };
}

/** The settings that the draft means; null while a weekday cannot be read. */
export function settingsOf(draft: Draft): OfficeHoursSettings | null {
  const week = draft.week.map(readRanges);
  if (week.some((ranges) => ranges === null)) return null;
  return { ...draft, week: week.map((ranges) => ranges ?? []) };
}

/** A holiday of the country becomes a working day and back; what a member wrote is taken away. */
export function withoutDay(draft: Draft, date: string): Draft {
  const { [date]: day, ...rest } = draft.days;
  if (day?.by !== 'country') return { ...draft, days: rest };
  return { ...draft, days: { ...rest, [date]: { ...day, ranges: null, by: 'hand' } } };
}

export function withDay(draft: Draft, date: string, day: SpecialDay): Draft {
  return { ...draft, days: { ...draft.days, [date]: day } };
}

/** The days from this date on, earliest first. */
export function daysFrom(draft: Draft, date: string): [string, SpecialDay][] {
  return Object.entries(draft.days)
    .filter(([day]) => day >= date)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
