/** The tags that are in use. */
import { type RawBuilder, sql } from 'kysely';
import type { CaseFilter } from '../domain/caseFilter.ts';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';

export interface TagInUse {
  tag: string;
  /** How many cases have it, counted to `mostCounted`. */
  count: number;
}

export const mostCounted = 1_000;
/** No list of tags is longer than somebody reads. */
const mostTags = 500;

/**
 * Every tag in use by name, with how many cases have it. From one tag to the next by the index, so that a tag of a million cases costs as much as one of a thousand.
 */
export async function tagsInUse(tx: Tenant, organisationId: number): Promise<TagInUse[]> {
  const found = await sql<TagInUse>`
    with recursive tags as (
      (select tag from case_tag where organisation_id = ${organisationId} order by tag limit 1)
      union all
      select (
        select g.tag from case_tag as g where g.organisation_id = ${organisationId} and g.tag > t.tag order by g.tag limit 1
      ) from tags as t where t.tag is not null
    )
    select t.tag, n.count from (select tag from tags where tag is not null limit ${sql.lit(mostTags)}) as t
    cross join lateral (
      select count(*)::integer as count from (
        select from case_tag as g where g.organisation_id = ${organisationId} and g.tag = t.tag limit ${sql.lit(mostCounted)}
      ) as counted
    ) as n
    order by lower(t.tag), t.tag`.execute(tx);
  return found.rows;
}

/** The cases that have a tag, `most` at most. */
export async function casesWithTag(
  tx: Tenant,
  organisationId: number,
  tag: string,
  most: number,
): Promise<string[]> {
  const rows = await tx
    .selectFrom('case_tag')
    .select('case_id')
    .where('organisation_id', '=', organisationId)
    .where('tag', '=', tag)
    .orderBy('case_id')
    .limit(most)
    .execute();
  return rows.map((row) => row.case_id);
}

/** A rare tag is looked for among its own cases. */
const rareTag = 2_000;

/** What a narrowed list walks, by the name of `care_case`: the cases of a campaign or of a rare tag, else all of them. */
export async function casesToWalk(
  tx: Tenant,
  organisationId: number,
  { tag, campaign }: CaseFilter = {},
): Promise<RawBuilder<unknown>> {
  if (campaign !== undefined) return casesOfCampaign(organisationId, campaign);
  const ids = tag === undefined ? [] : await casesWithTag(tx, organisationId, tag, rareTag + 1);
  if (tag === undefined || ids.length > rareTag) return sql`care_case`;
  return sql`(
    select c.* from unnest(${uuids(ids)}) as t(id)
    cross join lateral (select * from care_case where organisation_id = ${organisationId} and id = t.id limit 1) as c
  ) as care_case`;
}

const casesOfCampaign = (organisationId: number, campaign: string): RawBuilder<unknown> => sql`(
    select * from care_case where organisation_id = ${organisationId} and campaign_id = ${campaign}::uuid
  ) as care_case`;
