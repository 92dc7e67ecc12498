/** Tags of cases that reading gave: a topic's name, once for each case. */
import { sql } from 'kysely';
import { documents, rowsOf, texts, uuids } from './arrays.ts';
import type { Tenant } from './database.ts';

/** What is known of a case before topics name it. */
export interface CaseTags {
  caseId: string;
  tags: string[];
  /** Topics that reading gave it already, with the tags as they were named then. */
  given: { topicId: string; tag: string }[];
}

/** The tags of these cases, and which of them reading gave. */
export async function tagsGiven(
  tx: Tenant,
  organisationId: number,
  caseIds: readonly string[],
): Promise<CaseTags[]> {
  if (caseIds.length === 0) return [];
  const found = await sql<CaseTags>`
    select c.id as "caseId", c.tags, coalesce(g.given, '[]') as given from unnest(${uuids([...caseIds])}) as t(id)
    cross join lateral (select id, tags from care_case where organisation_id = ${organisationId} and id = t.id limit 1) as c
    left join lateral (
      select jsonb_agg(jsonb_build_object('topicId', topic_id, 'tag', tag)) as given from case_topic
      where organisation_id = ${organisationId} and case_id = t.id
    ) as g on true`.execute(tx);
  return found.rows;
}

/** Notes what reading gives these cases. */
export async function noteGiven(
  tx: Tenant,
  organisationId: number,
  given: readonly { caseId: string; topicId: string; tag: string }[],
  at: Date,
): Promise<void> {
  if (given.length === 0) return;
  const rows = {
    case_id: uuids(given.map(({ caseId }) => caseId)),
    topic_id: uuids(given.map(({ topicId }) => topicId)),
    tag: texts(given.map(({ tag }) => tag)),
  };
  await sql`
    insert into case_topic (organisation_id, case_id, topic_id, tag, at)
    select ${organisationId}::integer, t.case_id, t.topic_id, t.tag, ${at}::timestamptz from ${rowsOf(rows)} as t
    on conflict do nothing`.execute(tx);
}

/** Sets the tags of cases, each its own. */
export async function setTagsOfEach(
  tx: Tenant,
  organisationId: number,
  cases: readonly { caseId: string; tags: readonly string[] }[],
): Promise<void> {
  if (cases.length === 0) return;
  const rows = {
    id: uuids(cases.map(({ caseId }) => caseId)),
    tags: documents(cases.map(({ tags }) => [...tags])),
  };
  await sql`
    update care_case as c set tags = array(select jsonb_array_elements_text(t.tags)) from ${rowsOf(rows)} as t
    where c.organisation_id = ${organisationId} and c.id = t.id`.execute(tx);
}

/** Notes that a topic is not given to a case any more. */
export async function forgetGiven(
  tx: Tenant,
  organisationId: number,
  caseId: string,
  topicId: string,
): Promise<void> {
  await tx
    .deleteFrom('case_topic')
    .where('organisation_id', '=', organisationId)
    .where('case_id', '=', caseId)
    .where('topic_id', '=', topicId)
    .execute();
}

/** Notes that what reading gave one case another has from now on, too. */
export async function shareGiven(
  tx: Tenant,
  organisationId: number,
  from: string,
  into: string,
): Promise<void> {
  await sql`
    insert into case_topic (organisation_id, case_id, topic_id, tag, at)
    select organisation_id, ${into}::uuid, topic_id, tag, at from case_topic where organisation_id = ${organisationId} and case_id = ${from}::uuid
    on conflict do nothing`.execute(tx);
}
