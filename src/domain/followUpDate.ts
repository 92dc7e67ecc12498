import { type Hours, openTime } from './officeHours.ts';
import { evenStretches, instantOf } from './zone.ts';

const day = 86_400_000;
/** Five in the afternoon. */
const clock = 17 * 3_600_000;
/** Longer than that no office stays shut; then any day is as good. */
const mostDays = 60;

/** Until when a report is usually asked for: the next day, after today, on which the house is open before five, at five by the wall clock of its zone. */
export function usualDueAt(hours: Hours, timeZone: string, now: Date): Date {
  const today = dateOf(timeZone, now.getTime());
  const at = (n: number) => instantOf(timeZone, (today + n) * day + clock);
  for (let n = 1; n <= mostDays; n++) {
    const start = instantOf(timeZone, (today + n) * day);
    if (openTime(hours, new Date(start), new Date(at(n))) > 0) return new Date(at(n));
  }
  return new Date(at(1));
}

/** The date that the wall clock shows, in days since 1970. */
function dateOf(timeZone: string, instant: number): number {
  const stretch = evenStretches(timeZone, Math.floor(instant / day)).find(({ end }) => instant < end);
  return Math.floor((instant + (stretch?.offset ?? 0)) / day);
}
