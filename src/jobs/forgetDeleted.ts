/** Erases the words of posts that their authors deleted as soon as the term of their network is over. Each batch is one transaction: cut short, it is done again. */
import { pause } from '../listening/listenToAccount.ts';
import type { Storage } from '../storage/database.ts';
import { eraseDueWords, organisationsWithDueWords } from '../storage/deletedWords.ts';

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
  const stopping = new AbortController();
  const running = forget(deps, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function forget(deps: Deps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await forgetDeleted(deps, signal);
      await pause(idleMilliseconds, signal);
    } catch (error) {
      deps.log('forgetting_deleted_failed', {
        reason: error instanceof Error ? error.message : String(error),
      });
      await pause(awayMilliseconds, signal);
    }
  }
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
