/** Reads authors' posts behind intake, with the models of understanding/: what is found stands at the case within a second. */
import { type ReadPosts, readPostsOn } from '../desk/cases/readPosts.ts';
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

const idleMilliseconds = 250;
const awayMilliseconds = 3_000;
/** Longer than a window may take between two signs of life; a killed program's reading is free after it. */
const leaseMilliseconds = 30_000;
/** Windows of one organisation before others get their turn. */
const inOneTurn = 5;

/** Starts the job; several programs may run it, each organisation is read by one at a time. */
export function startReadingPosts(deps: ReadPostsDeps, name: string): { stop(): Promise<void> } {
  const worker = `${name}/reading`;
  return repeating({
    round: async (signal) => ((await readOnce(deps, worker, signal)) ? 0 : idleMilliseconds),
    failed: 'reading_failed',
    log: deps.log,
    awayMilliseconds,
    // Where intake held the same cases the same again may work at once.
    isPassing: (error) => failureOf(error) === 'retry',
  });
}

/** Reads on for the next organisation that has something to read. False when none has. */
export async function readOnce(deps: ReadPostsDeps, worker: string, signal?: AbortSignal): Promise<boolean> {
  const { storage, now, read, models } = deps;
  const lease = () => ({ worker, until: new Date(now().getTime() + leaseMilliseconds) });
  const claimed = await claimPostReading(storage.system, lease(), now());
  if (claimed === null) return false;
  const { organisationId } = claimed;
  try {
    const reading = { storage, organisationId, now, lease, signal, read, models: models() };
    let from: Reading | null = claimed;
    for (let n = 0; n < inOneTurn && from !== null && signal?.aborted !== true; n++)
      from = await readPostsOn(reading, from);
  } finally {
    await releaseReading(storage.system, 'post_reading', organisationId, worker);
  }
  return true;
}
