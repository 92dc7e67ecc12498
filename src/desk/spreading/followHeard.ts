/** Follows what is heard: begins to watch what authors write in public, and notes who answers or quotes it. Nothing of it comes back to the desk. */
import type { Network } from '../../domain/network.ts';
import { watchedFor } from '../../domain/spreading.ts';
import type { Storage } from '../../storage/database.ts';
import { awaitErasing } from '../../storage/erasedNames.ts';
import { heardSince } from '../../storage/heardPosts.ts';
import { moveReading, type Reading } from '../../storage/readings.ts';
import { noteSigns, watchPosts } from '../../storage/spreadWatch.ts';
import type { Lease } from '../../storage/webhookWork.ts';
import { judgePosts } from './judgePosts.ts';

/** Facts that are looked through at once. */
export const factsAtOnce = 500;

export interface FollowDeps {
  storage: Storage;
  now(): Date;
  lease(): Lease;
  /** Networks that can be asked how often a post was passed on. */
  askable: readonly Network[];
}

/** Looks at the next facts, at most `window`; answers how far it came, null when there was nothing more or another program follows now. Looked at twice, nothing is counted twice. */
export async function followHeard(
  { storage, now, lease, askable }: FollowDeps,
  { organisationId, read }: Reading,
  window = factsAtOnce,
): Promise<Reading | null> {
  return storage.inSpread(organisationId, async (tx) => {
    const at = now();
    await awaitErasing(tx, organisationId);
    const { postIds, seen } = await heardSince(tx, organisationId, { after: read, window });
    if (seen <= read) return null;
    if (!(await moveReading(tx, 'spread_reading', { organisationId, read }, lease(), seen))) return null;
    if (postIds.length > 0) {
      const since = new Date(at.getTime() - watchedFor);
      await watchPosts(tx, organisationId, postIds, { since, askable, now: at });
      const passedOn = await noteSigns(tx, organisationId, postIds, at);
      await judgePosts(tx, organisationId, passedOn, at);
    }
    return { organisationId, read: seen };
  });
}

/** Goes on behind a fact that cannot be looked at. */
export async function stepOver(
  { storage, lease }: FollowDeps,
  { organisationId, read }: Reading,
): Promise<Reading | null> {
  return storage.inSpread(organisationId, async (tx) =>
    (await moveReading(tx, 'spread_reading', { organisationId, read }, lease(), read + 1))
      ? { organisationId, read: read + 1 }
      : null,
  );
}
