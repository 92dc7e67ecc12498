/** What an author sees of a case on its private page, and how often a PIN may be guessed. */
import type { CaseState } from './case.ts';

/** The states of a case in words that its author understands. */
export const authorStates = ['received', 'working', 'answered', 'settled'] as const;
export type AuthorState = (typeof authorStates)[number];

/** The author's state of a case; one that the desk has not taken up yet (null) is received all the same. */
export function authorState(state: CaseState | null): AuthorState {
  switch (state) {
    case null:
    case 'new':
      return 'received';
    case 'waiting_author':
      return 'answered';
    case 'resolved':
      return 'settled';
    default:
      return 'working';
  }
}

/** Wrong PINs in a row before the page is closed for a while. */
export const pinTriesAtOnce = 5;
const firstLock = 15 * 60_000;
const longestLock = 24 * 3600_000;

/**
 * Until when no PIN is taken, after `tries` wrong ones in a row, the last at `lastAt`; null when one may be tried now. After each five the wait doubles, from a quarter
 * of an hour to a day: 10,000 PINs of four digits then take more than five years.
 */
export function pinLockedUntil(tries: number, lastAt: Date | null, now: Date): Date | null {
  if (lastAt === null || tries < pinTriesAtOnce || tries % pinTriesAtOnce !== 0) return null;
  const wait = Math.min(firstLock * 2 ** (tries / pinTriesAtOnce - 1), longestLock);
  const until = new Date(lastAt.getTime() + wait);
  return until > now ? until : null;
}
