/** Office hours as an organisation writes them down, and what is wrong with them. Pure. */
import type { OfficeHours, OpenRange } from './officeHours.ts';
import { isTimeZone } from './zone.ts';

/** A date that differs from its weekday. */
export interface SpecialDay {
  name: string;
  /** Null: open as on its weekday (a holiday of the country on which we work). */
  ranges: readonly OpenRange[] | null;
  /** `country` ones are renewed every year; what a member wrote stays. */
  by: 'country' | 'hand';
}

export interface OfficeHoursSettings {
  timeZone: string;
  /** Sunday first. */
  week: readonly (readonly OpenRange[])[];
  /** Whose public holidays are closed: ISO 3166 ("KE"); null for nobody's. */
  country: string | null;
  /** By date, "2026-12-25". */
  days: Readonly<Record<string, SpecialDay>>;
}

const mostRanges = 6;
const mostDays = 1_000;
const dayMinutes = 24 * 60;

/** What the arithmetic needs of them. */
export function hoursOf(settings: OfficeHoursSettings): OfficeHours {
  const { timeZone, week } = settings;
  const days = Object.entries(settings.days).flatMap(([date, { ranges }]) =>
    ranges === null ? [] : [[date, ranges] as const],
  );
  return { timeZone, week, days: Object.fromEntries(days) };
}

/** What is wrong with them, in a sentence that says how to mend it; null when nothing is. */
export function whatIsWrong(settings: OfficeHoursSettings): string | null {
  const { timeZone, week, days } = settings;
  if (!isTimeZone(timeZone)) return `There is no time zone "${timeZone}". Choose one of the list.`;
  const wrong = weekIsWrong(week);
  if (wrong !== null) return wrong;
  if (week.every((ranges) => ranges.length === 0))
    return 'No weekday is open, so no answer would ever be due. Open at least one.';
  if (Object.keys(days).length > mostDays)
    return `More than ${mostDays} special days. Remove those that are over.`;
  for (const [date, { name, ranges }] of Object.entries(days)) {
    if (!isDate(date)) return `"${date}" is no date. Write it as 2026-12-25.`;
    if (name.trim() === '') return `The special day ${date} has no name. Give it one.`;
    if (ranges !== null && !areApart(ranges)) return rangesWrong;
  }
  return null;
}

/** What is wrong with the ranges of a week, in a sentence that says how to mend it; null when nothing is. */
export function weekIsWrong(week: readonly (readonly OpenRange[])[]): string | null {
  if (week.length !== 7) return 'A week has seven days. Give the hours of each, Sunday first.';
  return week.every(areApart) ? null : rangesWrong;
}

const rangesWrong = `The hours of a day are up to ${mostRanges} ranges, each later than the one before and none without an end. Mend them, for example 08:00-12:30, 14:00-17:00.`;

function areApart(ranges: readonly OpenRange[]): boolean {
  let edge = -1;
  for (const { from, to } of ranges) {
    if (!Number.isInteger(from) || !Number.isInteger(to)) return false;
    if (from <= edge || to <= from || to > dayMinutes) return false;
    edge = to;
  }
  return ranges.length <= mostRanges;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const read = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(text);
}

/** The settings with the country's holidays of these years anew; what a member wrote stays, also against a holiday. */
export function withHolidays(
  settings: OfficeHoursSettings,
  years: readonly number[],
  holidays: readonly { date: string; name: string }[],
): OfficeHoursSettings {
  const renewed = new Set(years.map(String));
  const kept = Object.entries(settings.days).filter(
    ([date, { by }]) => by === 'hand' || !renewed.has(date.slice(0, 4)),
  );
  const closed = holidays.map(({ date, name }) => [date, { name, ranges: [], by: 'country' }] as const);
  const days: Record<string, SpecialDay> = { ...Object.fromEntries(closed), ...Object.fromEntries(kept) };
  return { ...settings, days: Object.fromEntries(Object.entries(days).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** The settings without any country's holidays. */
export function withoutHolidays(settings: OfficeHoursSettings): OfficeHoursSettings {
  const kept = Object.entries(settings.days).filter(([, { by }]) => by === 'hand');
  return { ...settings, country: null, days: Object.fromEntries(kept) };
}

/** "08:00-12:30, 14:00-17:00" as ranges; an empty text is a closed day. Null when it cannot be read. */
export function readRanges(text: string): OpenRange[] | null {
  if (text.trim() === '') return [];
  const ranges: OpenRange[] = [];
  for (const part of text.split(',')) {
    const found = /^\s*(\d{1,2})[:.h]?(\d{2})?\s*[-\u2013]\s*(\d{1,2})[:.h]?(\d{2})?\s*$/.exec(part);
    if (found === null) return null;
    const [, fromHour, fromMinute = '0', toHour, toMinute = '0'] = found;
    const from = Number(fromHour) * 60 + Number(fromMinute);
    const to = Number(toHour) * 60 + Number(toMinute);
    if (Number(fromMinute) > 59 || Number(toMinute) > 59) return null;
    ranges.push({ from, to });
  }
  return areApart(ranges) ? ranges : null;
}

/** Ranges as a person writes them: "08:00-12:30, 14:00-17:00". */
export function writeRanges(ranges: readonly OpenRange[]): string {
  const clock = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return ranges.map(({ from, to }) => `${clock(from)}-${clock(to)}`).join(', ');
}
