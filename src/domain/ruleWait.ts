/** How long a case has waited, as automation rules ask it: when a wait began, when it has lasted so long, and which waits come to that between two looks. Pure. */
import type { CaseClock } from './case.ts';
import { afterOpenTime, type Hours, openTime } from './officeHours.ts';

/** What a rule may wait for besides what happens: that nothing does. */
export const ruleWaits = ['waiting_author', 'waiting_us'] as const;
export type RuleWait = (typeof ruleWaits)[number];
/** Longest that a rule may wait, in hours. */
export const mostWaitHours = 365 * 24;

const hour = 3_600_000;
/** Hours that cannot be saved would be looked through for ever. */
const longestBack = 10 * 366 * 24 * hour;

/** Since when the case waits so; null while it does not. What is written begins another wait: for the author with each answer of ours, for us with what they write after it. */
export function waitsSince(
  wait: RuleWait,
  clock: Pick<CaseClock, 'state' | 'stateAt' | 'waitingSince'>,
): Date | null {
  if (wait === 'waiting_us') return clock.waitingSince;
  return clock.state === 'waiting_author' ? clock.stateAt : null;
}

/** In which hours a wait counts: the author's by the clock, ours when the office is open; for danger and safety, as in the queue, always by the clock. */
export const countedHours = (wait: RuleWait, isGrave: boolean, hours: Hours): Hours =>
  wait === 'waiting_author' || isGrave ? null : hours;

/** When a wait that began then has lasted so many hours of those that count. */
export const waitIsOver = (since: Date, length: number, counted: Hours): Date =>
  afterOpenTime(counted, since, length * hour);

/** The waits that come to their length after `from` and not after `to` began after the one and not after the other instant. */
export function beganBetween(
  { from, to }: { from: Date; to: Date },
  length: number,
  counted: Hours,
): { after: Date; until: Date } {
  return {
    after: beforeOpenTime(counted, from, length * hour),
    until: beforeOpenTime(counted, to, length * hour),
  };
}

/** The last instant from which so many milliseconds of open time passed up to another. */
function beforeOpenTime(hours: Hours, to: Date, milliseconds: number): Date {
  const end = to.getTime();
  const passes = (back: number) => openTime(hours, new Date(end - back), to) >= milliseconds;
  let enough = milliseconds;
  while (!passes(enough)) {
    if (enough > longestBack) throw new RangeError('These office hours have no opening.');
    enough *= 2;
  }
  let tooLittle = Math.min(milliseconds, enough) - 1;
  while (enough - tooLittle > 1) {
    const middle = Math.floor((enough + tooLittle) / 2);
    if (passes(middle)) enough = middle;
    else tooLittle = middle;
  }
  return new Date(end - enough);
}
