/** What a house erased is erased in its letterboxes: at once, and again as long as something stands in its way. Nobody of the house waits for it, or is told that there was something. */
import { eraseInBox } from '../desk/letterbox/eraseInBox.ts';
import type { Storage } from '../storage/database.ts';
import { failureOf } from '../storage/failures.ts';
import { doneInLetterbox, dueInLetterboxes, laterInLetterbox } from '../storage/letterboxErasures.ts';
import { repeating } from './repeating.ts';

interface Deps {
  storage: Storage;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
}

const idleMilliseconds = 1_000;
const awayMilliseconds = 5_000;
const atOnce = 50;
/** Milliseconds until it is tried again, longer each time. */
const waitAfter = (tries: number): number => Math.min(2 ** tries * 1_000, 3_600_000);

/** Starts the job; several programs may run it: an erasure is done again without harm. */
export function startErasingInLetterboxes(deps: Deps): { stop(): Promise<void> } {
  return repeating({
    round: async (signal) => {
      await eraseOnce(deps, signal);
      return idleMilliseconds;
    },
    failed: 'erasing_in_letterboxes_failed',
    log: deps.log,
    awayMilliseconds,
    isPassing: (error) => failureOf(error) === 'retry',
  });
}

/** Does what is due now; one that fails holds up no other. */
export async function eraseOnce({ storage, now, log }: Deps, signal?: AbortSignal): Promise<void> {
  for (const due of await dueInLetterboxes(storage.system, now(), atOnce)) {
    if (signal?.aborted === true) return;
    try {
      await eraseInBox(storage, due, now());
      await doneInLetterbox(storage.system, due);
    } catch (error) {
      const reason = failureOf(error);
      if (reason === 'away') throw error;
      await laterInLetterbox(storage.system, due, new Date(now().getTime() + waitAfter(due.tries)));
      // Nothing is logged that could tell whose it is.
      log('not_erased_in_letterbox', { organisation: due.houseId, reason });
    }
  }
}
