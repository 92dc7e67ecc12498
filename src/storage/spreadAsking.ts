/** Whose turn it is to be counted again by its network, and by which account it is asked. The program's own work and the role of `inSpread`; nobody at the desk. */
import { sql } from 'kysely';
import type { Network } from '../domain/network.ts';
import { instants, integers, texts, uuids } from './arrays.ts';
import type { System, Tenant } from './database.ts';
import type { Lease } from './webhookWork.ts';

/** How questions are rationed: an account has so many at most, gets so many an hour, and keeps some for posts that rise. */
export interface Ration {
  most: number;
  anHour: number;
  forRising: number;
}

/** An account by which its network is asked. */
export interface AskingAccount {
  organisationId: number;
  accountId: string;
  network: Network;
  /** So many questions it may ask now. */
  tokens: number;
}

export interface AskingRules {
  /** Networks that can be asked, and of how many posts at once. */
  networks: readonly { network: Network; atOnce: number }[];
  ration: Ration;
  /** Posts written before this are not asked for. */
  oldest: Date;
  /** A question that is not full is asked once a post is due since then, or one that rises since the other. */
  dueSince: Date;
  risingSince: Date;
}

/** Takes an account of the house that may ask now, and has enough to ask for; null when there is none. Who asked longest ago comes first. */
export async function claimAskingAccount(
  system: System,
  { networks, ration, oldest, dueSince, risingSince }: AskingRules,
  lease: Lease,
  now: Date,
): Promise<AskingAccount | null> {
  const names = texts(networks.map(({ network }) => network));
  const sizes = integers(networks.map(({ atOnce }) => atOnce));
  const found = await sql<AskingAccount>`
    with due as (
      select a.organisation_id, a.id, a.network, t.tokens from unnest(${names}, ${sizes}) as n(network, at_once)
      join connected_account as a on a.network = n.network
      left join spread_account as s on s.organisation_id = a.organisation_id and s.account_id = a.id
      cross join lateral (
        select case when s.account_id is null then ${ration.most}::float8
          else least(${ration.most}::float8, s.tokens + ${ration.anHour}::float8 * extract(epoch from ${now}::timestamptz - s.filled_at)::float8 / 3600) end as tokens
      ) as t
      where a.state = 'listening' and a.secret is not null and a.member_id is null and a.cut_off_at is null
        and (s.rest_until is null or s.rest_until <= ${now}) and (s.lease_until is null or s.lease_until <= ${now}) and t.tokens >= 1
        and (
          exists (
            select from spread_watch as w where w.organisation_id = a.organisation_id and w.network = a.network and w.next_at <= ${risingSince} and w.rising and w.posted_at > ${oldest}
          ) or t.tokens >= 1 + ${ration.forRising}::float8 and (
            exists (
              select from spread_watch as w where w.organisation_id = a.organisation_id and w.network = a.network and w.next_at <= ${dueSince} and w.posted_at > ${oldest}
            ) or n.at_once <= (select count(*) from (
              select from spread_watch as w where w.organisation_id = a.organisation_id and w.network = a.network and w.next_at <= ${now} and w.posted_at > ${oldest} limit n.at_once
            ) as full_question)
          )
        )
      order by s.filled_at nulls first limit 1
    ), taken as (
      insert into spread_account as s (organisation_id, account_id, tokens, filled_at, leased_by, lease_until)
      select organisation_id, id, tokens, ${now}, ${lease.worker}, ${lease.until} from due
      on conflict (organisation_id, account_id) do update set
        tokens = excluded.tokens, filled_at = excluded.filled_at, leased_by = excluded.leased_by, lease_until = excluded.lease_until
        where s.lease_until is null or s.lease_until <= ${now}
      returning organisation_id, account_id, tokens
    )
    select t.organisation_id as "organisationId", t.account_id as "accountId", d.network, t.tokens from taken as t join due as d on d.id = t.account_id`.execute(
    system,
  );
  return found.rows[0] ?? null;
}

/** Gives an account back, with how often it asked now and until when its network wants to be left alone. */
export async function releaseAskingAccount(
  system: System,
  { organisationId, accountId }: Pick<AskingAccount, 'organisationId' | 'accountId'>,
  { worker, asked, restUntil }: { worker: string; asked: number; restUntil: Date | null },
): Promise<void> {
  await sql`
    update spread_account set tokens = greatest(0, tokens - ${asked}::float8), rest_until = ${restUntil}, leased_by = null, lease_until = null
    where organisation_id = ${organisationId} and account_id = ${accountId}::uuid and leased_by = ${worker}`.execute(
    system,
  );
}

/** A post that is asked for. */
export interface DuePost {
  postId: string;
  networkId: string;
}

/**
 * Takes posts that are due; nobody else has them before `until`. First those that rise, then those that somebody new passed on, those that were never counted, and the younger ones; what
 * failed before comes last. What is too old, deleted or erased is asked for no more.
 */
export async function takeDuePosts(
  tx: Tenant,
  organisationId: number,
  {
    network,
    now,
    until,
    oldest,
    most,
    onlyRising,
  }: { network: Network; now: Date; until: Date; oldest: Date; most: number; onlyRising: boolean },
): Promise<DuePost[]> {
  await sql`
    update spread_watch set next_at = null
    where organisation_id = ${organisationId} and network = ${network} and next_at <= ${now} and posted_at <= ${oldest}`.execute(
    tx,
  );
  const found = await sql<DuePost & { gone: boolean }>`
    with due as (
      select s.post_id from spread_watch as s
      where s.organisation_id = ${organisationId} and s.network = ${network} and s.next_at <= ${now} and (s.rising or not ${onlyRising}::boolean)
      order by s.failed > 0, s.rising desc, s.signed desc, s.asked_at is null desc, s.posted_at desc limit ${most} for update skip locked
    ), known as (
      select d.post_id, p.network_id, p.deleted_at is not null or p.erased_at is not null as gone
      from due as d join post as p on p.organisation_id = ${organisationId} and p.id = d.post_id
    )
    update spread_watch as w set next_at = case when k.gone then null else ${until}::timestamptz end, signed = false from known as k
    where w.organisation_id = ${organisationId} and w.post_id = k.post_id returning w.post_id as "postId", k.network_id as "networkId", k.gone`.execute(
    tx,
  );
  return found.rows.flatMap(({ gone, ...post }) => (gone ? [] : [post]));
}

/** Notes what a network said now, of what is watched still. A doubled answer changes nothing. */
export async function keepSamples(
  tx: Tenant,
  organisationId: number,
  samples: readonly { postId: string; count: number }[],
  at: Date,
): Promise<void> {
  if (samples.length === 0) return;
  await sql`
    with watched as (
      select w.post_id, t.count from unnest(${uuids(samples.map(({ postId }) => postId))}, ${integers(samples.map(({ count }) => count))}) as t(id, count)
      join spread_watch as w on w.organisation_id = ${organisationId} and w.post_id = t.id for key share of w
    )
    insert into spread_sample (organisation_id, post_id, source, at, count)
    select ${organisationId}::integer, post_id, 'asked', ${at}, count from watched
    on conflict (organisation_id, post_id, source, at) do update set count = greatest(spread_sample.count, excluded.count)`.execute(
    tx,
  );
}

/** When these posts are counted next, and which of them rise. Somebody who passed one on while its network was asked is not forgotten. */
export async function planPosts(
  tx: Tenant,
  organisationId: number,
  plans: readonly { postId: string; nextAt: Date | null; rising: boolean }[],
  now: Date,
): Promise<void> {
  for (const rising of [true, false]) {
    const ours = plans.filter((plan) => plan.rising === rising);
    if (ours.length === 0) continue;
    await sql`
      update spread_watch as w set rising = ${rising}, asked_at = ${now}, failed = 0, next_at = case when w.signed then least(t.at, w.next_at) else t.at end
      from unnest(${uuids(ours.map(({ postId }) => postId))}, ${instants(ours.map(({ nextAt }) => nextAt))}) as t(id, at)
      where w.organisation_id = ${organisationId} and w.post_id = t.id and w.next_at is not null`.execute(tx);
  }
}

/** They are asked for at that time; nothing else is known of them. */
export async function delayPosts(
  tx: Tenant,
  organisationId: number,
  postIds: readonly string[],
  until: Date,
): Promise<void> {
  await sql`
    update spread_watch set next_at = ${until}
    where organisation_id = ${organisationId} and post_id = any(${uuids([...postIds])}) and next_at is not null`.execute(
    tx,
  );
}

/** A question for them failed: they wait five minutes, twice as long after each further time, eight hours at most. */
export async function failPosts(
  tx: Tenant,
  organisationId: number,
  postIds: readonly string[],
  now: Date,
): Promise<void> {
  await sql`
    update spread_watch set failed = failed + 1, next_at = ${now}::timestamptz + least(480, 5 * 2 ^ least(failed, 10)) * interval '1 minute'
    where organisation_id = ${organisationId} and post_id = any(${uuids([...postIds])}) and next_at is not null`.execute(
    tx,
  );
}

/** Forgets posts that were watched before an instant and are no open story; at most so many of each organisation. Answers how many. */
export async function forgetWatched(system: System, before: Date, most: number): Promise<number> {
  const gone = await sql`
    delete from spread_watch where (organisation_id, post_id) in (
      select old.organisation_id, old.post_id from organisation as o
      cross join lateral (
        select w.organisation_id, w.post_id from spread_watch as w
        where w.organisation_id = o.id and w.posted_at < ${before} and not exists (
          select from spread_story as s where s.organisation_id = w.organisation_id and s.post_id = w.post_id and s.ended_as is null
        ) order by w.posted_at limit ${most}
      ) as old
    )`.execute(system);
  return Number(gone.numAffectedRows ?? 0n);
}
