/** Reads authors' posts behind intake, with the models of understanding/: what is found stands at the case within a second. */
import { unfoldNext } from '../desk/cases/gatherAlike.ts';
import { type ReadPosts, readPostsOn } from '../desk/cases/readPosts.ts';
import { pause } from '../listening/listenToAccount.ts';
import type { Storage } from '../storage/database.ts';
import { failureOf } from '../storage/failures.ts';
import { type Reading, releaseReading } from '../storage/readings.ts';
import { claimPostReading } from '../storage/readingWork.ts';
import { repeating } from './repeating.ts';

export interface ReadPostsDeps {
  storage: Storage;
  /** What reads, and which models those are. */
  read: ReadPosts;
  models(): string;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
}

/** Rest when all is read: posts that come one by one are read some at a time, which costs a third, and stand read within half a second. */
const idleMilliseconds = 250;
/** A start belongs to whoever waits for their first page: loading the models takes a processor for two seconds. */
const firstMilliseconds = 2_000;
const awayMilliseconds = 3_000;
/** Longer than a window may take between two signs of life; a killed program's reading is free after it. */
const leaseMilliseconds = 30_000;
/** Windows of one organisation before others get their turn. */
const inOneTurn = 5;

/** Starts the job; several programs may run it, each organisation is read by one at a time. */
export function startReadingPosts(deps: ReadPostsDeps, name: string): { stop(): Promise<void> } {
  const worker = `${name}/reading`;
  const begins = performance.now() + firstMilliseconds;
  return repeating({
    round: async (signal) => {
      const early = begins - performance.now();
      if (early > 0) return early;
      return (await readOnce(deps, worker, signal)) ? 0 : idleMilliseconds;
    },
    failed: 'reading_failed',
    log: deps.log,
    awayMilliseconds,
    // Where intake held the same cases the same again may work at once.
    isPassing: (error) => failureOf(error) === 'retry',
  });
}

/** Reads on for each organisation that has something to read, a turn each. True when one of them has more. */
export async function readOnce(deps: ReadPostsDeps, worker: string, signal?: AbortSignal): Promise<boolean> {
  const served: number[] = [];
  let more = false;
  while (signal?.aborted !== true) {
    const turn = await readTurn(deps, worker, served, signal);
    if (turn === null) return more;
    served.push(turn.organisationId);
    more ||= turn.more;
  }
  return false;
}

/** Some windows of an organisation that was not `served` yet; null when there is none. */
async function readTurn(
  deps: ReadPostsDeps,
  worker: string,
  served: readonly number[],
  signal?: AbortSignal,
): Promise<{ organisationId: number; more: boolean } | null> {
  const { storage, now, read, models } = deps;
  const lease = () => ({ worker, until: new Date(now().getTime() + leaseMilliseconds) });
  const claimed = await claimPostReading(storage.system, lease(), now(), served);
  if (claimed === null) return null;
  const { organisationId } = claimed;
  let from: Reading | null = claimed;
  try {
    // Of a burst no more than half of a processor's time is read: whoever writes beside it must not wait for it.
    const rest = (took: number) => pause(took, signal ?? new AbortController().signal);
    const reading = { storage, organisationId, now, lease, signal, read, models: models(), rest };
    for (let n = 0; n < inOneTurn && from !== null && signal?.aborted !== true; n++)
      from = await readPostsOn(reading, from);
    await unfoldNext(storage, { organisationId, now: now() });
  } finally {
    await releaseReading(storage.system, 'post_reading', organisationId, worker);
  }
  return { organisationId, more: from !== null };
}
