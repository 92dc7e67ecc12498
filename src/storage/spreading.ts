/** How posts spread: what was counted of them, and what is usual. In the role of `inSpread`; nobody at the desk. */
import { sql } from 'kysely';
import type { Network } from '../domain/network.ts';
import type {
  CountedPost,
  CountSource,
  Measure,
  Sample,
  SpreadLimits,
  Standing,
} from '../domain/spreading.ts';
import { bandEnds } from '../domain/spreading.ts';
import { doubles, instants, integers, texts, uuids } from './arrays.ts';
import type { System, Tenant } from './database.ts';

/** A watched post with all that was counted of it. */
export interface WatchedPost extends CountedPost {
  postId: string;
  network: Network;
  /** As its story stands; null where it has none. */
  story: { standing: Standing; ended: boolean } | null;
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
    network: Network;
    postAt: Date;
    watchedAt: Date;
    told: boolean;
    calmed: boolean;
    ended: boolean;
  }>`
    select w.post_id as "postId", w.network, w.posted_at as "postAt", w.watched_at as "watchedAt",
      s.post_id is not null as told, s.calmed_at is not null as calmed, s.ended_as is not null as ended
    from unnest(${uuids([...new Set(postIds)])}) as t(id)
    join spread_watch as w on w.organisation_id = ${organisationId} and w.post_id = t.id
    left join spread_story as s on s.organisation_id = ${organisationId} and s.post_id = t.id`.execute(tx);
  const counts = await countsOf(
    tx,
    organisationId,
    found.rows.map(({ postId }) => postId),
  );
  return found.rows.map(({ told, calmed, ended, ...post }) => ({
    ...post,
    counts: counts.get(post.postId) ?? nothing(),
    story: told ? { standing: calmed ? 'calm' : 'spreading', ended } : null,
  }));
}

const nothing = (): Record<CountSource, Sample[]> => ({ asked: [], quoted: [], answered: [] });

/** What was counted of these posts, by who counted it. */
async function countsOf(
  tx: Tenant,
  organisationId: number,
  postIds: readonly string[],
): Promise<Map<string, Record<CountSource, Sample[]>>> {
  const found = await sql<{ postId: string; source: CountSource; at: Date; count: number }>`
    select post_id as "postId", source, at, count from spread_sample
    where organisation_id = ${organisationId} and post_id = any(${uuids([...postIds])}) order by at`.execute(
    tx,
  );
  const counts = new Map<string, Record<CountSource, Sample[]>>();
  for (const { postId, source, at, count } of found.rows) {
    const own = counts.get(postId) ?? nothing();
    own[source].push({ at, count });
    counts.set(postId, own);
  }
  return counts;
}

/** What was usual for a post: its network, what is measured, its age. */
export interface UsualPace {
  network: Network;
  measure: Measure;
  band: number;
  perHour: number;
}

/** Names what is usual for whom. */
export const usualName = ({ network, measure, band }: Omit<UsualPace, 'perHour'>): string =>
  `${network} ${measure} ${band}`;

/** What is usual, by its name; what too little is known of is left out. */
export async function usualPaces(tx: Tenant, organisationId: number): Promise<Map<string, number>> {
  const rows = await tx
    .selectFrom('spread_usual')
    .select(['network', 'measure', 'band', 'per_hour'])
    .where('organisation_id', '=', organisationId)
    .execute();
  return new Map(rows.map(({ per_hour, ...of }) => [usualName(of), per_hour]));
}

/** Keeps the fastest pace of posts at each age. A slower one changes nothing. */
export async function keepPaces(
  tx: Tenant,
  organisationId: number,
  paces: readonly { postId: string; measure: Measure; band: number; perHour: number }[],
): Promise<void> {
  if (paces.length === 0) return;
  await sql`
    with watched as (
      select w.post_id, t.measure, t.band, w.network, w.posted_at, t.per_hour
      from unnest(${uuids(paces.map(({ postId }) => postId))}, ${texts(paces.map(({ measure }) => measure))}, ${integers(paces.map(({ band }) => band))},
        ${doubles(paces.map(({ perHour }) => perHour))}) as t(id, measure, band, per_hour)
      join spread_watch as w on w.organisation_id = ${organisationId} and w.post_id = t.id for key share of w
    )
    insert into spread_pace as p (organisation_id, post_id, measure, band, network, posted_at, per_hour)
    select ${organisationId}::integer, post_id, measure, band, network, posted_at, per_hour from watched
    on conflict (organisation_id, post_id, measure, band) do update set per_hour = excluded.per_hour where p.per_hour < excluded.per_hour`.execute(
    tx,
  );
}

/** Takes an organisation for which nobody counted what is usual since an instant, or ever; null when there is none. */
export async function claimUsual(system: System, before: Date, now: Date): Promise<number | null> {
  const found = await sql<{ id: number }>`
    update spread_reading as r set usual_at = ${now} from (
      select organisation_id from spread_reading where usual_at is null or usual_at < ${before}
      order by usual_at nulls first limit 1 for update skip locked
    ) as due
    where r.organisation_id = due.organisation_id returning r.organisation_id as id`.execute(system);
  return found.rows[0]?.id ?? null;
}

/**
 * The fastest paces at each age of the latest posts, at most so many of a network, a measure and an age. Of a network that cannot be asked, and of answers, everything is heard: a post
 * of which nothing was heard while it had that age was passed on by nobody.
 */
export async function latestPaces(
  tx: Tenant,
  organisationId: number,
  { since, now, most, askable }: { since: Date; now: Date; most: number; askable: readonly Network[] },
): Promise<{ network: Network; measure: Measure; band: number; paces: number[] }[]> {
  const grown = instants(bandEnds.map((hours) => new Date(now.getTime() - hours * 3_600_000)));
  const found = await sql<{ network: Network; measure: Measure; band: number; paces: number[] }>`
    select n.network, m.measure, b.number::integer - 1 as band, v.paces
    from (select distinct network from spread_watch where organisation_id = ${organisationId} and posted_at >= ${since}) as n
    cross join (values ('shares'), ('answers')) as m(measure)
    cross join unnest(${grown}) with ordinality as b(grown, number)
    cross join lateral (
      select array_agg(p.per_hour) as paces from (
        select per_hour from spread_pace
        where organisation_id = ${organisationId} and network = n.network and measure = m.measure and band = b.number - 1 and posted_at >= ${since}
          and m.measure = 'shares' and n.network = any(${texts([...askable])})
        order by posted_at desc limit ${most}
      ) as p
      union all
      select array_agg(p.per_hour) from (
        select coalesce(f.per_hour, 0) as per_hour from spread_watch as w
        left join spread_pace as f on f.organisation_id = ${organisationId} and f.post_id = w.post_id and f.measure = m.measure and f.band = b.number - 1
        where w.organisation_id = ${organisationId} and w.network = n.network and w.posted_at >= ${since} and w.posted_at <= b.grown
          and (m.measure = 'answers' or n.network <> all(${texts([...askable])}))
        order by w.posted_at desc limit ${most}
      ) as p
    ) as v
    where v.paces is not null`.execute(tx);
  return found.rows;
}

/** Keeps what is usual. What is not among it stays as it was counted last. */
export async function keepUsual(
  tx: Tenant,
  organisationId: number,
  usual: readonly UsualPace[],
  at: Date,
): Promise<void> {
  for (const { network, measure, band, perHour } of usual)
    await tx
      .insertInto('spread_usual')
      .values({ organisation_id: organisationId, network, measure, band, per_hour: perHour, counted_at: at })
      .onConflict((conflict) =>
        conflict
          .columns(['organisation_id', 'network', 'measure', 'band'])
          .doUpdateSet({ per_hour: perHour, counted_at: at }),
      )
      .execute();
}

/** How far counting lags behind: how many posts wait for it, and the longest of them since when; null where none has waited since that instant. */
export async function countingLag(
  tx: Tenant,
  organisationId: number,
  { since, oldest, now }: { since: Date; oldest: Date; now: Date },
): Promise<{ posts: number; since: Date } | null> {
  const found = await sql<{ posts: number; since: Date | null }>`
    select count(*)::integer as posts, min(next_at) as since from spread_watch
    where organisation_id = ${organisationId} and next_at <= ${now} and posted_at > ${oldest}`.execute(tx);
  const [row] = found.rows;
  return row === undefined || row.since === null || row.since > since
    ? null
    : { posts: row.posts, since: row.since };
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
