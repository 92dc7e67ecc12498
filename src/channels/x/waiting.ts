/** What a source does while X may not be asked: it waits, and goes on. */
import { pause } from '../polling.ts';
import { unreachable } from './ask.ts';
import { MoneyShort, type Session, Waits } from './session.ts';

/** Money may have been added meanwhile, or a new month begun. */
const shortMilliseconds = 600_000;

/** The answer, or null after a wait that the network or the money asked for. Throws a Fault for anything else. */
export async function patiently<T>(
  session: Session,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    const wait = waitOf(session, error);
    if (wait === null) throw unreachable(error);
    await pause(wait, signal);
    return null;
  }
}

/** Milliseconds to wait; null for what is no reason to wait. */
export function waitOf({ tools }: Session, error: unknown): number | null {
  if (error instanceof MoneyShort) return shortMilliseconds;
  if (!(error instanceof Waits)) return null;
  return Math.min(shortMilliseconds, Math.max(100, error.until.getTime() - tools.now().getTime()));
}
