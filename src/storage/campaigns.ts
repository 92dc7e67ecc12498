/** Posts that say the same, and the cases of which one stands for all. What is alike is told in domain/likeness.ts. */
import { sql } from 'kysely';
import { bigints, booleans, columnsOf, instants, integers, rowsOf, uuids } from './arrays.ts';
import type { Tenant } from './database.ts';

/** A post that has a print in common with another. */
export interface PrintedPost {
  print: number;
  postId: string;
  caseId: string;
  author: string;
  text: string;
  campaignId: string | null;
}

/** Of one print so many posts are compared, the latest: what many have in common that are not alike is a phrase. */
const mostOfOnePrint = 5;
/** Prints that are too old to be compared and are thrown away at a time. */
const mostForgotten = 500;

/** Who wrote these posts and when, and which campaign each belongs to already. */
export async function authorsOfPosts(
  tx: Tenant,
  organisationId: number,
  postIds: readonly string[],
): Promise<Map<string, { author: string; at: Date; campaignId: string | null }>> {
  const found = await sql<{ id: string; author: string; at: Date; campaign: string | null }>`
    select p.id, p.identity_id as author, p.at, g.campaign_id as campaign
    from unnest(${uuids([...postIds])}) as t(id)
    cross join lateral (
      select id, identity_id, at from post where organisation_id = ${organisationId} and id = t.id and identity_id is not null limit 1
    ) as p
    left join lateral (
      select campaign_id from campaign_post where organisation_id = ${organisationId} and post_id = p.id limit 1
    ) as g on true`.execute(tx);
  return new Map(
    found.rows.map(({ id, author, at, campaign }) => [id, { author, at, campaignId: campaign }]),
  );
}

/** Standing posts since an instant that have one of these prints. */
export async function printedLike(
  tx: Tenant,
  organisationId: number,
  prints: readonly number[],
  since: Date,
): Promise<PrintedPost[]> {
  if (prints.length === 0) return [];
  const found = await sql<PrintedPost>`
    select t.print, p.id as "postId", c.case_id as "caseId", p.identity_id as author, p.text, g.campaign_id as "campaignId"
    from unnest(${integers([...prints])}) as t(print)
    cross join lateral (
      select post_id from post_print where organisation_id = ${organisationId} and print = t.print and at > ${since}
      order by at desc limit ${sql.lit(mostOfOnePrint)}
    ) as k
    cross join lateral (
      select id, identity_id, conversation_id, text from post where organisation_id = ${organisationId} and id = k.post_id
        and identity_id is not null and deleted_at is null and erased_at is null limit 1
    ) as p
    cross join lateral (
      select case_id from conversation where organisation_id = ${organisationId} and id = p.conversation_id and case_id is not null limit 1
    ) as c
    left join lateral (
      select campaign_id from campaign_post where organisation_id = ${organisationId} and post_id = p.id limit 1
    ) as g on true`.execute(tx);
  return found.rows;
}

/** Keeps by what these posts are found again, instead of what was kept of them before, and forgets some of what is older than `since`. */
export async function keepPrints(
  tx: Tenant,
  organisationId: number,
  posts: readonly { postId: string; at: Date; prints: readonly number[] }[],
  since: Date,
): Promise<void> {
  const all = posts.flatMap(({ postId, at, prints }) => prints.map((print) => ({ print, postId, at })));
  const rows = {
    print: integers(all.map(({ print }) => print)),
    post_id: uuids(all.map(({ postId }) => postId)),
    at: instants(all.map(({ at }) => at)),
  };
  await sql`
    delete from post_print where organisation_id = ${organisationId} and post_id = any(${uuids(posts.map(({ postId }) => postId))})`.execute(
    tx,
  );
  await sql`
    delete from post_print where organisation_id = ${organisationId} and (print, post_id) in (
      select print, post_id from post_print where organisation_id = ${organisationId} and at < ${since} order by at limit ${sql.lit(mostForgotten)}
    )`.execute(tx);
  if (all.length === 0) return;
  await sql`
    insert into post_print (organisation_id, ${columnsOf(rows)})
    select ${organisationId}::integer, t.* from ${rowsOf(rows)} as t on conflict do nothing`.execute(tx);
}

export interface NewCampaign {
  id: string;
  at: Date;
  leadCaseId: string;
}

/** A post that says what a campaign says. */
export interface JoiningPost {
  postId: string;
  campaignId: string;
  at: Date;
}

/** Writes campaigns that were found, and which posts belong to which. */
export async function joinCampaigns(
  tx: Tenant,
  organisationId: number,
  fresh: readonly NewCampaign[],
  joining: readonly JoiningPost[],
): Promise<void> {
  const made = {
    id: uuids(fresh.map(({ id }) => id)),
    at: instants(fresh.map(({ at }) => at)),
    lead: uuids(fresh.map(({ leadCaseId }) => leadCaseId)),
  };
  if (fresh.length > 0)
    await sql`
      insert into campaign (organisation_id, id, first_at, last_at, posts, lead_case_id)
      select ${organisationId}::integer, t.id, t.at, t.at, 0, t.lead from ${rowsOf(made)} as t`.execute(tx);
  const rows = {
    post_id: uuids(joining.map(({ postId }) => postId)),
    campaign_id: uuids(joining.map(({ campaignId }) => campaignId)),
    at: instants(joining.map(({ at }) => at)),
  };
  await sql`
    with joined as (
      insert into campaign_post (organisation_id, post_id, campaign_id)
      select ${organisationId}::integer, t.post_id, t.campaign_id from ${rowsOf(rows)} as t on conflict do nothing
      returning post_id, campaign_id
    ), grown as (
      select j.campaign_id, count(*) as posts, min(t.at) as first_at, max(t.at) as last_at
      from joined as j join ${rowsOf(rows)} as t on t.post_id = j.post_id group by 1
    )
    update campaign as g set posts = g.posts + grown.posts::integer, first_at = least(g.first_at, grown.first_at), last_at = greatest(g.last_at, grown.last_at)
    from grown where g.organisation_id = ${organisationId} and g.id = grown.campaign_id`.execute(tx);
}

export interface CampaignLead {
  campaignId: string;
  caseId: string;
  /** It stands in the queue for itself. */
  stands: boolean;
  posts: number;
}

/** The cases that stand for these campaigns. */
export async function leadsOf(
  tx: Tenant,
  organisationId: number,
  campaignIds: readonly string[],
): Promise<Map<string, CampaignLead>> {
  const found = await sql<CampaignLead>`
    select g.id as "campaignId", g.lead_case_id as "caseId", (c.due_at is not null and not c.folded) as stands, g.posts
    from unnest(${uuids([...campaignIds])}) as t(id)
    join campaign as g on g.organisation_id = ${organisationId} and g.id = t.id
    cross join lateral (
      select due_at, folded from care_case where organisation_id = ${organisationId} and id = g.lead_case_id limit 1
    ) as c`.execute(tx);
  return new Map(found.rows.map((row) => [row.campaignId, row]));
}

/** How many posts of these cases belong to a campaign, by case. */
export async function alikeInCases(
  tx: Tenant,
  organisationId: number,
  caseIds: readonly string[],
): Promise<Map<string, number>> {
  const found = await sql<{ id: string; n: number }>`
    select t.id, count(*)::integer as n from unnest(${uuids([...caseIds])}) as t(id)
    cross join lateral (
      select id from conversation where organisation_id = ${organisationId} and case_id = t.id offset 0
    ) as c
    cross join lateral (
      select id from post where organisation_id = ${organisationId} and conversation_id = c.id and direction = 'inbound' and deleted_at is null offset 0
    ) as p
    cross join lateral (
      select from campaign_post where organisation_id = ${organisationId} and post_id = p.id limit 1
    ) as g group by 1`.execute(tx);
  return new Map(found.rows.map(({ id, n }) => [id, n]));
}

export interface PlacedInCampaign {
  caseId: string;
  campaignId: string;
  folded: boolean;
  /** The number of the fact that says so. */
  sequence: number;
}

/** Says of cases which campaign they belong to, and whether another case stands for them. */
export async function placeInCampaign(
  tx: Tenant,
  organisationId: number,
  cases: readonly PlacedInCampaign[],
): Promise<void> {
  const rows = {
    id: uuids(cases.map(({ caseId }) => caseId)),
    campaign_id: uuids(cases.map(({ campaignId }) => campaignId)),
    folded: booleans(cases.map(({ folded }) => folded)),
    sequence: bigints(cases.map(({ sequence }) => sequence)),
  };
  await sql`
    update care_case as c set campaign_id = t.campaign_id, folded = t.folded, sequence = greatest(c.sequence, t.sequence)
    from ${rowsOf(rows)} as t where c.organisation_id = ${organisationId} and c.id = t.id`.execute(tx);
}

/** Makes these cases the ones that stand for their campaigns. */
export async function setLeads(
  tx: Tenant,
  organisationId: number,
  leads: readonly { campaignId: string; caseId: string }[],
): Promise<void> {
  if (leads.length === 0) return;
  const rows = {
    id: uuids(leads.map(({ campaignId }) => campaignId)),
    lead: uuids(leads.map(({ caseId }) => caseId)),
  };
  await sql`
    update campaign as g set lead_case_id = t.lead from ${rowsOf(rows)} as t
    where g.organisation_id = ${organisationId} and g.id = t.id`.execute(tx);
}

/** Of each campaign whose case left the queue the folded case that is due next. */
export async function nextInCampaigns(
  tx: Tenant,
  organisationId: number,
): Promise<{ campaignId: string; caseId: string }[]> {
  const found = await sql<{ campaignId: string; caseId: string }>`
    with folding as (
      select distinct campaign_id from care_case where organisation_id = ${organisationId} and folded
    )
    select f.campaign_id as "campaignId", next.id as "caseId" from folding as f
    join campaign as g on g.organisation_id = ${organisationId} and g.id = f.campaign_id
    left join lateral (
      select id, due_at, folded, merged_into from care_case where organisation_id = ${organisationId} and id = g.lead_case_id limit 1
    ) as lead on true
    cross join lateral (
      select id from care_case as c where c.organisation_id = ${organisationId} and c.folded and c.campaign_id = f.campaign_id and c.due_at is not null
      order by tier, due_at, id limit 1
    ) as next
    where lead.id is null or lead.due_at is null or lead.folded or lead.merged_into is not null`.execute(tx);
  return found.rows;
}
