/** Looks behind the history for accounts that answer our authors in our name. How far it came is noted in the transaction that keeps what was found: a fact is looked at once, and were it looked at twice, nothing would be found twice. */

import { namesOf } from '../../domain/lookAlike.ts';
import { judge, usualWatchLimits, type WatchLimits } from '../../domain/watchOut.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import { awaitErasing } from '../../storage/erasedNames.ts';
import { heardSince } from '../../storage/heardPosts.ts';
import { recordFacts } from '../../storage/history.ts';
import { moveReading, type Reading } from '../../storage/readings.ts';
import {
  type AnsweringPost,
  answeringPosts,
  keepWatchedPost,
  keepWatchOut,
  namesOfOurs,
  watchLimits,
} from '../../storage/watchFinding.ts';
import type { Lease } from '../../storage/webhookWork.ts';

/** Facts that are looked through at once. */
export const factsAtOnce = 500;

export interface WatchDeps {
  storage: Storage;
  now(): Date;
  lease(): Lease;
}

/** Looks at the next facts, at most `window`; answers how far it came, null when there was nothing more or another program follows now. */
export async function watchOn(
  { storage, now, lease }: WatchDeps,
  from: Reading,
  window = factsAtOnce,
): Promise<Reading | null> {
  const { organisationId, read } = from;
  return storage.byKeys(organisationId, async (tx) => {
    await awaitErasing(tx, organisationId);
    const { postIds, seen } = await heardSince(tx, organisationId, { after: read, window });
    if (seen <= read) return null;
    if (!(await moveReading(tx, 'watch_reading', from, lease(), seen))) return null;
    const posts = await answeringPosts(tx, organisationId, postIds);
    if (posts.length > 0) await look(tx, organisationId, posts, now());
    return { organisationId, read: seen };
  });
}

/** Goes on behind a fact that cannot be looked at. */
export async function stepOver({ storage, lease }: WatchDeps, from: Reading): Promise<Reading | null> {
  const { organisationId, read } = from;
  return storage.inOrganisation(organisationId, async (tx) =>
    (await moveReading(tx, 'watch_reading', from, lease(), read + 1))
      ? { organisationId, read: read + 1 }
      : null,
  );
}

/** The limits of the house: what it set, and of the rest the usual. */
export async function limitsOf(tx: Tenant, organisationId: number): Promise<WatchLimits> {
  const own = await watchLimits(tx, organisationId);
  return {
    from: own?.from ?? usualWatchLimits.from,
    weights: { ...usualWatchLimits.weights, ...own?.weights },
  };
}

async function look(
  tx: Tenant,
  organisationId: number,
  posts: readonly AnsweringPost[],
  now: Date,
): Promise<void> {
  const limits = await limitsOf(tx, organisationId);
  const ours = [...new Set((await namesOfOurs(tx, organisationId)).flatMap(namesOf))];
  const known = new Set(posts.flatMap(({ identityId, state }) => (state === null ? [] : [identityId])));
  for (const post of posts) {
    const { identityId, postId } = post;
    const { score, signs, like, suspected } = judge(post, ours, limits);
    if (!suspected && !known.has(identityId)) continue;
    known.add(identityId);
    await keepWatchOut(tx, organisationId, { identityId, score, signs, like, at: now });
    // Told once for each post, and in the case of whoever was answered: they are the ones to be warned.
    if (!(await keepWatchedPost(tx, organisationId, post))) continue;
    const particulars = { score, signs: signs.join(' '), post: postId };
    const fact = { actorId: null, action: 'watch_out_found', subjectId: identityId, particulars } as const;
    await recordFacts(tx, organisationId, [{ ...fact, caseId: post.answeredCaseId }], now);
  }
}
