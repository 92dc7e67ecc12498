/** Reminds of promises that are due soon, due or late, and tells one more superior the longer nobody says what becomes of them. */
import { remindOf } from '../desk/commitments/remind.ts';
import type { Storage } from '../storage/database.ts';
import { commitmentsToRemind } from '../storage/reminders.ts';
import { repeating } from './repeating.ts';

interface Deps {
  storage: Storage;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
}

const idleMilliseconds = 5_000;
const awayMilliseconds = 5_000;
const mostAtOnce = 100;

/** Starts the job; several programs may run it. */
export function startRemindingPromises(deps: Deps): { stop(): Promise<void> } {
  return repeating({
    round: async (signal) => ((await remindOnce(deps, signal)) < mostAtOnce ? idleMilliseconds : 0),
    failed: 'reminding_failed',
    log: deps.log,
    awayMilliseconds,
  });
}

/** Looks once at what is due to be looked at; answers how many those were. */
export async function remindOnce({ storage, now, log }: Deps, signal?: AbortSignal): Promise<number> {
  const due = await commitmentsToRemind(storage.system, now(), mostAtOnce);
  for (const one of due) {
    if (signal?.aborted === true) break;
    await remindOf(storage, one, now(), (error) =>
      log('not_reminded', {
        commitment: one.id,
        reason: error instanceof Error ? error.message : String(error),
      }),
    );
  }
  return due.length;
}
