/**
 * Office hours: when an organisation is open, how much open time lies between two instants, and when so much of it will have passed. The one definition of time that
 * is promised; server and console both use it. Pure.
 *
 * An instant is open when the wall clock of the zone stands in one of the ranges of its date. So an hour that the clock shows twice counts twice, and one that it leaves
 * out counts nothing.
 */
import { evenStretches } from './zone.ts';

/** Minutes of the wall clock since midnight, `from` (0 to 1439) included and `to` (1 to 1440) not. */
export interface OpenRange {
  from: number;
  to: number;
}

export interface OfficeHours {
  /** "Africa/Nairobi" */
  timeZone: string;
  /** The ranges of each weekday, Sunday first; sorted and apart. */
  week: readonly (readonly OpenRange[])[];
  /** Dates ("2026-12-25") that differ from their weekday: holidays, mostly, with no range at all. */
  days: Readonly<Record<string, readonly OpenRange[]>>;
}

/** Null: around the clock. */
export type Hours = OfficeHours | null;

interface Opening {
  start: number;
  end: number;
}

interface Compiled {
  /** By date, as days since 1970-01-01 on the wall clock. */
  days: ReadonlyMap<number, readonly OpenRange[]>;
  /** Openings of a day of UTC and their sum; filled as asked for. */
  openings: Map<number, { list: readonly Opening[]; sum: number }>;
}

const minute = 60_000;
const day = 24 * 60 * minute;
const mostDays = 20_000;
/** Nobody waits that long for a door to open: such hours cannot be saved. */
const longestClosed = 10 * 366;

const compiled = new WeakMap<OfficeHours, Compiled>();

/** True when the organisation is open at this instant. */
export function isOpen(hours: Hours, at: Date): boolean {
  if (hours === null) return true;
  const instant = at.getTime();
  return openingsOf(hours, Math.floor(instant / day)).list.some(
    (opening) => opening.start <= instant && instant < opening.end,
  );
}

/** Since when it has been open without a break at this instant, looking back `most` milliseconds and a day at most; null while it is closed. */
export function openSince(hours: OfficeHours, at: Date, most: number): Date | null {
  const openingAt = (instant: number) =>
    openingsOf(hours, Math.floor(instant / day)).list.find(
      ({ start, end }) => start <= instant && instant < end,
    );
  let found = openingAt(at.getTime());
  if (found === undefined) return null;
  let { start } = found;
  // What goes on through midnight is written as two ranges.
  while (at.getTime() - start <= most) {
    found = openingAt(start - 1);
    if (found === undefined) break;
    start = found.start;
  }
  return new Date(start);
}

/** Milliseconds of open time from one instant to another; 0 when the other is not later. */
export function openTime(hours: Hours, from: Date, to: Date): number {
  const start = from.getTime();
  const end = to.getTime();
  if (end <= start) return 0;
  if (hours === null) return end - start;
  let sum = 0;
  const last = Math.floor((end - 1) / day);
  for (let utcDay = Math.floor(start / day); utcDay <= last; utcDay++) {
    const openings = openingsOf(hours, utcDay);
    const isWhole = start <= utcDay * day && (utcDay + 1) * day <= end;
    sum += isWhole ? openings.sum : overlap(openings.list, start, end);
  }
  return sum;
}

/** The first instant by which so many milliseconds of open time have passed. Throws RangeError when the doors stay shut for ten years. */
export function afterOpenTime(hours: Hours, from: Date, milliseconds: number): Date {
  if (milliseconds <= 0) return from;
  if (hours === null) return new Date(from.getTime() + milliseconds);
  const start = from.getTime();
  const first = Math.floor(start / day);
  let left = milliseconds;
  let openedLast = first;
  for (let utcDay = first; utcDay - openedLast <= longestClosed; utcDay++) {
    const { list, sum } = openingsOf(hours, utcDay);
    if (sum > 0) openedLast = utcDay;
    if (utcDay > first && sum < left) {
      left -= sum;
      continue;
    }
    for (const opening of list) {
      const open = Math.max(0, opening.end - Math.max(opening.start, start));
      if (open >= left) return new Date(Math.max(opening.start, start) + left);
      left -= open;
    }
  }
  throw new RangeError('These office hours have no opening.');
}

/** The first open instant from this one on. Throws RangeError when the doors stay shut for ten years. */
export function nextOpening(hours: Hours, from: Date): Date {
  if (isOpen(hours, from)) return from;
  // One millisecond of open time ends right after the door has opened.
  return new Date(afterOpenTime(hours, from, 1).getTime() - 1);
}

function overlap(list: readonly Opening[], start: number, end: number): number {
  return list.reduce(
    (sum, opening) => sum + Math.max(0, Math.min(opening.end, end) - Math.max(opening.start, start)),
    0,
  );
}

function openingsOf(hours: OfficeHours, utcDay: number): { list: readonly Opening[]; sum: number } {
  const known = compile(hours);
  const there = known.openings.get(utcDay);
  if (there !== undefined) return there;
  if (known.openings.size >= mostDays) known.openings.clear();
  const list: Opening[] = [];
  for (const { start, end, offset } of evenStretches(hours.timeZone, utcDay)) {
    const last = Math.floor((end + offset - 1) / day);
    for (let date = Math.floor((start + offset) / day); date <= last; date++) {
      for (const range of rangesOf(hours, known, date)) {
        const opening = {
          start: Math.max(date * day + range.from * minute - offset, start),
          end: Math.min(date * day + range.to * minute - offset, end),
        };
        if (opening.start < opening.end) list.push(opening);
      }
    }
  }
  const sum = list.reduce((total, { start, end }) => total + end - start, 0);
  const openings = { list, sum };
  known.openings.set(utcDay, openings);
  return openings;
}

/** 1970-01-01 was a Thursday. */
const weekdayOf = (date: number) => (((date + 4) % 7) + 7) % 7;

function rangesOf(hours: OfficeHours, known: Compiled, date: number): readonly OpenRange[] {
  return known.days.get(date) ?? hours.week[weekdayOf(date)] ?? [];
}

function compile(hours: OfficeHours): Compiled {
  const there = compiled.get(hours);
  if (there !== undefined) return there;
  const days = new Map(
    Object.entries(hours.days).map(([date, ranges]) => [Date.parse(`${date}T00:00:00Z`) / day, ranges]),
  );
  const made = { days, openings: new Map() };
  compiled.set(hours, made);
  return made;
}
