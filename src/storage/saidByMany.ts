/** What many say: one reading of it for the front row and for alerts. From how many authors on it is a suspected incident says domain/needsYou.ts. */
import { type RawBuilder, sql } from 'kysely';
import type { AlertedCase } from './alertWork.ts';
import type { System, Tenant } from './database.ts';

/** So many campaigns are looked at, those with the most posts. */
const mostCampaigns = 200;
/** So many posts of one campaign are counted: more say nothing else. */
const mostOfCampaign = 1_000;

/** Since when a post counts: what was said before is no news. */
export const saidWithin = (now: Date): Date => new Date(now.getTime() - 86_400_000);

/** The campaigns that went on since an instant: `id`, `lead_case_id` and `posts` of each. */
export const saidByMany = (organisationId: number, since: Date): RawBuilder<unknown> => sql`(
    select id, lead_case_id, posts from campaign where organisation_id = ${organisationId} and last_at > ${since} and posts > 1
    order by posts desc limit ${mostCampaigns}
  )`;

/**
 * A post, the row of this name, was read as praise or a suggestion and nothing besides: entries of a contest, say. What nobody could read, or has not read yet, may be anything.
 */
const asksNothing = (organisationId: number, post: RawBuilder<unknown>): RawBuilder<boolean> => sql`exists (
        select from post_finding as f where f.organisation_id = ${organisationId} and f.post_id = ${post}.id and f.found->'kinds' <> '[]'
          and not f.found->'kinds' @@ '$[*].name == "complaint" || $[*].name == "question"' and jsonb_typeof(f.found->'severity') = 'null'
      )`;

/** How many authors have said since an instant (or the expression of one) what a campaign says, by posts that stand. */
export const authorsAlike = (
  organisationId: number,
  campaignId: RawBuilder<unknown>,
  since: Date | RawBuilder<unknown>,
): RawBuilder<number> => sql`(
    select count(distinct counted.identity_id) from (
      select p.identity_id from campaign_post as m join post as p on p.organisation_id = ${organisationId} and p.id = m.post_id
      where m.organisation_id = ${organisationId} and m.campaign_id = ${campaignId} and p.at > ${since} and p.deleted_at is null
        and not ${asksNothing(organisationId, sql`p`)} limit ${mostOfCampaign}
    ) as counted
  )::integer`;

/** What some say the same of, and the case that stands for it. */
export interface SaidAlike extends Pick<AlertedCase, 'id' | 'ownerId' | 'teamId'> {
  campaignId: string;
  authorsAlike: number;
}

/** Nobody was told yet of a campaign, the row of this name. */
const untold = (row: RawBuilder<unknown>): RawBuilder<boolean> => sql`not exists (
        select from alert as a where a.organisation_id = ${row}.organisation_id and a.kind = 'incident' and a.key = ${row}.id::text
      )`;

interface From {
  since: Date;
  /** So many posts at least. */
  posts: number;
}

/**
 * What is said by so many posts at least and of which nobody was told yet. Of what one case stands for, the campaign with the most authors; nothing of a case of which somebody
 * was told since that instant, or that was put together with such a one.
 */
export async function untoldByMany(tx: Tenant, organisationId: number, from: From): Promise<SaidAlike[]> {
  return (await lookForUntold(organisationId, from).execute(tx)).rows;
}

export const lookForUntold = (organisationId: number, { since, posts }: From): RawBuilder<SaidAlike> => sql`
    with g as materialized (
      select c.* from (select ${organisationId}::integer as organisation_id, m.* from ${saidByMany(organisationId, since)} as m) as c
      where c.posts >= ${posts} and ${untold(sql`c`)}
    )
    select distinct on (k.id) k.id, k.owner_id as "ownerId", k.team_id as "teamId", g.id as "campaignId",
      ${authorsAlike(organisationId, sql`g.id`, since)} as "authorsAlike"
    from g cross join lateral (
      select id, owner_id, team_id from care_case where organisation_id = ${organisationId} and id = g.lead_case_id and merged_into is null limit 1
    ) as k
    where not exists (
      select from alert as a where a.organisation_id = ${organisationId} and a.at > ${since} and a.kind = 'incident' and a.case_id in (
        select k.id union all select id from care_case where organisation_id = ${organisationId} and merged_into = k.id
      )
    )
    order by k.id, 5 desc, g.id`;

/** Organisations in which several have lately said something of which nobody was told yet. */
export async function organisationsWithMany(system: System, since: Date): Promise<number[]> {
  return (await lookForMany(since).execute(system)).rows.map(({ id }) => id);
}

export const lookForMany = (since: Date): RawBuilder<{ id: number }> => sql`
    select r.organisation_id as id from alert_reading as r
    where exists (
      select from campaign as g where g.organisation_id = r.organisation_id and g.last_at > ${since} and g.posts > 1 and ${untold(sql`g`)}
    )`;
