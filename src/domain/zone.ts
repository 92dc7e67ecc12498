/** Time zones: how far a zone's wall clock is from UTC, and when that changes. Pure; the rules of the zones are the runtime's. */

const minute = 60_000;
const day = 24 * 60 * minute;

/** A stretch of time in which the wall clock runs evenly; instants and offset in milliseconds, the end excluded. */
export interface EvenStretch {
  start: number;
  end: number;
  /** Wall clock less UTC. */
  offset: number;
}

interface Zone {
  format: Intl.DateTimeFormat;
  /** By day of UTC since 1970. */
  days: Map<number, readonly EvenStretch[]>;
}

const known = new Map<string, Zone>();
const mostDays = 20_000;

/** True when the runtime knows the zone ("Africa/Kigali"). */
export function isTimeZone(name: string): boolean {
  try {
    zoneOf(name);
    return true;
  } catch {
    // The runtime has no question to ask, only a refusal.
    return false;
  }
}

/**
 * The stretches of a day of UTC (counted from 1970-01-01) in which the zone's wall clock runs evenly: one, or two where it is changed. Clocks are changed at most once
 * within a day, at a whole minute. Throws RangeError for a zone that the runtime does not know.
 */
export function evenStretches(timeZone: string, utcDay: number): readonly EvenStretch[] {
  const zone = zoneOf(timeZone);
  const there = zone.days.get(utcDay);
  if (there !== undefined) return there;
  if (zone.days.size >= mostDays) zone.days.clear();
  const stretches = look(zone.format, utcDay);
  zone.days.set(utcDay, stretches);
  return stretches;
}

function zoneOf(name: string): Zone {
  const there = known.get(name);
  if (there !== undefined) return there;
  const zone: Zone = { format: clockOf(name), days: new Map() };
  known.set(name, zone);
  return zone;
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
}

function look(format: Intl.DateTimeFormat, utcDay: number): readonly EvenStretch[] {
  const start = utcDay * day;
  const end = start + day;
  const before = offsetAt(format, start);
  const after = offsetAt(format, end);
  if (before === after) return [{ start, end, offset: before }];
  const change = firstMinuteOf(format, start, end, after);
  const stretches = [
    { start, end: change, offset: before },
    { start: change, end, offset: after },
  ];
  return stretches.filter((stretch) => stretch.start < stretch.end);
}

/** The first minute after `start` whose offset is `wanted`, which it has at `end`. */
function firstMinuteOf(format: Intl.DateTimeFormat, start: number, end: number, wanted: number): number {
  let low = start;
  let high = end;
  while (high - low > minute) {
    const middle = low + Math.floor((high - low) / (2 * minute)) * minute;
    if (offsetAt(format, middle) === wanted) high = middle;
    else low = middle;
  }
  return high;
}

function offsetAt(format: Intl.DateTimeFormat, instant: number): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(instant)) parts[type] = Number(value);
  const { year = 0, month = 1, day: date = 1, hour = 0, minute: minutes = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, date, hour, minutes, second) - instant;
}

/** The date of the wall clock at an instant ("2026-11-30"). Throws RangeError for a zone that the runtime does not know. */
export function dateAt(timeZone: string, at: Date): string {
  const instant = at.getTime();
  const stretches = evenStretches(timeZone, Math.floor(instant / day));
  const offset = stretches.find(({ start, end }) => start <= instant && instant < end)?.offset ?? 0;
  return new Date(instant + offset).toISOString().slice(0, 10);
}

/** The instant (milliseconds) at which the zone's wall clock shows this (milliseconds, as if it were UTC); where it leaves that out, as if it had not been changed. Throws RangeError for a zone that the runtime does not know. */
export function instantOf(timeZone: string, wall: number): number {
  const utcDay = Math.floor(wall / day);
  const near = [utcDay - 1, utcDay, utcDay + 1].flatMap((one) => evenStretches(timeZone, one));
  const shown = near.find(({ start, end, offset }) => wall - offset >= start && wall - offset < end);
  return wall - (shown ?? near[0])!.offset;
}
