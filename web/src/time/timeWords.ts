import type { Hours } from '../../../src/domain/officeHours.ts';
import { timeLeft, urgency } from '../../../src/domain/queue.ts';
import { i18n } from '../words/i18n.ts';
import { dateFormat } from '../words/intl.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365.25 * day;

/** A length of time in its largest fitting unit: "18 min", "2 h", "3 d", "8 y". Under a minute is "1 min". */
export function lengthWords(milliseconds: number): string {
  const length = Math.abs(milliseconds);
  if (length < hour) return i18n.t('{n} min', { n: Math.max(1, Math.floor(length / minute)) });
  if (length < 2 * day) return i18n.t('{n} h', { n: Math.floor(length / hour) });
  if (length < 2 * year) return i18n.t('{n} d', { n: Math.floor(length / day) });
  return i18n.t('{n} y', { n: Math.floor(length / year) });
}

export interface Waiting {
  urgency: 'over' | 'soon' | 'fine';
  words: string;
}

/** How a due time is shown everywhere: "18 min left" or "2 h over", in the time that counts. */
export function waitingWords(row: { tier: number | null; dueAt: string }, now: Date, hours: Hours): Waiting {
  const place = { tier: row.tier, dueAt: new Date(row.dueAt) };
  const left = timeLeft(place, now, hours);
  const time = lengthWords(left);
  const isOver = now > place.dueAt;
  const words = isOver ? i18n.t('{time} over', { time }) : i18n.t('{time} left', { time });
  return { urgency: urgency(place, now, hours), words };
}

/** How long ago an instant was: "now", "3 s ago", "5 min ago", "2 d ago". */
export function agoWords(at: string, now: Date): string {
  const past = now.getTime() - new Date(at).getTime();
  if (past < 1000) return i18n.t('now');
  if (past < minute) return i18n.t('{n} s ago', { n: Math.floor(past / 1000) });
  return i18n.t('{time} ago', { time: lengthWords(past) });
}

const clock = { hour: '2-digit', minute: '2-digit' } as const;
const dayAndClock = { day: 'numeric', month: 'short', ...clock } as const;
const whole = { dateStyle: 'full', timeStyle: 'medium' } as const;
const withYear = { day: 'numeric', month: 'short', year: 'numeric' } as const;

/** "06:39" today, "12 Mar, 06:39" this year, "12 Mar 2018" before. */
export function momentWords(at: string, now: Date): string {
  const moment = new Date(at);
  if (moment.toDateString() === now.toDateString()) return dateFormat(clock).format(moment);
  return dateFormat(moment.getFullYear() === now.getFullYear() ? dayAndClock : withYear).format(moment);
}

/** The hour and minute alone. */
export function clockWords(at: string | Date): string {
  return dateFormat(clock).format(new Date(at));
}

/** A moment on the wall clock of a zone: "Fri, 27 Nov, 16:50". */
export function momentIn(at: Date, timeZone: string): string {
  const format = {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  } as const;
  return dateFormat({ ...format, timeZone }).format(at);
}

/** A date without a time ("2026-12-25"): "Fri, 25 Dec 2026". */
export function dateWords(date: string): string {
  const format = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
  return dateFormat({ ...format, timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
}

/** The whole date and time, for a title. */
export function wholeMoment(at: string): string {
  return dateFormat(whole).format(new Date(at));
}
