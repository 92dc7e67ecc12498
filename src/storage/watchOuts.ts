/** Accounts that answer our authors as if they were we: what a person is shown of them, and what they decided. */
import { type RawBuilder, sql } from 'kysely';
import type { Network } from '../domain/network.ts';
import type { WatchSign, WatchState } from '../domain/watchOut.ts';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import { type Lookup, lookup } from './lookups.ts';

export interface WatchOut {
  identityId: string;
  network: Network;
  networkId: string;
  handle: string;
  name: string | null;
  foundAt: Date;
  score: number;
  signs: WatchSign[];
  like: string | null;
  state: WatchState;
  decided: { at: string; by: string } | null;
  reported: { at: string; by: string; outcome: ReportOutcome; sentence: string | null } | null;
  /** The house has an account on its network. */
  canReport: boolean;
  firstAt: Date | null;
  lastAt: Date | null;
  posts: number;
  /** The latest first, 10 at most. */
  latest: WatchedPost[];
}

export interface WatchedPost {
  postId: string;
  networkId: string;
  at: string;
  /** Null once it was deleted or erased. */
  text: string | null;
  /** The case in which it stands. */
  caseId: string;
  /** The author whom it answers, and their case. */
  answered: { name: string; caseId: string; caseNumber: number };
}

/** One account, or those of some states, the latest found first, 200 at most. */
export async function listWatchOuts(
  tx: Tenant,
  organisationId: number,
  wanted: { states: readonly WatchState[] } | { identityId: string },
): Promise<WatchOut[]> {
  const which =
    'identityId' in wanted
      ? sql`w.identity_id = ${wanted.identityId}::uuid`
      : sql`w.state = any(${[...wanted.states]}::text[])`;
  const found = await sql<WatchOut>`
    select w.identity_id as "identityId", i.network, i.network_id as "networkId", i.handle, i.name, w.found_at as "foundAt", w.score::integer as score, w.signs,
      w.like_name as "like", w.state,
      case when w.decided_at is not null then jsonb_build_object('at', w.decided_at, 'by', d.name) end as decided,
      case when w.reported_at is not null then jsonb_build_object('at', w.reported_at, 'by', r.name, 'outcome', w.report_outcome, 'sentence', w.report_sentence) end as reported,
      s.first as "firstAt", s.last as "lastAt", s.posts, coalesce(l.latest, '[]') as latest,
      exists (${reporting(organisationId, sql`i.network`)}) as "canReport"
    from watch_out as w
    join identity as i on i.organisation_id = ${organisationId} and i.id = w.identity_id
    left join member as d on d.organisation_id = ${organisationId} and d.id = w.decided_by
    left join member as r on r.organisation_id = ${organisationId} and r.id = w.reported_by
    cross join lateral (
      select min(at) as first, max(at) as last, count(*)::integer as posts from watch_out_post where organisation_id = ${organisationId} and identity_id = w.identity_id
    ) as s
    left join lateral (
      select jsonb_agg(jsonb_build_object('postId', p.id, 'networkId', p.network_id, 'at', x.at,
        'text', case when p.deleted_at is null and p.erased_at is null then p.text end, 'caseId', own.case_id,
        'answered', jsonb_build_object('name', coalesce(ai.name, ai.handle), 'caseId', k.id, 'caseNumber', k.number)) order by x.at desc, p.id) as latest
      from (
        select post_id, conversation_id, at from watch_out_post where organisation_id = ${organisationId} and identity_id = w.identity_id order by at desc limit 10
      ) as x
      join post as p on p.organisation_id = ${organisationId} and p.id = x.post_id
      join conversation as own on own.organisation_id = ${organisationId} and own.id = p.conversation_id
      join conversation as v on v.organisation_id = ${organisationId} and v.id = x.conversation_id
      join identity as ai on ai.organisation_id = ${organisationId} and ai.id = v.identity_id
      join care_case as k on k.organisation_id = ${organisationId} and k.id = v.case_id
    ) as l on true
    where w.organisation_id = ${organisationId} and ${which} order by w.found_at desc, w.identity_id limit 200`.execute(
    tx,
  );
  return found.rows;
}

/** An account that concerns a case, for whoever works on it. */
export interface WatchNote {
  id: string;
  network: Network;
  handle: string;
  name: string | null;
  state: WatchState;
  like: string | null;
  writesHere: boolean;
}

/** The accounts that concern a case: whoever writes in it, and whoever answered its author; those that a person called innocent or ours do not. 20 at most. */
export const watchNotesLookup = (organisationId: number, caseId: string): Lookup<WatchNote[]> =>
  lookup(
    sql<WatchNote>`
      select w.identity_id as id, i.network, i.handle, i.name, w.state, w.like_name as "like", bool_or(n.writes) as "writesHere"
      from (
        select v.identity_id as id, true as writes from conversation as v where v.organisation_id = ${organisationId} and v.case_id = ${caseId}::uuid
        union all
        select x.identity_id, false from conversation as v
        join watch_out_post as x on x.organisation_id = ${organisationId} and x.conversation_id = v.id
        where v.organisation_id = ${organisationId} and v.case_id = ${caseId}::uuid
      ) as n
      join watch_out as w on w.organisation_id = ${organisationId} and w.identity_id = n.id and w.state in ('suspected', 'imposter')
      join identity as i on i.organisation_id = ${organisationId} and i.id = n.id
      group by w.identity_id, i.network, i.handle, i.name, w.state, w.like_name, w.found_at order by w.found_at, w.identity_id limit 20`,
    (rows) => [...rows],
  );

/** What an account was before and the case of its last post, locked; null where none is known. */
export async function lockWatchOut(
  tx: Tenant,
  organisationId: number,
  identityId: string,
): Promise<{ state: WatchState; caseId: string | null } | null> {
  const found = await sql<{ state: WatchState; caseId: string | null }>`
    select w.state, (
      select c.case_id from watch_out_post as x join post as p on p.organisation_id = ${organisationId} and p.id = x.post_id
      join conversation as c on c.organisation_id = ${organisationId} and c.id = p.conversation_id
      where x.organisation_id = ${organisationId} and x.identity_id = w.identity_id order by x.at desc limit 1
    ) as "caseId"
    from watch_out as w where w.organisation_id = ${organisationId} and w.identity_id = ${identityId}::uuid for update`.execute(
    tx,
  );
  return found.rows[0] ?? null;
}

export async function decideWatchOut(
  tx: Tenant,
  organisationId: number,
  { identityId, state, by, at }: { identityId: string; state: WatchState; by: string; at: Date },
): Promise<void> {
  const open = state === 'suspected';
  await sql`
    update watch_out set state = ${state}, decided_at = ${open ? null : at}::timestamptz, decided_by = ${open ? null : by}::uuid
    where organisation_id = ${organisationId} and identity_id = ${identityId}::uuid`.execute(tx);
}

export type ReportOutcome = 'asking' | 'taken' | 'refused' | 'unknown' | 'by_hand';

export async function keepReport(
  tx: Tenant,
  organisationId: number,
  report: { identityId: string; by: string; at: Date; outcome: ReportOutcome; sentence: string | null },
): Promise<void> {
  const { identityId, by, at, outcome, sentence } = report;
  await sql`
    update watch_out set reported_at = ${at}, reported_by = ${by}::uuid, report_outcome = ${outcome}, report_sentence = ${sentence}
    where organisation_id = ${organisationId} and identity_id = ${identityId}::uuid`.execute(tx);
}

/** How many wait for a person. */
export async function countSuspected(tx: Tenant, organisationId: number): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(*)::integer as count from (
      select from watch_out where organisation_id = ${organisationId} and state = 'suspected' limit 1000
    ) as waiting`.execute(tx);
  return found.rows[0]?.count ?? 0;
}

/** Forgets what was found of these identities: whoever is erased is watched no more. */
export async function eraseWatchOuts(
  tx: Tenant,
  organisationId: number,
  identityIds: readonly string[],
): Promise<void> {
  const ids = uuids([...identityIds]);
  await sql`delete from watch_out_post where organisation_id = ${organisationId} and identity_id = any(${ids})`.execute(
    tx,
  );
  await sql`delete from watch_out where organisation_id = ${organisationId} and identity_id = any(${ids})`.execute(
    tx,
  );
}

/** Accounts of the house by which something is reported to a network. */
const reporting = (organisationId: number, network: RawBuilder<unknown>) => sql<{ id: string }>`
  select a.id from connected_account as a where a.organisation_id = ${organisationId} and a.network = ${network} and a.state = 'listening' and a.member_id is null and a.cut_off_at is null`;

/** The first of them; null where none is connected there. */
export async function reportingAccount(
  tx: Tenant,
  organisationId: number,
  network: Network,
): Promise<string | null> {
  const found = await sql<{ id: string }>`
    ${reporting(organisationId, sql`${network}`)} order by a.created_at, a.id limit 1`.execute(tx);
  return found.rows[0]?.id ?? null;
}
