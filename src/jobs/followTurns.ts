/** Following the history of many organisations, a turn each: what fails holds up nothing behind it, and nobody else's. */
import { failureOf } from '../storage/failures.ts';
import type { Reading } from '../storage/readings.ts';

type Log = (event: string, particulars: Record<string, string | number>) => void;

export interface Follower {
  /** The next reading that nobody has, of none of these organisations; null when there is none. */
  claim(served: readonly number[]): Promise<Reading | null>;
  release(organisationId: number): Promise<void>;
  /** Goes on by a window, or by so many facts of one; null when nothing more stands there. */
  follow(from: Reading, most?: number): Promise<Reading | null>;
  /** Goes past one fact without looking at it. */
  stepOver(from: Reading): Promise<Reading | null>;
  /** Facts in a window. */
  factsAtOnce: number;
  log: Log;
  /** What is logged of a fact that was stepped over, and of an organisation that cannot be followed. */
  skipped: string;
  failed: string;
}

/** Windows of one organisation before others get their turn. */
const inOneTurn = 10;

/** Follows each organisation in which something happened, a turn each. True when one of them has more; false once it is aborted. */
export async function followEach(follower: Follower, signal?: AbortSignal): Promise<boolean> {
  const served: number[] = [];
  let more = false;
  while (signal?.aborted !== true) {
    const claimed = await follower.claim(served);
    if (claimed === null) return more;
    served.push(claimed.organisationId);
    try {
      more = (await takeTurn(follower, claimed)) || more;
    } finally {
      await follower.release(claimed.organisationId);
    }
  }
  return false;
}

/** Some windows of an organisation. True when it has more. */
async function takeTurn(follower: Follower, claimed: Reading): Promise<boolean> {
  let from: Reading | null = claimed;
  try {
    for (let n = 0; n < inOneTurn && from !== null; n++) from = await throughWindow(follower, from);
  } catch (error) {
    const failure = failureOf(error);
    if (failure === 'away') throw error;
    if (failure === 'retry') return true;
    follower.log(follower.failed, { organisation: claimed.organisationId, reason: reasonOf(error) });
    return false;
  }
  return from !== null;
}

/** The next window; where it fails, fact by fact, so that one that cannot be looked at holds up none behind it. */
async function throughWindow(follower: Follower, window: Reading): Promise<Reading | null> {
  try {
    return await follower.follow(window);
  } catch (error) {
    if (isOfTheMoment(error)) throw error;
  }
  let from: Reading | null = window;
  for (let n = 0; n < follower.factsAtOnce && from !== null; n++) from = await pastOne(follower, from);
  return from;
}

async function pastOne(follower: Follower, from: Reading): Promise<Reading | null> {
  try {
    return await follower.follow(from, 1);
  } catch (error) {
    if (isOfTheMoment(error)) throw error;
    const { organisationId, read } = from;
    follower.log(follower.skipped, { organisation: organisationId, fact: read + 1, reason: reasonOf(error) });
    return follower.stepOver(from);
  }
}

/** Work for one organisation that holds up nobody else's where it fails (logged as `event`); where the database is away, all of them wait. */
export async function apart(work: () => Promise<unknown>, event: string, log: Log): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isOfTheMoment(error)) throw error;
    log(event, { reason: reasonOf(error) });
  }
}

/** True for what the next try may bring: a transaction to be done again, a database that is away. */
const isOfTheMoment = (error: unknown): boolean => {
  const failure = failureOf(error);
  return failure === 'retry' || failure === 'away';
};

/** For the log. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
