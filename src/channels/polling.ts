/** Asks again and again, at the account's pace. */
import type { AccountAccess } from './channel.ts';

/** Waits, or ends early when the signal says so. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
  });
}

/** Seconds between two questions, from the account's settings or as given. */
export function pollMilliseconds(account: AccountAccess, seconds: number): number {
  const wished = Number(account.settings.pollSeconds);
  return 1_000 * (Number.isFinite(wished) && wished > 0 ? wished : seconds);
}

/** Lists in pieces of at most this many. */
export function* pieces<T>(all: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}
