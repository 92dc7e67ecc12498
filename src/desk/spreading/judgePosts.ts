/** Judges watched posts by what was counted of them, opens stories, and says when each is counted again. */
import {
  ageBand,
  countedAgainAt,
  type Judged,
  judgeSpread,
  type SpreadLimits,
  spreadLimits,
} from '../../domain/spreading.ts';
import type { Tenant } from '../../storage/database.ts';
import { planPosts } from '../../storage/spreadAsking.ts';
import {
  keepStories,
  readSpreadLimits,
  type StoryNow,
  usualPaces,
  type WatchedPost,
  watchedPosts,
} from '../../storage/spreading.ts';

/** Judges these posts now, in a transaction of `inSpread`. */
export async function judgePosts(
  tx: Tenant,
  organisationId: number,
  postIds: readonly string[],
  now: Date,
): Promise<void> {
  if (postIds.length === 0) return;
  const limits = spreadLimits(await readSpreadLimits(tx, organisationId));
  const usual = await usualPaces(tx, organisationId);
  const judged = (await watchedPosts(tx, organisationId, postIds)).map((post) => ({
    post,
    now: judge(post, usual, limits, now),
  }));
  await keepStories(
    tx,
    organisationId,
    judged.flatMap((one) => storyOf(one.post, one.now)),
    now,
  );
  await planPosts(
    tx,
    organisationId,
    judged.map(({ post: { postId, postAt }, now: found }) => {
      const { shares, perHour } = found ?? { shares: 0, perHour: 0 };
      return {
        postId,
        nextAt: countedAgainAt({ postAt, shares, perHour }, limits, now),
        rising: perHour >= limits.perHour / 4,
      };
    }),
  );
}

function judge(
  { postAt, samples, story }: WatchedPost,
  usual: ReadonlyMap<number, number>,
  limits: SpreadLimits,
  now: Date,
): Judged | null {
  const known = usual.get(ageBand(postAt, now)) ?? null;
  return judgeSpread({ postAt, samples, usual: known, limits, was: story?.standing ?? 'calm' }, now);
}

/** What becomes of its story: none begins with a calm post, and one that a member ended stands as it is. */
function storyOf({ postId, story }: WatchedPost, now: Judged | null): StoryNow[] {
  if (now === null || story?.ended === true) return [];
  if (story === null && now.standing === 'calm') return [];
  const { standing, perHour, usual, shares } = now;
  return [{ postId, standing, perHour, usual, shares }];
}
