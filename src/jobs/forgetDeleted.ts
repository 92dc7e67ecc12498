/** Erases the words of posts that their authors deleted as soon as the term of their network is over. Each batch is one transaction: cut short, it is done again. */
import type { Storage } from '../storage/database.ts';
import { eraseDueWords, organisationsWithDueWords } from '../storage/deletedWords.ts';
import { repeating } from './repeating.ts';

interface Deps {
  storage: Storage;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
}

const idleMilliseconds = 30_000;
const awayMilliseconds = 10_000;
const atOnce = 200;

/** Starts the job; several programs may run it. */
export function startForgettingDeleted(deps: Deps): { stop(): Promise<void> } {
  return repeating({
    async round(signal) {
      await forgetDeleted(deps, signal);
      return idleMilliseconds;
    },
    failed: 'forgetting_deleted_failed',
    log: deps.log,
    awayMilliseconds,
  });
}

/** Erases everything that is due now; answers how many posts lost their words. */
export async function forgetDeleted(
  { storage, now }: Pick<Deps, 'storage' | 'now'>,
  signal?: AbortSignal,
): Promise<number> {
  const at = now();
  let erased = 0;
  for (const organisationId of await organisationsWithDueWords(storage.system, at)) {
    for (let some = atOnce; some === atOnce && signal?.aborted !== true; erased += some)
      some = await storage.inOrganisation(organisationId, (tx) =>
        eraseDueWords(tx, organisationId, at, atOnce),
      );
  }
  return erased;
}
