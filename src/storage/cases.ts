/** Cases: read for deciding (locked), written as decided. What lists and screens read is in caseReads.ts. */
import { sql } from 'kysely';
import type { CaseClock, CaseState, StandingPosts } from '../domain/case.ts';
import type { QueuePlace, Severity } from '../domain/queue.ts';
import type { Threat } from '../domain/threat.ts';
import {
  bigints,
  booleans,
  columnsOf,
  instants,
  integers,
  rowsOf,
  smallints,
  texts,
  uuids,
} from './arrays.ts';
import type { Tenant } from './database.ts';

/** A case as the rules see it. */
export interface CaseFacts extends CaseClock {
  id: string;
  severity: Severity;
  vulnerable: boolean;
  threat: Threat | null;
  ownerId: string | null;
  /** The team in whose queue the case stands; null for nobody's. */
  teamId: string | null;
  inboundPosts: number;
  lastInboundPostId: string | null;
  sequence: number;
  /** The case that holds its conversations now; null while it holds its own. */
  mergedInto: string | null;
  /** True once conversations came or went. */
  rearranged: boolean;
}

interface CaseFactsRow {
  id: string;
  state: CaseState;
  state_at: Date;
  first_inbound_at: Date | null;
  last_inbound_at: Date | null;
  first_house_at: Date | null;
  last_house_at: Date | null;
  waiting_since: Date | null;
  severity: number;
  vulnerable: boolean;
  threat: Threat | null;
  owner_id: string | null;
  team_id: string | null;
  inbound_posts: number;
  last_inbound_post_id: string | null;
  sequence: number;
  merged_into: string | null;
  rearranged: boolean;
}

/** Reads and locks cases, in one order for everybody. */
export async function lockCases(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<Map<string, CaseFacts>> {
  if (ids.length === 0) return new Map();
  const found = await sql<CaseFactsRow>`
    select c.* from unnest(${uuids([...ids].sort())}) as t(id)
    cross join lateral (
      select id, state, state_at, first_inbound_at, last_inbound_at, first_house_at, last_house_at, waiting_since, severity, vulnerable, threat,
        owner_id, team_id, inbound_posts, last_inbound_post_id, sequence, merged_into, rearranged
      from care_case where organisation_id = ${organisationId} and id = t.id limit 1 for update
    ) as c`.execute(tx);
  return new Map(found.rows.map((row) => [row.id, caseFacts(row)]));
}

function caseFacts(row: CaseFactsRow): CaseFacts {
  return {
    id: row.id,
    state: row.state,
    stateAt: row.state_at,
    firstInboundAt: row.first_inbound_at,
    lastInboundAt: row.last_inbound_at,
    firstHouseAt: row.first_house_at,
    lastHouseAt: row.last_house_at,
    waitingSince: row.waiting_since,
    severity: row.severity as Severity,
    vulnerable: row.vulnerable,
    threat: row.threat,
    ownerId: row.owner_id,
    teamId: row.team_id,
    inboundPosts: row.inbound_posts,
    lastInboundPostId: row.last_inbound_post_id,
    sequence: Number(row.sequence),
    mergedInto: row.merged_into,
    rearranged: row.rearranged,
  };
}

export interface CaseToOpen {
  facts: CaseFacts;
  place: QueuePlace | null;
  number: number;
  institutionId: string;
  authorId: string;
  identityId: string;
  unitId: string | null;
}

/** Inserts cases that were decided on. */
export async function insertCases(
  tx: Tenant,
  organisationId: number,
  cases: readonly CaseToOpen[],
): Promise<void> {
  if (cases.length === 0) return;
  const f = cases.map((c) => c.facts);
  const rows = {
    id: uuids(f.map((c) => c.id)),
    number: bigints(cases.map((c) => c.number)),
    institution_id: uuids(cases.map((c) => c.institutionId)),
    author_id: uuids(cases.map((c) => c.authorId)),
    identity_id: uuids(cases.map((c) => c.identityId)),
    unit_id: uuids(cases.map((c) => c.unitId)),
    ...decided(cases),
  };
  await sql`
    insert into care_case (organisation_id, ${columnsOf(rows)})
    select ${organisationId}::integer, t.* from ${rowsOf(rows)} as t`.execute(tx);
}

/** What posts change of a case. */
function decided(cases: readonly { facts: CaseFacts; place: QueuePlace | null }[]) {
  const f = cases.map((c) => c.facts);
  return {
    last_inbound_post_id: uuids(f.map((c) => c.lastInboundPostId)),
    state: texts(f.map((c) => c.state)),
    state_at: instants(f.map((c) => c.stateAt)),
    first_inbound_at: instants(f.map((c) => c.firstInboundAt)),
    last_inbound_at: instants(f.map((c) => c.lastInboundAt)),
    first_house_at: instants(f.map((c) => c.firstHouseAt)),
    last_house_at: instants(f.map((c) => c.lastHouseAt)),
    waiting_since: instants(f.map((c) => c.waitingSince)),
    tier: smallints(cases.map((c) => c.place?.tier ?? null)),
    due_at: instants(cases.map((c) => c.place?.dueAt ?? null)),
    inbound_posts: integers(f.map((c) => c.inboundPosts)),
    sequence: bigints(f.map((c) => c.sequence)),
  };
}

/** Writes back what the rules decided about cases that were locked in this transaction. */
export async function updateCases(
  tx: Tenant,
  organisationId: number,
  cases: readonly { facts: CaseFacts; place: QueuePlace | null; stateBy: string | null }[],
): Promise<void> {
  if (cases.length === 0) return;
  const f = cases.map((c) => c.facts);
  const rows = {
    id: uuids(f.map((c) => c.id)),
    state_by: uuids(cases.map((c) => c.stateBy)),
    severity: smallints(f.map((c) => c.severity)),
    vulnerable: booleans(f.map((c) => c.vulnerable)),
    threat: texts(f.map((c) => c.threat)),
    owner_id: uuids(f.map((c) => c.ownerId)),
    team_id: uuids(f.map((c) => c.teamId)),
    ...decided(cases),
  };
  await sql`
    update care_case as c set state_by = case when c.state = t.state then c.state_by else t.state_by end, state = t.state, state_at = t.state_at,
      first_inbound_at = t.first_inbound_at, last_inbound_at = t.last_inbound_at, first_house_at = t.first_house_at, last_house_at = t.last_house_at,
      waiting_since = t.waiting_since, tier = t.tier, due_at = t.due_at, severity = t.severity, vulnerable = t.vulnerable, threat = t.threat, owner_id = t.owner_id,
      -- What is worked on, says more than before, or is grave now stands for itself (domain/likeness.ts).
      folded = c.folded and t.owner_id is null and t.team_id is null and t.inbound_posts <= c.inbound_posts and t.severity < 3 and not t.vulnerable and t.threat is null,
      team_id = t.team_id, inbound_posts = t.inbound_posts, last_inbound_post_id = t.last_inbound_post_id, sequence = t.sequence
    from ${rowsOf(rows)} as t
    where c.organisation_id = ${organisationId} and c.id = t.id`.execute(tx);
}

/** What the posts of a case say, read from the posts themselves: needed where an answer or a deletion arrived late. */
export interface CaseRecount extends StandingPosts {
  caseId: string;
  lastInboundPostId: string | null;
}

/** A case to recount. `since`: posts before it were settled by a resolution and are not counted as unanswered. */
export interface CaseToRecount {
  id: string;
  since: Date | null;
}

/** Recounts cases from their posts; a case without any standing post has no entry. */
export async function recountCases(
  tx: Tenant,
  organisationId: number,
  cases: readonly CaseToRecount[],
): Promise<Map<string, CaseRecount>> {
  if (cases.length === 0) return new Map();
  const found = await sql<CaseRecount>`
    with standing as (
      select c.case_id, t.since, p.id, p.at, p.direction,
        max(p.at) filter (where p.direction = 'house') over (partition by c.case_id) as last_house_at
      from unnest(${uuids(cases.map((c) => c.id))}, ${instants(cases.map((c) => c.since))}) as t(case_id, since)
      join conversation as c on c.organisation_id = ${organisationId} and c.case_id = t.case_id
      join post as p on p.organisation_id = ${organisationId} and p.conversation_id = c.id and p.deleted_at is null
        and not p.automatic and p.bounced_at is null
    )
    select case_id as "caseId",
      min(at) filter (where direction = 'inbound' and (last_house_at is null or at > last_house_at) and (since is null or at >= since)) as "firstUnansweredAt",
      (count(*) filter (where direction = 'inbound'))::integer as "inboundPosts",
      min(at) filter (where direction = 'inbound') as "firstInboundAt", max(at) filter (where direction = 'inbound') as "lastInboundAt",
      min(at) filter (where direction = 'house') as "firstHouseAt", max(at) filter (where direction = 'house') as "lastHouseAt",
      (array_agg(id order by at desc, id desc) filter (where direction = 'inbound'))[1] as "lastInboundPostId"
    from standing group by case_id`.execute(tx);
  return new Map(found.rows.map((row) => [row.caseId, row]));
}
