/** Whose turn it is to be counted again by its network, and by which account it is asked. The program's own work and the role of `inSpread`; nobody at the desk. */
import { sql } from 'kysely';
import type { Network } from '../domain/network.ts';
import { instants, integers, texts, uuids } from './arrays.ts';
import type { System, Tenant } from './database.ts';
import type { Lease } from './webhookWork.ts';

/** An account by which its network is asked. */
export interface AskingAccount {
  organisationId: number;
  accountId: string;
  network: Network;
  /** How often it asked in this hour. */
  asked: number;
}

/** Takes an account of the house that may ask now for posts that are due; null when there is none. */
export async function claimAskingAccount(
  system: System,
  { networks, hour, mostAsked }: { networks: readonly Network[]; hour: Date; mostAsked: number },
  lease: Lease,
  now: Date,
): Promise<AskingAccount | null> {
  const found = await sql<AskingAccount>`
    with due as (
      select a.organisation_id, a.id, a.network from connected_account as a
      left join spread_account as s on s.organisation_id = a.organisation_id and s.account_id = a.id
      where a.network = any(${texts([...networks])}) and a.state = 'listening' and a.secret is not null and a.member_id is null and a.cut_off_at is null
        and (s.rest_until is null or s.rest_until <= ${now}) and (s.lease_until is null or s.lease_until <= ${now})
        and (s.hour is null or s.hour < ${hour} or s.asked < ${mostAsked})
        and exists (select from spread_watch as w where w.organisation_id = a.organisation_id and w.network = a.network and w.next_at <= ${now})
      limit 1
    ), taken as (
      insert into spread_account as s (organisation_id, account_id, hour, asked, leased_by, lease_until)
      select organisation_id, id, ${hour}, 0, ${lease.worker}, ${lease.until} from due
      on conflict (organisation_id, account_id) do update set
        asked = case when s.hour < excluded.hour then 0 else s.asked end, hour = greatest(s.hour, excluded.hour),
        leased_by = excluded.leased_by, lease_until = excluded.lease_until
        where s.lease_until is null or s.lease_until <= ${now}
      returning organisation_id, account_id, asked
    )
    select t.organisation_id as "organisationId", t.account_id as "accountId", d.network, t.asked from taken as t join due as d on d.id = t.account_id`.execute(
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
    update spread_account set asked = asked + ${asked}, rest_until = ${restUntil}, leased_by = null, lease_until = null
    where organisation_id = ${organisationId} and account_id = ${accountId}::uuid and leased_by = ${worker}`.execute(
    system,
  );
}

/** Takes posts that are due, those that rise first; nobody else has them before `until`. */
export async function takeDuePosts(
  tx: Tenant,
  organisationId: number,
  { network, now, until, most }: { network: Network; now: Date; until: Date; most: number },
): Promise<{ postId: string; networkId: string }[]> {
  const found = await sql<{ postId: string; networkId: string }>`
    update spread_watch as w set next_at = ${until} from (
      select post_id from spread_watch where organisation_id = ${organisationId} and network = ${network} and next_at <= ${now}
      order by rising desc, next_at limit ${most} for update skip locked
    ) as due
    where w.organisation_id = ${organisationId} and w.post_id = due.post_id returning w.post_id as "postId", w.network_id as "networkId"`.execute(
    tx,
  );
  return found.rows;
}

/** Notes what a network said now. A doubled answer changes nothing. */
export async function keepSamples(
  tx: Tenant,
  organisationId: number,
  samples: readonly { postId: string; shares: number }[],
  at: Date,
): Promise<void> {
  if (samples.length === 0) return;
  await sql`
    insert into spread_sample (organisation_id, post_id, source, at, shares)
    select ${organisationId}::integer, t.id, 'asked', ${at}, t.shares
    from unnest(${uuids(samples.map(({ postId }) => postId))}, ${integers(samples.map(({ shares }) => shares))}) as t(id, shares)
    on conflict (organisation_id, post_id, source, at) do update set shares = greatest(spread_sample.shares, excluded.shares)`.execute(
    tx,
  );
}

/** When these posts are counted next, and which of them rise. */
export async function planPosts(
  tx: Tenant,
  organisationId: number,
  plans: readonly { postId: string; nextAt: Date | null; rising: boolean }[],
): Promise<void> {
  for (const [rising, ours] of [true, false].map(
    (is) => [is, plans.filter((plan) => plan.rising === is)] as const,
  )) {
    if (ours.length === 0) continue;
    await sql`
      update spread_watch as w set rising = ${rising}, next_at = t.at
      from unnest(${uuids(ours.map(({ postId }) => postId))}, ${instants(ours.map(({ nextAt }) => nextAt))}) as t(id, at)
      where w.organisation_id = ${organisationId} and w.post_id = t.id and w.next_at is not null`.execute(tx);
  }
}

/** Forgets posts that were watched before an instant and are no open story; answers how many. */
export async function forgetWatched(system: System, before: Date, most: number): Promise<number> {
  const gone = await sql`
    delete from spread_watch where (organisation_id, post_id) in (
      select w.organisation_id, w.post_id from spread_watch as w
      where w.posted_at < ${before} and not exists (
        select from spread_story as s where s.organisation_id = w.organisation_id and s.post_id = w.post_id and s.ended_as is null
      ) limit ${most}
    )`.execute(system);
  return Number(gone.numAffectedRows ?? 0n);
}
