/** Looks for accounts that answer our authors as if they were we: what is looked at, and what was found of them. */
import { sql } from 'kysely';
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
  at: Date;
  /** The conversation of the author whom it answers, and its case. */
  conversationId: string;
  answeredCaseId: string;
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
    select v.id, v.case_id, v.identity_id, o.author_id
    from unnest(array[p.parent_network_id, p.thread]) with ordinality as r(name, n)
    join post as q on q.organisation_id = ${organisationId} and q.fingerprint = network_fingerprint(p.network, r.name)
    join conversation as v on v.organisation_id = ${organisationId} and v.id = q.conversation_id
    join identity as o on o.organisation_id = ${organisationId} and o.id = v.identity_id
    where q.id <> p.id and q.at <= p.at and v.visibility = 'public'`;
  const found = await sql<AnsweringPost>`
    select p.id as "postId", p.text, p.at, i.id as "identityId", i.handle, i.name, a.id as "conversationId", a.case_id as "answeredCaseId", w.state,
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

/** Handles and names under which the house is known: of its accounts, its own institutions, its own. Who is only watched answers in their own name. */
export async function namesOfOurs(
  tx: Tenant,
  organisationId: number,
): Promise<{ handle: string; name: string | null }[]> {
  const found = await sql<{ handle: string; name: string | null }>`
    select handle, name from connected_account where organisation_id = ${organisationId} and state <> 'removed'
    union select name, null from institution where organisation_id = ${organisationId} and own
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

/** Keeps what was found of an account. Whoever was found before is so only with more that speaks for it. */
export async function keepWatchOut(tx: Tenant, organisationId: number, found: FoundWatchOut): Promise<void> {
  const { identityId, score, signs, like, at } = found;
  await sql`
    insert into watch_out as w (organisation_id, identity_id, found_at, score, signs, like_name)
    values (${organisationId}, ${identityId}::uuid, ${at}, ${score}, ${[...signs]}::text[], ${like})
    on conflict (organisation_id, identity_id) do update set score = greatest(w.score, excluded.score), like_name = coalesce(w.like_name, excluded.like_name),
      signs = array(select distinct s from unnest(w.signs || excluded.signs) as s)`.execute(tx);
}

/** A post of theirs in a thread of ours; false where it is kept already. */
export async function keepWatchedPost(
  tx: Tenant,
  organisationId: number,
  {
    postId,
    identityId,
    conversationId,
    at,
  }: Pick<AnsweringPost, 'postId' | 'identityId' | 'conversationId' | 'at'>,
): Promise<boolean> {
  const done = await sql`
    insert into watch_out_post (organisation_id, post_id, identity_id, conversation_id, at)
    values (${organisationId}, ${postId}::uuid, ${identityId}::uuid, ${conversationId}::uuid, ${at}) on conflict do nothing`.execute(
    tx,
  );
  return (done.numAffectedRows ?? 0n) > 0n;
}
