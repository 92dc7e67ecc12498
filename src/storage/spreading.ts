/** Stories that spread: what was counted, what is usual, and the stories themselves. All of it in the role of `inSpread`, but who is warned and the limits, which say nothing of reach. */
import { sql } from 'kysely';
import type { Sample, SpreadLimits, Standing } from '../domain/spreading.ts';
import { uuids } from './arrays.ts';
import type { System, Tenant } from './database.ts';

/** A watched post with all that was counted of it. */
export interface WatchedPost {
  postId: string;
  postAt: Date;
  samples: Sample[];
  /** As its story stands; null where it has none. */
  story: { standing: Standing; fastest: number; ended: boolean } | null;
}

/** These posts, as far as they are watched. */
export async function watchedPosts(
  tx: Tenant,
  organisationId: number,
  postIds: readonly string[],
): Promise<WatchedPost[]> {
  if (postIds.length === 0) return [];
  const found = await sql<{
    postId: string;
    postAt: Date;
    calmed: boolean | null;
    fastest: number | null;
    ended: boolean | null;
  }>`
    select w.post_id as "postId", w.posted_at as "postAt", s.calmed_at is not null as calmed, s.fastest, s.ended_as is not null as ended
    from unnest(${uuids([...new Set(postIds)])}) as t(id)
    join spread_watch as w on w.organisation_id = ${organisationId} and w.post_id = t.id
    left join spread_story as s on s.organisation_id = ${organisationId} and s.post_id = t.id`.execute(tx);
  const samples = await samplesOf(
    tx,
    organisationId,
    found.rows.map(({ postId }) => postId),
  );
  return found.rows.map(({ postId, postAt, calmed, fastest, ended }) => ({
    postId,
    postAt,
    samples: samples.get(postId) ?? [],
    story:
      fastest === null
        ? null
        : { standing: calmed === true ? 'calm' : 'spreading', fastest, ended: ended === true },
  }));
}

/** What was counted of these posts, whoever counted it. */
export async function samplesOf(
  tx: Tenant,
  organisationId: number,
  postIds: readonly string[],
): Promise<Map<string, Sample[]>> {
  const found = await sql<{ postId: string; at: Date; shares: number }>`
    select post_id as "postId", at, shares from spread_sample
    where organisation_id = ${organisationId} and post_id = any(${uuids([...postIds])}) order by at, shares`.execute(
    tx,
  );
  const samples = new Map<string, Sample[]>();
  for (const { postId, at, shares } of found.rows) {
    const own = samples.get(postId);
    if (own === undefined) samples.set(postId, [{ at, shares }]);
    else own.push({ at, shares });
  }
  return samples;
}

/** What is usual in each band of age; bands of which too little is known are left out. */
export async function usualPaces(tx: Tenant, organisationId: number): Promise<Map<number, number>> {
  const rows = await tx
    .selectFrom('spread_usual')
    .select(['band', 'per_hour'])
    .where('organisation_id', '=', organisationId)
    .execute();
  return new Map(rows.flatMap(({ band, per_hour }) => (per_hour === null ? [] : [[band, per_hour]])));
}

/** Organisations that watch posts and whose usual paces were counted before an instant, or never. */
export async function usualOutdated(system: System, before: Date, most: number): Promise<number[]> {
  const found = await sql<{ id: number }>`
    select r.organisation_id as id from spread_reading as r
    where exists (select from spread_watch as w where w.organisation_id = r.organisation_id)
      and not exists (select from spread_usual as u where u.organisation_id = r.organisation_id and u.counted_at >= ${before})
    limit ${most}`.execute(system);
  return found.rows.map(({ id }) => id);
}

/** The latest watched posts since an instant, at most so many, with when they were written. */
export async function latestWatched(
  tx: Tenant,
  organisationId: number,
  since: Date,
  most: number,
): Promise<{ postId: string; postAt: Date }[]> {
  const found = await sql<{ postId: string; postAt: Date }>`
    select post_id as "postId", posted_at as "postAt" from spread_watch
    where organisation_id = ${organisationId} and posted_at >= ${since} order by posted_at desc limit ${most}`.execute(
    tx,
  );
  return found.rows;
}

/** Keeps what is usual. */
export async function keepUsual(
  tx: Tenant,
  organisationId: number,
  usual: readonly { band: number; perHour: number | null }[],
  at: Date,
): Promise<void> {
  for (const { band, perHour } of usual)
    await tx
      .insertInto('spread_usual')
      .values({ organisation_id: organisationId, band, per_hour: perHour, counted_at: at })
      .onConflict((conflict) =>
        conflict.columns(['organisation_id', 'band']).doUpdateSet({ per_hour: perHour, counted_at: at }),
      )
      .execute();
}

/** What the rule says of a post that spreads, or did. */
export interface StoryNow {
  postId: string;
  standing: Standing;
  perHour: number;
  usual: number | null;
  shares: number;
}

/** Opens the stories that are new and brings those that stand up to now. What it began with stays; one that a member ended stays ended. */
export async function keepStories(
  tx: Tenant,
  organisationId: number,
  stories: readonly StoryNow[],
  now: Date,
): Promise<void> {
  for (const { postId, standing, perHour, usual, shares } of stories) {
    const calmed = standing === 'calm' ? now : null;
    await sql`
      insert into spread_story as s (organisation_id, post_id, since, per_hour, usual, fastest, shares, pace_now, calmed_at)
      values (${organisationId}, ${postId}::uuid, ${now}, ${perHour}, ${usual}, ${perHour}, ${shares}, ${perHour}, ${calmed}::timestamptz)
      on conflict (organisation_id, post_id) do update set fastest = greatest(s.fastest, excluded.fastest), shares = greatest(s.shares, excluded.shares),
        pace_now = excluded.pace_now, calmed_at = case when excluded.calmed_at is null then null else coalesce(s.calmed_at, excluded.calmed_at) end`.execute(
      tx,
    );
  }
}

/** Organisations with stories of which communications staff were not told yet. */
export async function organisationsToTell(system: System, most: number): Promise<number[]> {
  const found = await sql<{ id: number }>`
    select distinct organisation_id as id from spread_story where told_at is null and ended_as is null limit ${most}`.execute(
    system,
  );
  return found.rows.map(({ id }) => id);
}

/** The stories of which nobody was told yet. */
export async function untoldStories(tx: Tenant, organisationId: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('spread_story')
    .select('post_id')
    .where('organisation_id', '=', organisationId)
    .where('told_at', 'is', null)
    .where('ended_as', 'is', null)
    .orderBy('since')
    .limit(100)
    .execute();
  return rows.map(({ post_id }) => post_id);
}

/** They were told. */
export async function markTold(
  tx: Tenant,
  organisationId: number,
  postIds: readonly string[],
  at: Date,
): Promise<void> {
  await sql`
    update spread_story set told_at = ${at}
    where organisation_id = ${organisationId} and post_id = any(${uuids([...postIds])}) and told_at is null`.execute(
    tx,
  );
}

/** What a member says of a story: it was seen to, or it is none. */
export type StoryEnd = 'done' | 'no_story';

export interface Story {
  postId: string;
  since: Date;
  perHour: number;
  usual: number | null;
  fastest: number;
  shares: number;
  paceNow: number;
  calmedAt: Date | null;
  ended: { as: StoryEnd; at: Date; by: string } | null;
}

/** A page of stories, the last to begin first. `after`: the last one of the page before. */
export async function listStories(
  tx: Tenant,
  organisationId: number,
  { ended, after, limit }: { ended: boolean; after: { since: Date; postId: string } | null; limit: number },
): Promise<Story[]> {
  const found = await sql<
    Omit<Story, 'ended'> & { endedAs: StoryEnd | null; endedAt: Date | null; endedBy: string | null }
  >`
    select post_id as "postId", since, per_hour as "perHour", usual, fastest, shares, pace_now as "paceNow", calmed_at as "calmedAt",
      ended_as as "endedAs", ended_at as "endedAt", ended_by as "endedBy"
    from spread_story
    where organisation_id = ${organisationId} and ${ended ? sql`ended_as is not null` : sql`ended_as is null`}
      and (since, post_id) < (${after?.since ?? 'infinity'}::timestamptz, ${after?.postId ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff'}::uuid)
    order by since desc, post_id desc limit ${limit}`.execute(tx);
  return found.rows.map(({ endedAs: as, endedAt: at, endedBy: by, ...story }) => ({
    ...story,
    ended: as === null || at === null || by === null ? null : { as, at, by },
  }));
}

/** Ends a story, or (null) opens it again; false where there is none of this post. */
export async function endStory(
  tx: Tenant,
  organisationId: number,
  postId: string,
  end: { as: StoryEnd; at: Date; by: string } | null,
): Promise<boolean> {
  const ended = await tx
    .updateTable('spread_story')
    .set({ ended_as: end?.as ?? null, ended_at: end?.at ?? null, ended_by: end?.by ?? null })
    .where('organisation_id', '=', organisationId)
    .where('post_id', '=', postId)
    .executeTakeFirst();
  return ended.numUpdatedRows > 0n;
}

/** The limits that the organisation set; null where it set none. */
export async function readSpreadLimits(
  tx: Tenant,
  organisationId: number,
): Promise<Partial<SpreadLimits> | null> {
  const row = await tx
    .selectFrom('organisation')
    .select('spreading')
    .where('id', '=', organisationId)
    .executeTakeFirstOrThrow();
  return row.spreading;
}
