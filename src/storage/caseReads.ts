/** What lists and screens read of cases. Reading never writes. */
import { type RawBuilder, sql } from 'kysely';
import type { AbuseReason } from '../domain/abuse.ts';
import type { Block } from '../domain/block.ts';
import type { CaseState } from '../domain/case.ts';
import { type CaseFilter, isEmptyFilter } from '../domain/caseFilter.ts';
import type { Network } from '../domain/network.ts';
import type { Visibility } from '../domain/post.ts';
import { usualPage } from '../domain/queue.ts';
import type { Threat } from '../domain/threat.ts';
import { uuids } from './arrays.ts';
import {
  allOf,
  conditionsBesideCase,
  conditionsOnCase,
  conditionsOnLastPost,
  spanOf,
} from './caseFilters.ts';
import { type CaseViewName, type PageEnd, planOf } from './casePlans.ts';
import type { Tenant } from './database.ts';
import { casesToWalk } from './tags.ts';

/** One line of a list. */
export interface ListedCase {
  id: string;
  number: number;
  state: CaseState;
  stateAt: Date;
  severity: number;
  vulnerable: boolean;
  threat: Threat | null;
  tier: number | null;
  dueAt: Date | null;
  waitingSince: Date | null;
  owner: { id: string; name: string } | null;
  /** The team in whose queue it stands. */
  team: { id: string; name: string } | null;
  tags: string[];
  /** `protected`: name and handle are a stand-in. */
  author: { id: string; name: string; handle: string; protected: boolean };
  network: Network;
  visibility: Visibility;
  institution: string;
  unit: { id: string; name: string } | null;
  words: string | null;
  /** Why the author's last post was found abusive. */
  abusive: AbuseReason | null;
  /** A supervisor blocked the author; it may be over. */
  blocked: Block | null;
  language: string | null;
  inboundPosts: number;
  lastInboundAt: Date | null;
  /** It has an answer of ours. */
  answered: boolean;
  sequence: number;
  mergedInto: string | null;
  /** Conversations came or went. */
  rearranged: boolean;
  /** The campaign it belongs to, and how many posts have said the same. `folded`: another case stands for it in the queue. */
  alike: { campaign: string; posts: number; folded: boolean } | null;
}

interface ListedRow {
  id: string;
  number: number;
  state: CaseState;
  state_at: Date;
  severity: number;
  vulnerable: boolean;
  threat: Threat | null;
  tier: number | null;
  due_at: Date | null;
  waiting_since: Date | null;
  owner_id: string | null;
  owner_name: string | null;
  team_id: string | null;
  team_name: string | null;
  tags: string[];
  author_id: string;
  author_name: string;
  handle: string;
  protected: boolean;
  network: Network;
  visibility: Visibility | null;
  institution: string;
  unit_id: string | null;
  unit_name: string | null;
  words: string | null;
  abusive: AbuseReason | null;
  blocked: boolean;
  blocked_until: Date | null;
  language: string | null;
  inbound_posts: number;
  last_inbound_at: Date | null;
  answered: boolean;
  sequence: number;
  merged_into: string | null;
  rearranged: boolean;
  campaign_id: string | null;
  campaign_posts: number | null;
  folded: boolean;
}

/** The case first (a page of them by index), then what its line shows: fifty look-ups by key. */
function listed(organisationId: number, page: RawBuilder<unknown>, order: RawBuilder<unknown>) {
  return sql<ListedRow>`
    with page as materialized (${page})
    select page.id, page.number, page.state, page.state_at, page.severity, page.vulnerable, page.threat, page.tier, page.due_at, page.waiting_since,
      page.owner_id, m.name as owner_name, page.team_id, team.name as team_name, page.tags, i.author_id, coalesce(i.name, i.handle) as author_name, i.handle, i.protected, i.network,
      p.visibility, n.name as institution, page.unit_id, u.name as unit_name, case when p.deleted_at is null and p.erased_at is null then left(p.text, 240) end as words, b.reason as abusive, x.author_id is not null as blocked, x.until as blocked_until, p.language,
      page.inbound_posts, page.last_inbound_at, page.first_house_at is not null as answered, page.sequence, page.merged_into, page.rearranged, page.campaign_id, g.posts as campaign_posts, page.folded
    from page
    join identity as i on i.organisation_id = ${organisationId} and i.id = page.identity_id
    left join author_block as x on x.organisation_id = ${organisationId} and x.author_id = i.author_id
    join institution as n on n.organisation_id = ${organisationId} and n.id = page.institution_id
    left join unit as u on u.organisation_id = ${organisationId} and u.id = page.unit_id
    left join post as p on p.organisation_id = ${organisationId} and p.id = page.last_inbound_post_id
    left join abusive_post as b on b.organisation_id = ${organisationId} and b.post_id = page.last_inbound_post_id
    left join member as m on m.organisation_id = ${organisationId} and m.id = page.owner_id
    left join campaign as g on g.organisation_id = ${organisationId} and g.id = page.campaign_id
    left join team on team.organisation_id = ${organisationId} and team.id = page.team_id
    ${order}`;
}

function listedCase(row: ListedRow): ListedCase {
  return {
    id: row.id,
    number: Number(row.number),
    state: row.state,
    stateAt: row.state_at,
    severity: row.severity,
    vulnerable: row.vulnerable,
    threat: row.threat,
    tier: row.tier,
    dueAt: row.due_at,
    waitingSince: row.waiting_since,
    owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? '' },
    team: row.team_id === null ? null : { id: row.team_id, name: row.team_name ?? '' },
    tags: row.tags,
    author: { id: row.author_id, name: row.author_name, handle: row.handle, protected: row.protected },
    network: row.network,
    visibility: row.visibility ?? 'public',
    institution: row.institution,
    unit: row.unit_id === null ? null : { id: row.unit_id, name: row.unit_name ?? '' },
    words: row.words,
    abusive: row.abusive,
    blocked: row.blocked ? { until: row.blocked_until } : null,
    language: row.language,
    inboundPosts: row.inbound_posts,
    lastInboundAt: row.last_inbound_at,
    answered: row.answered,
    sequence: Number(row.sequence),
    mergedInto: row.merged_into,
    rearranged: row.rearranged,
    alike:
      row.campaign_id === null
        ? null
        : { campaign: row.campaign_id, posts: row.campaign_posts ?? 0, folded: row.folded },
  };
}

/** Who looks: the member, and the teams whose queues they see. */
export interface Looking {
  memberId: string;
  teamIds: readonly string[];
}

export interface PageOfCases extends Looking {
  view: CaseViewName;
  after: PageEnd | null;
  limit: number;
  /** What the view is narrowed to; left out, all of it is meant. */
  filter?: CaseFilter;
}

export interface CasesRead {
  rows: ListedCase[];
  end: PageEnd | null;
  /** As many cases were looked through as one page may: there may be more behind `end`. */
  cut: boolean;
}

/** How many cases are looked through for one page of a narrowed view. */
export const mostLookedThrough = 10_000;

/** The cases of a view by index, at most so many: of several teams each is read as far as the page could reach. */
function casesOf(
  organisationId: number,
  view: CaseViewName,
  looking: Looking,
  page: Record<'over' | 'after' | 'limit' | 'columns', RawBuilder<unknown>>,
): RawBuilder<unknown> {
  const { where, order } = planOf(view, looking.memberId);
  const { over, after, limit, columns } = page;
  if (view !== 'team')
    return sql`select ${columns} from ${over} where organisation_id = ${organisationId} and ${where} ${after} ${order} limit ${limit}`;
  return sql`
    select ${columns} from (
      select c.* from unnest((select ${uuids([...looking.teamIds])})) as t(of_team) cross join lateral (
        select * from ${over} where organisation_id = ${organisationId} and team_id = t.of_team and ${where} ${after} ${order} limit ${limit}
      ) as c
    ) as of_teams ${order} limit ${limit}`;
}

/**
 * A page of a view; every view walks an index, so a page costs the same at ten cases and at a million. The limits that screens ask for (multiples of the usual page) are
 * part of the statement: a plan that is kept for any limit would have to expect a tenth of all cases. A narrowed view is walked in the same order, `lookedThrough` cases
 * at most for one page.
 */
export async function pageOfCases(
  tx: Tenant,
  organisationId: number,
  wanted: PageOfCases,
  lookedThrough = mostLookedThrough,
): Promise<CasesRead> {
  const plan = planOf(wanted.view, wanted.memberId);
  const after = wanted.after === null ? sql`` : plan.after(wanted.after);
  const limit = wanted.limit % usualPage === 0 ? sql.lit(wanted.limit) : sql`${wanted.limit}`;
  const over = await casesToWalk(tx, organisationId, wanted.filter);
  const walk = (most: RawBuilder<unknown>) =>
    casesOf(organisationId, wanted.view, wanted, { over, after, limit: most, columns: sql`*` });
  const { filter = {} } = wanted;
  const page = isEmptyFilter(filter)
    ? walk(limit)
    : sql`select c.* from (${walk(sql.lit(lookedThrough))}) as c
        where ${await passing(tx, organisationId, wanted)} ${plan.order} limit ${limit}`;
  const found = await listed(organisationId, page, plan.order).execute(tx);
  const rows = found.rows.map(listedCase);
  const last = found.rows.length < wanted.limit ? undefined : found.rows[found.rows.length - 1];
  if (last !== undefined) return { rows, end: endAt(wanted.view, last), cut: false };
  if (isEmptyFilter(filter)) return { rows, end: null, cut: false };
  const stopped = await sql<EndRow>`
    select tier, due_at, state_at, id, number from (${walk(sql.lit(lookedThrough))}) as c
    offset ${sql.lit(lookedThrough - 1)}`.execute(tx);
  const [row] = stopped.rows;
  return { rows, end: row === undefined ? null : endAt(wanted.view, row), cut: row !== undefined };
}

async function passing(
  tx: Tenant,
  organisationId: number,
  { filter = {}, memberId }: Pick<PageOfCases, 'filter' | 'memberId'>,
): Promise<RawBuilder<unknown>> {
  return allOf([
    ...conditionsOnCase(organisationId, filter, memberId),
    ...conditionsOnLastPost(await spanOf(tx, organisationId, filter)),
    ...conditionsBesideCase(organisationId, filter),
  ]);
}

type EndRow = Pick<ListedRow, 'tier' | 'due_at' | 'state_at' | 'id' | 'number'>;

/** The sort key of a row; without a time where a case of a team waits for nobody. */
function endAt(view: CaseViewName, row: EndRow): PageEnd {
  const byDue = view === 'queue' || view === 'unowned' || view === 'team';
  const at = byDue ? row.due_at : row.state_at;
  return { tier: row.tier, at: at?.toISOString() ?? null, id: row.id, number: Number(row.number) };
}

/** The lines of these cases, in no order; unknown ids are left out. */
export async function casesById(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<ListedCase[]> {
  if (ids.length === 0) return [];
  const page = sql`
    select c.* from unnest(${uuids([...ids])}) as t(id)
    cross join lateral (select * from care_case where organisation_id = ${organisationId} and id = t.id limit 1) as c`;
  const found = await listed(organisationId, page, sql``).execute(tx);
  return found.rows.map(listedCase);
}

/** How many cases each view holds, counted to `most` and no further, so that a count never costs more than a page. The others are counted while the teams are asked for. */
export async function countsOfCases(
  tx: Tenant,
  organisationId: number,
  { memberId, teamIds }: { memberId: string; teamIds: Promise<readonly string[]> },
  most: number,
): Promise<Record<CaseViewName, number>> {
  const count = async (view: CaseViewName, teams: readonly string[] = []) => {
    const looking = { memberId, teamIds: teams };
    const page = { over: sql`care_case`, after: sql``, limit: sql.lit(most), columns: sql`1` };
    const counted = await sql<{ n: number }>`
      select count(*)::integer as n from (${casesOf(organisationId, view, looking, page)}) as counted`.execute(
      tx,
    );
    return counted.rows[0]?.n ?? 0;
  };
  const [queue, mine, team, unowned, waiting_author, resolved, all] = await Promise.all([
    count('queue'),
    count('mine'),
    teamIds.then((teams) => count('team', teams)),
    count('unowned'),
    count('waiting_author'),
    count('resolved'),
    count('all'),
  ]);
  return { queue, mine, team, unowned, waiting_author, resolved, all };
}

/** How many cases a narrowed view holds, counted to `mostCounted`, of as many as one page looks through. `more`: there may be others. */
export async function countNarrowed(
  tx: Tenant,
  organisationId: number,
  wanted: Looking & { view: CaseViewName; filter: CaseFilter },
  mostCounted = 1_000,
): Promise<{ count: number; more: boolean }> {
  const over = await casesToWalk(tx, organisationId, wanted.filter);
  const page = { over, after: sql``, limit: sql.lit(mostLookedThrough), columns: sql`*` };
  const { rows } = await sql<{ looked: number; count: number }>`
    with walked as (${casesOf(organisationId, wanted.view, wanted, page)})
    select (select count(*)::integer from walked) as looked, (
      select count(*)::integer from (
        select from walked as c where ${await passing(tx, organisationId, wanted)} limit ${sql.lit(mostCounted)}
      ) as counted
    ) as count`.execute(tx);
  const { looked = 0, count = 0 } = rows[0] ?? {};
  return { count, more: count === mostCounted || looked === mostLookedThrough };
}

/** Other cases of an author, latest first. */
export async function casesOfAuthor(
  tx: Tenant,
  organisationId: number,
  authorId: string,
  except: string,
  most: number,
): Promise<ListedCase[]> {
  const page = sql`
    select * from care_case where organisation_id = ${organisationId} and id <> ${except}::uuid and id in (
      select c.case_id from conversation as c where c.organisation_id = ${organisationId} and c.identity_id in (
        select i.id from identity as i where i.organisation_id = ${organisationId} and i.id = ${authorId}::uuid
        union all
        select i.id from identity as i where i.organisation_id = ${organisationId} and i.author_id = ${authorId}::uuid and i.author_id <> i.id
      ) limit 1000
    )
    order by last_inbound_at desc nulls last limit ${most}`;
  const found = await listed(
    organisationId,
    page,
    sql`order by page.last_inbound_at desc nulls last`,
  ).execute(tx);
  return found.rows.map(listedCase);
}
