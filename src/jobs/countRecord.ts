/** Counts the response record behind the history: what a member or an author does stands in the figures seconds later. */
import { countOn, LostReading } from '../desk/record/countOn.ts';
import type { Storage } from '../storage/database.ts';
import { failureOf } from '../storage/failures.ts';
import { releaseReading } from '../storage/readings.ts';
import { claimRecordReading, type RecordReading } from '../storage/recordWork.ts';
import { inboxIsDeep } from '../storage/searchLists.ts';
import { repeating } from './repeating.ts';

export interface RecordDeps {
  storage: Storage;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
}

/** Facts that come one by one are counted some at a time. */
const idleMilliseconds = 1_500;
/** A start belongs to whoever waits for their first page. */
const firstMilliseconds = 3_000;
const awayMilliseconds = 3_000;
/** Longer than a window may take; a killed program's reading is free after it. */
const leaseMilliseconds = 60_000;
/** An organisation that could not be counted is tried again after so long. */
const restMilliseconds = 300_000;
/** Windows of one organisation before others get their turn. */
const inOneTurn = 5;
/** Items in the inbox from which on intake goes first. */
const deep = 2_000;
/** While the inbox is deep: rest so many times as long as a turn took. */
const restBesideIntake = 9;

/** Starts the job; several programs may run it, each organisation is counted by one at a time. */
export function startCountingRecord(deps: RecordDeps, name: string): { stop(): Promise<void> } {
  const worker = `${name}/record`;
  const begins = performance.now() + firstMilliseconds;
  return repeating({
    async round(signal) {
      const early = begins - performance.now();
      if (early > 0) return early;
      const began = performance.now();
      if (!(await countOnce(deps, worker, signal))) return idleMilliseconds;
      if (!(await inboxIsDeep(deps.storage.system, deep))) return 0;
      return (performance.now() - began) * restBesideIntake;
    },
    failed: 'counting_record_failed',
    log: deps.log,
    awayMilliseconds,
    isPassing: (error) => failureOf(error) === 'retry',
  });
}

/** Counts on for the next organisation that has something to count. False when none has. */
export async function countOnce(deps: RecordDeps, worker: string, signal?: AbortSignal): Promise<boolean> {
  const { storage, now } = deps;
  const lease = () => ({ worker, until: new Date(now().getTime() + leaseMilliseconds) });
  const claimed = await claimRecordReading(storage.system, lease(), now());
  if (claimed === null) return false;
  const { organisationId } = claimed;
  let came = false;
  let rests: Date | null = null;
  try {
    let from: RecordReading | null = claimed;
    for (let n = 0; n < inOneTurn && from !== null && signal?.aborted !== true; n++) {
      from = await countOn({ storage, now, lease }, from);
      came ||= from !== null;
    }
  } catch (error) {
    if (error instanceof LostReading) return came;
    const failure = failureOf(error);
    if (failure === 'retry' || failure === 'away') throw error;
    // The others are counted meanwhile: what cannot be counted in one organisation holds up nobody else.
    deps.log('record_not_counted', {
      organisation: organisationId,
      reason: error instanceof Error ? error.message : String(error),
    });
    rests = new Date(now().getTime() + restMilliseconds);
    return true;
  } finally {
    await releaseReading(storage.system, 'record_reading', organisationId, worker, rests);
  }
  return came;
}
