/** The last instant of a moment that was said, on the wall clock of a zone. */
import type { Exactness } from '../domain/saying.ts';
import type { DayPart } from './dateWordTypes.ts';
import {
  dateOf,
  dayEnd,
  day as dayLength,
  ethiopicDate,
  instantOf,
  isOfPart,
  monthEnd,
  monthsLater,
  partEnds,
  partsOf,
  wallClock,
  weekdayOf,
  workdaysLater,
} from './promiseDateClock.ts';
import type { Moment } from './promiseDateMoments.ts';
import type { Clock, DaySlot, Period } from './promiseDatePieces.ts';

interface Due {
  due: Date;
  exact: Exactness;
}

interface Wall {
  date: number;
  time: number;
}

/** Dates of this year's that passed so many days ago or fewer are those, not the next year's. */
const longestPast = 150;
const fiveOClock = 17 * 60;
/** The latest instant of a Date in ECMAScript, in milliseconds. */
const lastInstant = 8.64e15;

/** When a moment is over, which may be before `at`; null where there is no such day. Throws RangeError for an unknown zone or no instant. */
export function dueOf(moment: Moment, said: { at: Date; timeZone: string }): Due | null {
  const instant = said.at.getTime();
  if (moment.length !== undefined) return made(instant + moment.length, 'minute');
  const now = wallClock(said.timeZone, said.at);
  const found = moment.period !== undefined ? periodEnd(moment.period, now) : momentEnd(moment, now);
  if (found === null) return null;
  return made(instantOf(said.timeZone, found.date, found.time), found.exact);
}

const made = (instant: number, exact: Exactness): Due | null =>
  Math.abs(instant) > lastInstant ? null : { due: new Date(instant), exact };

type End = Wall & { exact: Exactness };

/** Weeks end on Sunday, those of work on Friday at five. */
function periodEnd({ unit, ahead, working, month }: Period, now: Wall): End {
  if (unit === 'month') {
    const months = month === null ? ahead : (month - partsOf(now.date).month + 12) % 12;
    return { date: monthEnd(now.date, months), time: dayEnd, exact: 'month' };
  }
  const sunday = now.date + ((7 - weekdayOf(now.date)) % 7) + 7 * ahead;
  if (!working) return { date: sunday, time: dayEnd, exact: 'week' };
  const friday = sunday - 2;
  const isOver = friday < now.date || (friday === now.date && now.time >= fiveOClock);
  return { date: isOver ? friday + 7 : friday, time: fiveOClock, exact: 'week' };
}

/** A day, a part of it and a time, as far as they were said. */
function momentEnd({ day, part, clock, sinceWeekday }: Moment, now: Wall): End | null {
  const exact: Exactness = clock !== undefined ? 'minute' : part !== undefined ? 'part' : exactOf(day);
  const times = timesOf(clock, part);
  if (day === undefined) return { ...nextAt(times[0]!, part, clock, now), exact };
  const mayBeToday = (date: number) => date > now.date || times.some((time) => time > now.time);
  const date = rangeDate(day, sinceWeekday, now) ?? dateOfSlot(day, now, mayBeToday);
  if (date === null) return null;
  const today = date === now.date;
  const time = (today ? times.find((one) => one > now.time) : undefined) ?? times[0]!;
  if (today && part === 'close' && clock === undefined && now.time >= time)
    return { date, time: dayEnd, exact };
  return { date, time, exact };
}

const exactOf = (day: DaySlot | undefined): Exactness =>
  day?.is === 'length' && day.unit === 'week'
    ? 'week'
    : day?.is === 'length' && day.unit === 'month'
      ? 'month'
      : 'day';

/** The next time that a clock shows it. The end of a day that has passed at five is midnight. */
function nextAt(time: number, part: DayPart | undefined, clock: Clock | undefined, now: Wall): Wall {
  if (time > now.time) return { date: now.date, time };
  if (part === 'close' && clock === undefined) return { date: now.date, time: dayEnd };
  // What is after midnight belongs to the night before, which the number of minutes says already.
  return { date: now.date + 1, time };
}

/** The minutes since midnight that may be meant, the likeliest first; more than a day's are of the night that follows. */
function timesOf(clock: Clock | undefined, part: DayPart | undefined): number[] {
  if (clock === undefined) return [part === undefined ? dayEnd : partEnds[part]];
  const { hour, minute, reading } = clock;
  const minutes = (hours: number) => hours * 60 + minute;
  if (reading === 'exact') {
    const isAfterMidnight = part === 'night' && hour < 5;
    const isOther =
      part !== undefined && hour > 0 && hour <= 12 && !isOfPart(hour, part) && isOfPart(hour + 12, part);
    return [minutes(isAfterMidnight ? hour + 24 : isOther ? hour + 12 : hour)];
  }
  const first = (reading === 'six' ? hour + 6 : hour) % 12;
  const both = [first, first + 12];
  if (part !== undefined) return [minutes(fitting(both, hour % 12, part))];
  // Between seven and six of the day people work.
  return (first >= 7 ? both : [...both].reverse()).map(minutes);
}

/** Of the hours that a clock may mean that of the part of the day; who counts from midnight where others count from six is understood, too. */
function fitting(hours: readonly number[], literal: number, part: DayPart): number {
  const all = [...hours, literal, literal + 12];
  const found = all.find((hour) => isOfPart(hour, part)) ?? hours[0]!;
  return part === 'night' && found < 6 ? found + 24 : found;
}

/** "Monday to Wednesday": the Wednesday after the Monday that comes; null where no weekdays make a range. */
function rangeDate(end: DaySlot, since: number | undefined, now: Wall): number | null {
  if (since === undefined || end.is !== 'weekday' || end.weeksAhead !== null) return null;
  const begins = now.date + ((since - weekdayOf(now.date) + 7) % 7);
  return begins + ((end.weekday - since + 7) % 7);
}

/** The date of a day as it was said; null where there is none. `mayBe`: whether its time is still to come. */
function dateOfSlot(slot: DaySlot, now: Wall, mayBe: (date: number) => boolean): number | null {
  switch (slot.is) {
    case 'offset':
      return now.date + slot.days;
    case 'weekday':
      return weekdayDate(slot, now, mayBe);
    case 'length':
      return lengthDate(slot, now);
    case 'dayOfMonth':
      return dayOfMonthDate(slot, now, mayBe);
    case 'date':
      return slot.year === null ? nextDate(slot, now, mayBe) : dateInYear(slot, slot.year);
  }
}

type Slot<Is extends DaySlot['is']> = Extract<DaySlot, { is: Is }>;

function weekdayDate(
  { weekday, next, weeksAhead }: Slot<'weekday'>,
  now: Wall,
  mayBe: (date: number) => boolean,
): number {
  const ahead = (weekday - weekdayOf(now.date) + 7) % 7;
  // Weeks begin on Monday.
  if (weeksAhead !== null)
    return now.date - ((weekdayOf(now.date) + 6) % 7) + ((weekday + 6) % 7) + 7 * weeksAhead;
  if (ahead > 0) return now.date + ahead;
  return next || !mayBe(now.date) ? now.date + 7 : now.date;
}

function lengthDate({ unit, count }: Slot<'length'>, now: Wall): number {
  const whole = Math.ceil(count);
  if (unit === 'month') return monthsLater(now.date, whole);
  if (unit === 'workday') return workdaysLater(now.date, whole);
  return now.date + whole * (unit === 'week' ? 7 : 1);
}

/** "The 15th" of this month, or of the next one that has it. */
function dayOfMonthDate(
  { dayOfMonth, monthsAhead }: Slot<'dayOfMonth'>,
  now: Wall,
  mayBe: (date: number) => boolean,
): number | null {
  const { year, month } = partsOf(now.date);
  for (let ahead = monthsAhead ?? 0; ahead <= (monthsAhead ?? 2); ahead++) {
    const first = partsOf(Date.UTC(year, month - 1 + ahead, 1) / dayLength);
    const date = dateOf(first.year, first.month, dayOfMonth);
    if (date !== null && date >= now.date && mayBe(date)) return date;
  }
  return null;
}

/** A date without a year: the next one, but not where it passed a short time ago. A 29 February may be eight years away. */
function nextDate(slot: Slot<'date'>, now: Wall, mayBe: (date: number) => boolean): number | null {
  const { year } = partsOf(now.date);
  const first = slot.calendar === 'ethiopic' ? year - 9 : year - 1;
  let passed: number | null = null;
  for (let n = 0; n <= 9; n++) {
    const date = dateInYear(slot, first + n);
    if (date === null) continue;
    if (date >= now.date && mayBe(date))
      return passed !== null && now.date - passed <= longestPast ? null : date;
    passed = date;
  }
  return null;
}

const dateInYear = ({ calendar, month, dayOfMonth }: Slot<'date'>, year: number): number | null =>
  calendar === 'ethiopic' ? ethiopicDate(year, month, dayOfMonth) : dateOf(year, month, dayOfMonth);
