/** Keeps calls for complaints: gathers what answers them behind the history, ends them at their time, reminds of their reports. */
import { lookAtCall } from '../desk/calls/endCall.ts';
import { gatherOn } from '../desk/calls/gather.ts';
import { claimCallReading } from '../storage/callPosts.ts';
import { callsDue } from '../storage/complaintCalls.ts';
import type { Storage } from '../storage/database.ts';
import { failureOf } from '../storage/failures.ts';
import { type Reading, releaseReading } from '../storage/readings.ts';
import { inboxIsDeep } from '../storage/searchLists.ts';
import { reasonOf } from './followTurns.ts';
import { repeating } from './repeating.ts';

export interface CallsDeps {
  storage: Storage;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
}

const idleMilliseconds = 1_000;
const awayMilliseconds = 3_000;
const clockMilliseconds = 2_000;
/** Longer than a window may take; a killed program's reading is free after it. */
const leaseMilliseconds = 60_000;
/** An organisation that could not be gathered for is tried again after so long. */
const restMilliseconds = 60_000;
/** Windows of one organisation before others get their turn. */
const inOneTurn = 5;
/** Items in the inbox from which on intake goes first. */
const deep = 2_000;
/** While the inbox is deep: rest so many times as long as a turn took. */
const restBesideIntake = 9;
const mostAtOnce = 100;

/** Starts the job; several programs may run it, each organisation is gathered for by one at a time. */
export function startKeepingCalls(deps: CallsDeps, name: string): { stop(): Promise<void> } {
  const worker = `${name}/calls`;
  const { log } = deps;
  const isPassing = (error: unknown) => failureOf(error) === 'retry';
  const gathering = repeating({
    async round(signal) {
      const began = performance.now();
      if (!(await gatherOnce(deps, worker, signal))) return idleMilliseconds;
      if (!(await inboxIsDeep(deps.storage.system, deep))) return 0;
      return (performance.now() - began) * restBesideIntake;
    },
    failed: 'gathering_failed',
    log,
    awayMilliseconds,
    isPassing,
  });
  const looking = repeating({
    round: async (signal) => ((await lookOnce(deps, signal)) < mostAtOnce ? clockMilliseconds : 0),
    failed: 'looking_at_calls_failed',
    log,
    awayMilliseconds,
    isPassing,
  });
  return {
    async stop() {
      await Promise.all([gathering.stop(), looking.stop()]);
    },
  };
}

/** Gathers on for the next organisation. False when there is nothing to gather. */
export async function gatherOnce(
  { storage, now, log }: CallsDeps,
  worker: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const lease = () => ({ worker, until: new Date(now().getTime() + leaseMilliseconds) });
  const claimed = await claimCallReading(storage.system, lease(), now());
  if (claimed === null) return false;
  let rests: Date | null = null;
  try {
    let from: Reading | null = claimed;
    for (let n = 0; n < inOneTurn && from !== null && signal?.aborted !== true; n++)
      from = await gatherOn(storage, lease(), from);
    return true;
  } catch (error) {
    const failure = failureOf(error);
    if (failure === 'retry' || failure === 'away') throw error;
    // The others are gathered for meanwhile.
    log('calls_not_gathered', { organisation: claimed.organisationId, reason: reasonOf(error) });
    rests = new Date(now().getTime() + restMilliseconds);
    return true;
  } finally {
    await releaseReading(storage.system, 'complaint_call_reading', claimed.organisationId, worker, rests);
  }
}

/** Looks once at the calls that are due; answers how many those were. */
export async function lookOnce({ storage, now, log }: CallsDeps, signal?: AbortSignal): Promise<number> {
  const due = await callsDue(storage.system, now(), mostAtOnce);
  for (const one of due) {
    if (signal?.aborted === true) break;
    try {
      await lookAtCall(storage, one, now());
    } catch (error) {
      const failure = failureOf(error);
      if (failure === 'retry' || failure === 'away') throw error;
      log('call_not_looked_at', { call: one.id, reason: reasonOf(error) });
    }
  }
  return due.length;
}
