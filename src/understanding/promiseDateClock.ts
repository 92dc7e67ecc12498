/**
 * Wall clocks: dates and minutes of a day in a zone, the instants at which its clocks show them, and the Ethiopic calendar. Pure. A date is a whole number of days since
 * 1970-01-01 on the wall clock; a time is minutes since midnight (0 to 1439).
 */
import { evenStretches } from '../domain/zone.ts';
import type { DayPart } from './dateWordTypes.ts';

export const minute = 60_000;
export const day = 24 * 60 * minute;

/** When each part of a day ends, in minutes since midnight. What is promised for a part is kept until then. */
export const partEnds: Readonly<Record<DayPart, number>> = {
  dawn: 7 * 60,
  morning: 12 * 60,
  afternoon: 17 * 60,
  evening: 21 * 60,
  night: 23 * 60 + 59,
  close: 17 * 60,
};
export const dayEnd = partEnds.night;

/** The hours at which each part of a day may be meant, from and up to; those of the night go on after midnight. */
const partHours: Readonly<Record<DayPart, readonly [number, number]>> = {
  dawn: [3, 7],
  morning: [5, 12],
  afternoon: [9, 18],
  evening: [16, 22],
  night: [18, 29],
  close: [12, 20],
};

/** True where an hour (0 to 23) belongs to the part of a day. */
export function isOfPart(hour: number, part: DayPart): boolean {
  const [from, to] = partHours[part];
  return (from <= hour && hour < to) || (from <= hour + 24 && hour + 24 < to);
}

/** What the wall clock of a zone shows at an instant. Throws RangeError for an unknown zone or no instant. */
export function wallClock(timeZone: string, at: Date): { date: number; time: number } {
  const instant = at.getTime();
  const wall = instant + offsetAt(timeZone, instant);
  const date = Math.floor(wall / day);
  return { date, time: Math.floor((wall - date * day) / minute) };
}

/**
 * The instant at which the wall clock of a zone shows a time on a date, in milliseconds: the later one where it is shown twice, for a promise is kept until then. A time that is left out is
 * as long after midnight as if the clock had not been changed.
 */
export function instantOf(timeZone: string, date: number, time: number): number {
  const wall = date * day + time * minute;
  let latest: number | null = null;
  for (const utcDay of [date - 1, date, date + 1])
    for (const { start, end, offset } of evenStretches(timeZone, utcDay)) {
      const instant = wall - offset;
      if (start <= instant && instant < end) latest = Math.max(latest ?? instant, instant);
    }
  return latest ?? wall - offsetAt(timeZone, wall - day);
}

function offsetAt(timeZone: string, instant: number): number {
  const stretches = evenStretches(timeZone, Math.floor(instant / day));
  return (stretches.find(({ end }) => instant < end) ?? stretches.at(-1)!).offset;
}

/** Sunday is 0; 1970-01-01 was a Thursday. */
export const weekdayOf = (date: number): number => (((date + 4) % 7) + 7) % 7;

/** A date of the Gregorian calendar, months from 1; null where the month has no such day. */
export function dateOf(year: number, month: number, dayOfMonth: number): number | null {
  const made = new Date(Date.UTC(year, month - 1, dayOfMonth));
  const is = made.getUTCMonth() === month - 1 && made.getUTCDate() === dayOfMonth;
  return is ? made.getTime() / day : null;
}

/** The year, the month (from 1) and the day of the month of a date in the Gregorian calendar. */
export function partsOf(date: number): { year: number; month: number; dayOfMonth: number } {
  const made = new Date(date * day);
  return { year: made.getUTCFullYear(), month: made.getUTCMonth() + 1, dayOfMonth: made.getUTCDate() };
}

/** The last day of the month so many months after that of a date. */
export function monthEnd(date: number, months: number): number {
  const { year, month } = partsOf(date);
  return Date.UTC(year, month + months, 0) / day;
}

/** The same day so many months later, or the last of that month where it has no such day. */
export function monthsLater(date: number, months: number): number {
  const { year, month, dayOfMonth } = partsOf(date);
  return Math.min(Date.UTC(year, month - 1 + months, dayOfMonth) / day, monthEnd(date, months));
}

/** So many working days (Monday to Friday) after a date; holidays are not known here. */
export function workdaysLater(date: number, days: number): number {
  let left = days;
  let on = date;
  while (left > 0) {
    on += 1;
    const weekday = weekdayOf(on);
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return on;
}

/** 1 Mäskäräm 1 of the Ethiopic calendar (era of the Incarnation) was 29 August 8 of the Julian calendar, Julian day 1724221; 1970-01-01 was 2440588. */
const ethiopicFirst = 1_724_221 - 2_440_588;

/**
 * A date of the Ethiopic calendar (E. M. Reingold and N. Dershowitz, Calendrical Calculations, "The Coptic and Ethiopic Calendars"): twelve months of thirty days and one of
 * five, or six where the year leaves three when divided by four. Null where the month has no such day.
 */
export function ethiopicDate(year: number, month: number, dayOfMonth: number): number | null {
  const days = month < 13 ? 30 : year % 4 === 3 ? 6 : 5;
  if (month < 1 || month > 13 || dayOfMonth < 1 || dayOfMonth > days) return null;
  return ethiopicFirst + 365 * (year - 1) + Math.floor(year / 4) + 30 * (month - 1) + dayOfMonth - 1;
}
