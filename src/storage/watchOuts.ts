/** Accounts that answer our authors as if they were we: what is looked at, what was found, what a person decided. */
import { sql } from 'kysely';
import type { Network } from '../domain/network.ts';
import {
  type Answering,
  answeredWithin,
  type WatchLimits,
  type WatchSign,
  type WatchState,
} from '../domain/watchOut.ts';
import { uuids } from './arrays.ts';
import type { System, Tenant } from './database.ts';
import { claimReading, type Reading } from './readings.ts';
import type { Lease } from './webhookWork.ts';

/** Claims an organisation in which something happened since it was looked at; null when there is none. A new one is found in the next round. Nobody answers in a letterbox in our name. */
export function claimWatchReading(
  system: System,
  lease: Lease,
  now: Date,
  except: readonly number[],
): Promise<Reading | null> {
  const begin = sql`
    insert into watch_reading (organisation_id, read)
    select c.organisation_id, 0 from organisation_counter as c
    where not exists (select from watch_reading as w where w.organisation_id = c.organisation_id)
      and not exists (select from letterbox as l where l.box_id = c.organisation_id)`;
  return claimReading(system, 'watch_reading', { begin, lease, now, except });
}

/** A public post that answers an author of ours and is neither theirs nor ours. */
export interface AnsweringPost extends Answering {
  postId: string;
  identityId: string;
  /** The case in which it stands itself. */
  caseId: string;
  at: Date;
  /** The conversation of the author whom it answers. */
  conversationId: string;
  /** What the account is known as already; null: nothing. */
  state: WatchState | null;
}

/**
 * Those of these posts that answer an author of ours: what they answer, or else what their thread begins with, is that author's or our answer to them. Never of us, of the author, of a known watchdog, of an
 * account that a person called innocent or ours, or in answer to one that is suspected. Each is found by keys: how long a thread is costs nothing.
 */
export async function answeringPosts(
  tx: Tenant,
  organisationId: number,
  postIds: readonly string[],
): Promise<AnsweringPost[]> {
  if (postIds.length === 0) return [];
  const answered = sql`
    select v.id, v.identity_id, o.author_id
    from unnest(array[p.parent_network_id, p.thread]) with ordinality as r(name, n)
    join post as q on q.organisation_id = ${organisationId} and q.fingerprint = network_fingerprint(p.network, r.name)
    join conversation as v on v.organisation_id = ${organisationId} and v.id = q.conversation_id
    join identity as o on o.organisation_id = ${organisationId} and o.id = v.identity_id
    where q.id <> p.id and q.at <= p.at and v.visibility = 'public'`;
  const found = await sql<AnsweringPost>`
    select p.id as "postId", p.text, p.at, i.id as "identityId", i.handle, i.name, c.case_id as "caseId", a.id as "conversationId", w.state,
      (
        select count(distinct bv.identity_id)::integer from (
          select id from conversation where organisation_id = ${organisationId} and identity_id = i.id order by id desc limit 50
        ) as own
        join post as b on b.organisation_id = ${organisationId} and b.conversation_id = own.id and b.direction = 'inbound'
          and b.at > p.at - ${answeredWithin / 1000} * interval '1 second' and b.at <= p.at
        join post as q on q.organisation_id = ${organisationId} and q.fingerprint = network_fingerprint(b.network, b.parent_network_id)
        join conversation as bv on bv.organisation_id = ${organisationId} and bv.id = q.conversation_id and bv.identity_id <> i.id
      ) as authors
    from unnest(${uuids([...new Set(postIds)])}) as t(id)
    join post as p on p.organisation_id = ${organisationId} and p.id = t.id
    join identity as i on i.organisation_id = ${organisationId} and i.id = p.identity_id
    join conversation as c on c.organisation_id = ${organisationId} and c.id = p.conversation_id
    left join watch_out as w on w.organisation_id = ${organisationId} and w.identity_id = i.id
    cross join lateral (
      select x.* from (${answered} order by r.n limit 1) as x where x.author_id <> i.author_id
    ) as a
    where p.direction = 'inbound' and p.visibility = 'public' and p.hearing <> 'imported' and not p.automatic
      and p.deleted_at is null and p.erased_at is null and i.erased_at is null and not i.protected
      and (w.state is null or w.state in ('suspected', 'imposter'))
      and not exists (
        select from connected_account as us where us.organisation_id = ${organisationId} and us.network = i.network and us.network_id = i.network_id
      )
      and not exists (
        select from watchdog_account as d where d.organisation_id = ${organisationId} and d.network = i.network and lower(d.handle) = lower(i.handle)
      )
      and not exists (
        select from watch_out as o where o.organisation_id = ${organisationId} and o.identity_id = a.identity_id and o.state in ('suspected', 'imposter')
      )
    order by p.at, p.id`.execute(tx);
  return found.rows;
}

/** Handles and names under which the house is known: of its accounts, its institutions, its own. */
export async function namesOfOurs(
  tx: Tenant,
  organisationId: number,
): Promise<{ handle: string; name: string | null }[]> {
  const found = await sql<{ handle: string; name: string | null }>`
    select handle, name from connected_account where organisation_id = ${organisationId} and state <> 'removed'
    union select name, null from institution where organisation_id = ${organisationId}
    union select name, null from organisation where id = ${organisationId}`.execute(tx);
  return found.rows;
}

export async function watchLimits(tx: Tenant, organisationId: number): Promise<Partial<WatchLimits> | null> {
  const found = await sql<{ limits: Partial<WatchLimits> | null }>`
    select watch_outs as limits from organisation where id = ${organisationId}`.execute(tx);
  return found.rows[0]?.limits ?? null;
}

export async function keepWatchLimits(
  tx: Tenant,
  organisationId: number,
  limits: WatchLimits,
): Promise<void> {
  await sql`update organisation set watch_outs = ${JSON.stringify(limits)}::jsonb where id = ${organisationId}`.execute(
    tx,
  );
}

export interface FoundWatchOut {
  identityId: string;
  score: number;
  signs: readonly WatchSign[];
  like: string | null;
  at: Date;
}

/** Keeps what was found of an account; true where it was not known before. Whoever was found before is so only with more that speaks for it. */
export async function keepWatchOut(
  tx: Tenant,
  organisationId: number,
  found: FoundWatchOut,
): Promise<boolean> {
  const { identityId, score, signs, like, at } = found;
  const done = await sql<{ fresh: boolean }>`
    insert into watch_out as w (organisation_id, identity_id, found_at, score, signs, like_name)
    values (${organisationId}, ${identityId}::uuid, ${at}, ${score}, ${[...signs]}::text[], ${like})
    on conflict (organisation_id, identity_id) do update set score = greatest(w.score, excluded.score), like_name = coalesce(w.like_name, excluded.like_name),
      signs = array(select distinct s from unnest(w.signs || excluded.signs) as s)
    returning xmax = 0 as fresh`.execute(tx);
  return done.rows[0]?.fresh === true;
}

/** A post of theirs in a thread of ours; again, nothing changes. */
export async function keepWatchedPost(
  tx: Tenant,
  organisationId: number,
  {
    postId,
    identityId,
    conversationId,
    at,
  }: Pick<AnsweringPost, 'postId' | 'identityId' | 'conversationId' | 'at'>,
): Promise<void> {
  await sql`
    insert into watch_out_post (organisation_id, post_id, identity_id, conversation_id, at)
    values (${organisationId}, ${postId}::uuid, ${identityId}::uuid, ${conversationId}::uuid, ${at}) on conflict do nothing`.execute(
    tx,
  );
}

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
  reported: { at: string; by: string; outcome: string; sentence: string | null } | null;
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
      s.first as "firstAt", s.last as "lastAt", s.posts, coalesce(l.latest, '[]') as latest
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

/** Ids of the accounts that concern a case: whoever writes in it, and whoever answered its author. */
export async function watchOutsOfCase(tx: Tenant, organisationId: number, caseId: string): Promise<string[]> {
  const found = await sql<{ id: string }>`
    with theirs as (select id, identity_id from conversation where organisation_id = ${organisationId} and case_id = ${caseId}::uuid)
    select w.identity_id as id from theirs join watch_out as w on w.organisation_id = ${organisationId} and w.identity_id = theirs.identity_id
    where w.state in ('suspected', 'imposter')
    union
    select w.identity_id from theirs join watch_out_post as x on x.organisation_id = ${organisationId} and x.conversation_id = theirs.id
    join watch_out as w on w.organisation_id = ${organisationId} and w.identity_id = x.identity_id
    where w.state in ('suspected', 'imposter')
    limit 20`.execute(tx);
  return found.rows.map(({ id }) => id);
}

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
    ) as some`.execute(tx);
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

/** The account of the house by which something is reported to a network; null where none is connected there. */
export async function reportingAccount(
  tx: Tenant,
  organisationId: number,
  network: Network,
): Promise<string | null> {
  const found = await sql<{ id: string }>`
    select id from connected_account where organisation_id = ${organisationId} and network = ${network} and state = 'listening' and member_id is null and cut_off_at is null
    order by created_at, id limit 1`.execute(tx);
  return found.rows[0]?.id ?? null;
}
