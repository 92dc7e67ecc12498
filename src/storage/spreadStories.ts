/** The stories of posts that spread: how each stands, who was told, how it ended. In the role of `inSpread`; nobody at the desk. */
import { sql } from 'kysely';
import type { Judged, Measure } from '../domain/spreading.ts';
import { uuids } from './arrays.ts';
import type { System, Tenant } from './database.ts';

/** What the rule says of a post that spreads, or did. */
export type StoryNow = Omit<Judged, 'rises'> & { postId: string };

/** Opens the stories that are new and brings those that stand up to now. What it began with stays; one that a member ended stays ended, and what is watched no more has none. */
export async function keepStories(
  tx: Tenant,
  organisationId: number,
  stories: readonly StoryNow[],
  now: Date,
): Promise<void> {
  for (const { postId, standing, measure, perHour, usual, ...counts } of stories) {
    const { shares, sharesNow, answers, answersNow, countedAt } = counts;
    const calmed = standing === 'calm' ? now : null;
    await sql`
      with watched as (select post_id from spread_watch where organisation_id = ${organisationId} and post_id = ${postId}::uuid for key share)
      insert into spread_story as s (organisation_id, post_id, since, measure, per_hour, usual, fastest, shares, shares_now, answers, answers_now, counted_at, judged_at, calmed_at)
      select ${organisationId}::integer, post_id, ${now}, ${measure}::text, ${perHour}::float8, ${usual}::float8, ${perHour}::float8, ${shares}::integer, ${sharesNow}::float8,
        ${answers}::integer, ${answersNow}::float8, ${countedAt}::timestamptz, ${now}, ${calmed}::timestamptz from watched
      on conflict (organisation_id, post_id) do update set
        fastest = greatest(s.fastest, case when s.measure = 'shares' then excluded.shares_now else excluded.answers_now end),
        shares = greatest(s.shares, excluded.shares), shares_now = excluded.shares_now, answers = greatest(s.answers, excluded.answers), answers_now = excluded.answers_now,
        counted_at = greatest(s.counted_at, excluded.counted_at), judged_at = excluded.judged_at,
        calmed_at = case when excluded.calmed_at is null then null else coalesce(s.calmed_at, excluded.calmed_at) end`.execute(
      tx,
    );
  }
}

/** Stories that spread and that the rule did not look at since an instant, by organisation; at most so many. */
export async function storiesToJudge(
  system: System,
  before: Date,
  most: number,
): Promise<{ organisationId: number; postIds: string[] }[]> {
  const found = await sql<{ organisationId: number; postIds: string[] }>`
    select organisation_id as "organisationId", array_agg(post_id) as "postIds" from (
      select organisation_id, post_id from spread_story where ended_as is null and calmed_at is null and judged_at < ${before} order by judged_at limit ${most}
    ) as late group by organisation_id`.execute(system);
  return found.rows;
}

/** Organisations with stories that have been calm, and were not taken up again, since an instant. */
export async function organisationsToArchive(system: System, before: Date, most: number): Promise<number[]> {
  const found = await sql<{ id: number }>`
    select distinct organisation_id as id from spread_story
    where ended_as is null and calmed_at < ${before} and (reopened_at is null or reopened_at < ${before}) limit ${most}`.execute(
    system,
  );
  return found.rows.map(({ id }) => id);
}

/** Puts those away; nobody needs an alert of them any more. Answers how many. */
export async function archiveStories(
  tx: Tenant,
  organisationId: number,
  before: Date,
  now: Date,
): Promise<number> {
  const found = await sql<{ postId: string }>`
    update spread_story set ended_as = 'archived', ended_at = ${now}
    where organisation_id = ${organisationId} and ended_as is null and calmed_at < ${before} and (reopened_at is null or reopened_at < ${before})
    returning post_id as "postId"`.execute(tx);
  const postIds = found.rows.map(({ postId }) => postId);
  await settle(tx, postIds, null, now);
  return postIds.length;
}

/** Says that nobody needs the alerts of these stories any more. The role may write that, and not read alerts. */
async function settle(tx: Tenant, postIds: readonly string[], by: string | null, at: Date): Promise<void> {
  await sql`select settle_spreading(${uuids([...postIds])}, ${by}::uuid, ${at}::timestamptz)`.execute(tx);
}

/** Organisations in which somebody is marked to be warned, with stories of which nobody was told yet. */
export async function organisationsToTell(system: System, most: number): Promise<number[]> {
  const found = await sql<{ id: number }>`
    select distinct s.organisation_id as id from spread_story as s
    where s.told_at is null and s.ended_as is null and s.calmed_at is null and (
      exists (select from member as m where m.organisation_id = s.organisation_id and m.told_of_spreading and m.left_at is null)
      or exists (
        select from team as t join team_member as m on m.organisation_id = s.organisation_id and m.team_id = t.id
        where t.organisation_id = s.organisation_id and t.told_of_spreading and t.retired_at is null
      )
    ) limit ${most}`.execute(system);
  return found.rows.map(({ id }) => id);
}

/** The stories that spread and of which nobody was told yet. */
export async function untoldStories(tx: Tenant, organisationId: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('spread_story')
    .select('post_id')
    .where('organisation_id', '=', organisationId)
    .where('told_at', 'is', null)
    .where('ended_as', 'is', null)
    .where('calmed_at', 'is', null)
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
  measure: Measure;
  perHour: number;
  usual: number | null;
  fastest: number;
  shares: number;
  sharesNow: number;
  answers: number;
  answersNow: number;
  countedAt: Date | null;
  calmedAt: Date | null;
  /** By nobody where it was put away long after it calmed. */
  ended: { as: StoryEnd | 'archived'; at: Date; by: string | null } | null;
}

/** A page of stories, the last to begin first. `after`: the last one of the page before. */
export async function listStories(
  tx: Tenant,
  organisationId: number,
  { ended, after, limit }: { ended: boolean; after: { since: Date; postId: string } | null; limit: number },
): Promise<Story[]> {
  const found = await sql<
    Omit<Story, 'ended'> & {
      endedAs: StoryEnd | 'archived' | null;
      endedAt: Date | null;
      endedBy: string | null;
    }
  >`
    select post_id as "postId", since, measure, per_hour as "perHour", usual, fastest, shares, shares_now as "sharesNow", answers, answers_now as "answersNow",
      counted_at as "countedAt", calmed_at as "calmedAt", ended_as as "endedAs", ended_at as "endedAt", ended_by as "endedBy"
    from spread_story
    where organisation_id = ${organisationId} and ${ended ? sql`ended_as is not null` : sql`ended_as is null`}
      and (since, post_id) < (${after?.since ?? 'infinity'}::timestamptz, ${after?.postId ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff'}::uuid)
    order by since desc, post_id desc limit ${limit}`.execute(tx);
  return found.rows.map(({ endedAs: as, endedAt: at, endedBy: by, ...story }) => ({
    ...story,
    ended: as === null || at === null ? null : { as, at, by },
  }));
}

/** Ends a story, and nobody needs its alert any more; or (null) opens it again. False where there is none of this post. */
export async function endStory(
  tx: Tenant,
  organisationId: number,
  postId: string,
  end: { as: StoryEnd; by: string } | null,
  at: Date,
): Promise<boolean> {
  const ended = await tx
    .updateTable('spread_story')
    .set(
      end === null
        ? { ended_as: null, ended_at: null, ended_by: null, reopened_at: at }
        : { ended_as: end.as, ended_at: at, ended_by: end.by },
    )
    .where('organisation_id', '=', organisationId)
    .where('post_id', '=', postId)
    .executeTakeFirst();
  if (ended.numUpdatedRows === 0n) return false;
  if (end !== null) await settle(tx, [postId], end.by, at);
  return true;
}
