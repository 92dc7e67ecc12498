/** Judges watched posts by what was counted of them, keeps how fast they were at each age, and opens stories. */
import {
  ageBand,
  fastestByAge,
  type Judged,
  judgeSpread,
  type Measure,
  measures,
  type SpreadLimits,
  spreadLimits,
} from '../../domain/spreading.ts';
import type { Tenant } from '../../storage/database.ts';
import {
  keepPaces,
  readSpreadLimits,
  usualName,
  usualPaces,
  type WatchedPost,
  watchedPosts,
} from '../../storage/spreading.ts';
import { keepStories, type StoryNow } from '../../storage/spreadStories.ts';

export interface JudgedPost extends Judged {
  postId: string;
  postAt: Date;
}

/** Judges these posts now, in a transaction of `inSpread`; answers what the rule said of each. When they are counted again is for whoever counted them to say. */
export async function judgePosts(
  tx: Tenant,
  organisationId: number,
  postIds: readonly string[],
  now: Date,
): Promise<JudgedPost[]> {
  if (postIds.length === 0) return [];
  const limits = spreadLimits(await readSpreadLimits(tx, organisationId));
  const usual = await usualPaces(tx, organisationId);
  const posts = await watchedPosts(tx, organisationId, postIds);
  const judged = posts.map((post) => ({ post, found: judge(post, usual, limits, now) }));
  await keepPaces(tx, organisationId, posts.flatMap(pacesAtAges));
  await keepStories(
    tx,
    organisationId,
    judged.flatMap(({ post, found }) => storyOf(post, found)),
    now,
  );
  return judged.map(({ post: { postId, postAt }, found }) => ({ ...found, postId, postAt }));
}

function judge(
  post: WatchedPost,
  usual: ReadonlyMap<string, number>,
  limits: SpreadLimits,
  now: Date,
): Judged {
  const { network, postAt, story } = post;
  const band = ageBand(postAt, now);
  const of = (measure: Measure) => usual.get(usualName({ network, measure, band })) ?? null;
  const was = story?.standing ?? 'calm';
  return judgeSpread({ ...post, usual: { shares: of('shares'), answers: of('answers') }, limits, was }, now);
}

const pacesAtAges = (post: WatchedPost) =>
  measures.flatMap((measure) =>
    [...fastestByAge(post, measure)].map(([band, perHour]) => ({
      postId: post.postId,
      measure,
      band,
      perHour,
    })),
  );

/** What becomes of its story: none begins with a calm post, and one that ended stands as it is. */
function storyOf({ postId, story }: WatchedPost, { rises: _, ...now }: Judged): StoryNow[] {
  if (story?.ended === true) return [];
  if (story === null && now.standing === 'calm') return [];
  return [{ ...now, postId }];
}
