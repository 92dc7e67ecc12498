/**
 * What an account whose network charges for requests may spend in a calendar month, and what stops first where it becomes short. Pure; the clock is an argument. Amounts are whole
 * millionths of a currency, shares whole percents of the month's ceiling.
 */
import { dateAt, instantOf } from './zone.ts';

/** What money is spent on, from what is needed least to what is needed most. */
export const uses = ['counting', 'repairing', 'watching', 'hearing', 'answering'] as const;
export type Use = (typeof uses)[number];

/** Up to which share of the ceiling each use may spend. */
export type Shares = Readonly<Record<Use, number>>;

export interface MoneyLimits {
  /** Null: counted, and never stopped. */
  ceiling: number | null;
  shares: Shares;
  /** At which share people are warned. */
  warnAt: number;
}

export const usualLimits: MoneyLimits = {
  ceiling: null,
  shares: { counting: 80, repairing: 85, watching: 90, hearing: 97, answering: 100 },
  warnAt: 80,
};

/** No institution spends more in a month, and sums of it are exact in a double. */
export const mostCeiling = 1e13;

/** What is gone of the month's money: spent, or set aside for what is under way. */
export interface Gone {
  spent: number;
  setAside: number;
}

const whole = ({ spent, setAside }: Gone) => spent + setAside;
const partOf = (ceiling: number, share: number) => Math.floor((ceiling * share) / 100);

/** Up to which sum this use may go; null where nothing stops it. */
export const limitOf = ({ ceiling, shares }: MoneyLimits, use: Use): number | null =>
  ceiling === null ? null : partOf(ceiling, shares[use]);

/** May a request that costs at most so much be made for this use? */
export function mayAsk(gone: Gone, asked: number, limits: MoneyLimits, use: Use): boolean {
  const limit = limitOf(limits, use);
  return limit === null || whole(gone) + asked <= limit;
}

/** A share for each use, and none greater than that of what is needed more: what is needed least stops first. */
export const sharesAreInOrder = (shares: Shares): boolean =>
  uses.every((use, n) => {
    const before = uses[n - 1];
    const share = shares[use];
    return (
      Number.isInteger(share) &&
      share >= 1 &&
      share <= 100 &&
      (before === undefined || shares[before] <= share)
    );
  });

/** What was refused last for each use: for so much there was no room. */
export type Refused = Readonly<Partial<Record<Use, number>>>;

/** What is stopped as things stand, from what is needed least: nothing is left for it, or too little for what it asked. */
export const stoppedUses = (gone: Gone, limits: MoneyLimits, refused: Refused): Use[] =>
  uses.filter((use) => !mayAsk(gone, Math.max(1, refused[use] ?? 1), limits, use));

/** True from the sum on at which people are warned. */
export const isShort = (gone: Gone, { ceiling, warnAt }: MoneyLimits): boolean =>
  ceiling !== null && whole(gone) >= partOf(ceiling, warnAt);

/** The calendar month of the wall clock there, by its first day ("2026-12-01"). Throws RangeError for a zone that the runtime does not know. */
export const monthAt = (timeZone: string, at: Date): string => `${dateAt(timeZone, at).slice(0, 7)}-01`;

/** The instants at which a month begins and ends there. */
export function monthSpan(timeZone: string, month: string): { from: Date; to: Date } {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  const at = (n: number) => new Date(instantOf(timeZone, Date.UTC(year, n, 1)));
  return { from: at(number - 1), to: at(number) };
}

/** Earlier in a month than that nothing is foretold. Milliseconds. */
const foretoldAfter = 86_400_000;

/** What the month will have cost at its end if it goes on as until now; null while there is too little to go by. */
export function projected(spent: number, { from, to }: { from: Date; to: Date }, now: Date): number | null {
  const past = now.getTime() - from.getTime();
  if (past < foretoldAfter) return null;
  return Math.round(spent * Math.max(1, (to.getTime() - from.getTime()) / past));
}
