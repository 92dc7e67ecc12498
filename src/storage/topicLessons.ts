/** What topics are learned from: their examples, and the posts of which members said that they belong to one or do not. The words of posts are read when they are needed and kept nowhere: they go with their posts. */
import { sql } from 'kysely';
import { mostLearned } from '../domain/topic.ts';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';

/** A topic with everything that it is learned from. */
export interface TopicLesson {
  id: string;
  /** In all languages. */
  names: string[];
  examples: string[];
  /** Posts that do not belong to it. */
  not: string[];
}

/** Characters of a post from which is learned: who writes more says the rest of something else. */
const mostOfPost = 1_000;
/** Posts from which is learned in all. */
const mostPosts = 10_000;

/** Counts what changed about what topics are learned from; 0 where there never were any. */
export async function topicsVersion(tx: Tenant, organisationId: number): Promise<number> {
  const row = await tx
    .selectFrom('organisation')
    .select('topics')
    .where('id', '=', organisationId)
    .executeTakeFirst();
  return row?.topics ?? 0;
}

/** The topics in use, with what they are learned from. */
export async function topicLessons(tx: Tenant, organisationId: number): Promise<TopicLesson[]> {
  const topics = await tx
    .selectFrom('topic')
    .select(['id', 'name', 'names', 'examples'])
    .where('organisation_id', '=', organisationId)
    .where('retired_at', 'is', null)
    .execute();
  if (topics.length === 0) return [];
  const posts = await sql<{ id: string; so: boolean; text: string }>`
    select t.id, w.so, p.text from unnest(${uuids(topics.map(({ id }) => id))}) as t(id)
    ${lastWords(organisationId)}
    cross join lateral (
      select left(text, ${sql.lit(mostOfPost)}) as text from post where organisation_id = ${organisationId} and id = w.post_id
        and direction = 'inbound' and deleted_at is null and erased_at is null and text <> '' limit 1
    ) as p
    limit ${sql.lit(mostPosts)}`.execute(tx);
  const said = Map.groupBy(posts.rows, ({ id }) => id);
  return topics.map(({ id, name, names, examples }) => {
    const words = said.get(id) ?? [];
    const textsOf = (so: boolean) => words.filter((one) => one.so === so).map(({ text }) => text);
    return { id, names: [name, ...names], examples: [...examples, ...textsOf(true)], not: textsOf(false) };
  });
}

/** The last word on each of the latest posts that members spoke of with a topic `t`. */
const lastWords = (organisationId: number) => sql`
    cross join lateral (
      select distinct on (s.post_id) s.post_id, s.so from (
        select post_id, so, at, id from finding_correction
        where organisation_id = ${organisationId} and name = t.id::text and aspect = 'topic' order by at desc limit ${sql.lit(mostLearned)}
      ) as s order by s.post_id, s.at desc, s.id desc
    ) as w`;

/** From how many posts each topic is learned because members said so. */
export async function learnedCounts(
  tx: Tenant,
  organisationId: number,
  topicIds: readonly string[],
): Promise<Map<string, number>> {
  if (topicIds.length === 0) return new Map();
  const found = await sql<{ id: string; n: number }>`
    select t.id, count(*)::integer as n from unnest(${uuids([...topicIds])}) as t(id)
    ${lastWords(organisationId)}
    group by t.id`.execute(tx);
  return new Map(found.rows.map(({ id, n }) => [id, n]));
}

/** Notes that the words of these posts are others now, or gone, where topics were learned from one of them. To be called before what members said of them goes. */
export async function unlearnPosts(
  tx: Tenant,
  organisationId: number,
  postIds: readonly string[],
): Promise<void> {
  if (postIds.length === 0) return;
  await sql`
    update organisation set topics = topics + 1 where id = ${organisationId} and topics > 0 and exists (
      select from unnest(${uuids([...postIds])}) as t(id)
      cross join lateral (
        select from finding_correction where organisation_id = ${organisationId} and post_id = t.id and aspect = 'topic' limit 1
      ) as s
    )`.execute(tx);
}
