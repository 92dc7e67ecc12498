/** Puts the words of new posts into the lists that searches read, after intake and never before it. Searches are complete without it, and slower. */
import type { Storage } from '../storage/database.ts';
import {
  inboxIsDeep,
  joinSegments,
  listWaitingPosts,
  organisationsWithWaitingPosts,
} from '../storage/searchLists.ts';
import { repeating } from './repeating.ts';

export interface WordLister {
  /** Ends after the batch under way. */
  stop(): Promise<void>;
}

interface Deps {
  storage: Storage;
  log(event: string, particulars: Record<string, string | number>): void;
}

const idleMilliseconds = 1_000;
const awayMilliseconds = 5_000;
/** Items in the inbox from which on intake goes first. */
const deep = 2_000;
/** While the inbox is deep: rest so many times as long as a batch took. It never stops entirely, or what waits would be slow to search for ever. */
const restBesideIntake = 9;

/** Starts the job; several programs may run it, each organisation is served by one at a time. */
export function startListingWords(deps: Deps): WordLister {
  return repeating({
    async round(signal) {
      const began = performance.now();
      const listed = await listOnce(deps.storage, signal);
      if (listed === 0) return idleMilliseconds;
      if (!(await inboxIsDeep(deps.storage.system, deep))) return 0;
      return (performance.now() - began) * restBesideIntake;
    },
    failed: 'listing_words_failed',
    log: deps.log,
    awayMilliseconds,
  });
}

/** One batch of each organisation that has enough waiting; answers how many posts were listed. */
export async function listOnce(storage: Storage, signal?: AbortSignal): Promise<number> {
  let listed = 0;
  for (const organisationId of await organisationsWithWaitingPosts(storage.system)) {
    if (signal?.aborted === true) break;
    listed += await listWaitingPosts(storage, organisationId);
    await joinSegments(storage, organisationId);
  }
  return listed;
}
