/** Reminds of reports that are due soon, due, overdue, or that nobody looked at, and tells one more superior the longer nobody does anything. */
import { remindOfFollowUp } from '../desk/followUps/remind.ts';
import type { Storage } from '../storage/database.ts';
import { followUpsToRemind } from '../storage/followUpReminders.ts';
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
export function startRemindingFollowUps(deps: Deps): { stop(): Promise<void> } {
  return repeating({
    round: async (signal) => ((await remindFollowUpsOnce(deps, signal)) < mostAtOnce ? idleMilliseconds : 0),
    failed: 'reminding_failed',
    log: deps.log,
    awayMilliseconds,
  });
}

/** Looks once at what is due to be looked at; answers how many those were. */
export async function remindFollowUpsOnce(
  { storage, now, log }: Deps,
  signal?: AbortSignal,
): Promise<number> {
  const due = await followUpsToRemind(storage.system, now(), mostAtOnce);
  for (const one of due) {
    if (signal?.aborted === true) break;
    await remindOfFollowUp(storage, one, now(), (error) =>
      log('not_reminded', {
        followUp: one.id,
        reason: error instanceof Error ? error.message : String(error),
      }),
    );
  }
  return due.length;
}
