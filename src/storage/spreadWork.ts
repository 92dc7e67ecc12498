/** Which posts are watched for how they spread, and whose turn it is to be counted. The program's own work and the role of `inSpread`; nobody at the desk. */
import { sql } from 'kysely';
import type { Network } from '../domain/network.ts';
import { fingerprints, instants, integers, texts, uuids } from './arrays.ts';
import type { System, Tenant } from './database.ts';
import { fingerprintOf } from './fingerprints.ts';
import type { Reading } from './readings.ts';
import type { Lease } from './webhookWork.ts';

/** Claims an organisation in which something happened since it was looked at; null when there is none. A new one is found in the next round. */
export async function claimSpreadReading(
  system: System,
  lease: Lease,
  now: Date,
  except: readonly number[],
): Promise<Reading | null> {
  const found = await sql<{ organisation_id: number; read: number }>`
    with fresh as (
      insert into spread_reading (organisation_id, read)
      select c.organisation_id, 0 from organisation_counter as c
      where not exists (select from spread_reading as w where w.organisation_id = c.organisation_id)
      on conflict do nothing
    )
    update spread_reading as r set leased_by = ${lease.worker}, lease_until = ${lease.until}
    from (
      select w.organisation_id from spread_reading as w join organisation_counter as c on c.organisation_id = w.organisation_id
      where (w.lease_until is null or w.lease_until <= ${now}) and w.read < c.history
        and w.organisation_id <> all(${[...except]}::integer[])
      limit 1 for update of w skip locked
    ) as due
    where r.organisation_id = due.organisation_id returning r.organisation_id, r.read`.execute(system);
  const [row] = found.rows;
  return row === undefined ? null : { organisationId: row.organisation_id, read: Number(row.read) };
}

/** Up to which fact there is something to look at, at most `window` behind `after`, and the posts that were heard in it. */
export async function heardSince(
  tx: Tenant,
  organisationId: number,
  { after, window }: { after: number; window: number },
): Promise<{ postIds: string[]; seen: number }> {
  const found = await sql<{ seen: string; postIds: string[] }>`
    select w.seen, array(
      select h.subject_id from history as h
      where h.organisation_id = ${organisationId} and h.sequence > ${after} and h.sequence <= w.seen
        and h.action in ('case_opened', 'post_heard') and h.subject_id is not null
    ) as "postIds"
    from (
      select least(history, ${after}::bigint + ${window}::bigint) as seen from organisation_counter where organisation_id = ${organisationId}
    ) as w`.execute(tx);
  const [row] = found.rows;
  return { postIds: row?.postIds ?? [], seen: Number(row?.seen ?? after) };
}

/** Begins to watch those of these posts that authors wrote in public since an instant. Those of networks that can be asked are due at once. */
export async function watchPosts(
  tx: Tenant,
  organisationId: number,
  postIds: readonly string[],
  { since, askable, now }: { since: Date; askable: readonly Network[]; now: Date },
): Promise<void> {
  await sql`
    insert into spread_watch (organisation_id, post_id, network, network_id, identity_id, posted_at, next_at)
    select ${organisationId}::integer, p.id, p.network, p.network_id, p.identity_id, p.at,
      case when p.network = any(${texts([...askable])}) then ${now}::timestamptz end
    from unnest(${uuids([...new Set(postIds)])}) as t(id)
    join post as p on p.organisation_id = ${organisationId} and p.id = t.id
    where p.direction = 'inbound' and p.visibility = 'public' and p.hearing <> 'imported' and not p.automatic
      and p.deleted_at is null and p.erased_at is null and p.at >= ${since}
    on conflict do nothing`.execute(tx);
}

/** A post that answers or quotes another one in public. */
interface Pointing {
  network: Network;
  identity_id: string;
  at: Date;
  names: string[];
}

/**
 * Notes which authors answered or quoted watched posts of others, each once; a post that somebody new passed on has one more of them from that instant, and is counted by its network
 * now. Answers the posts that did.
 */
export async function noteSigns(
  tx: Tenant,
  organisationId: number,
  postIds: readonly string[],
  now: Date,
): Promise<string[]> {
  const pointing = await sql<Pointing>`
    select p.network, p.identity_id, p.heard_at as at, array_remove(array[p.parent_network_id, p.quoted_network_id], null) as names
    from unnest(${uuids([...new Set(postIds)])}) as t(id)
    join post as p on p.organisation_id = ${organisationId} and p.id = t.id
    where p.direction = 'inbound' and p.visibility = 'public' and p.identity_id is not null and p.hearing <> 'imported'
      and (p.parent_network_id is not null or p.quoted_network_id is not null)
    order by p.heard_at, p.id`.execute(tx);
  const signs = pointing.rows.flatMap(({ names, ...by }) =>
    names.map((name) => ({ ...by, name: fingerprintOf(by.network, name) })),
  );
  if (signs.length === 0) return [];
  const noted = await sql<{ post_id: string }>`
    insert into spread_sign (organisation_id, post_id, identity_id)
    select distinct ${organisationId}::integer, p.id, t.identity
    from unnest(${fingerprints(signs.map(({ name }) => name))}, ${uuids(signs.map((sign) => sign.identity_id))}) as t(fingerprint, identity)
    join post as p on p.organisation_id = ${organisationId} and p.fingerprint = t.fingerprint
    join spread_watch as w on w.organisation_id = ${organisationId} and w.post_id = p.id
    where w.identity_id is distinct from t.identity
    on conflict do nothing returning post_id`.execute(tx);
  const passedOn = [...new Set(noted.rows.map(({ post_id }) => post_id))];
  if (passedOn.length === 0) return [];
  const last = new Date(Math.max(...signs.map(({ at }) => at.getTime())));
  const at = last < now ? last : now;
  await sql`
    insert into spread_sample (organisation_id, post_id, source, at, shares)
    select ${organisationId}::integer, t.id, 'heard', ${at}, (
      select count(*) from spread_sign as s where s.organisation_id = ${organisationId} and s.post_id = t.id
    ) from unnest(${uuids(passedOn)}) as t(id)
    on conflict (organisation_id, post_id, source, at) do update set shares = greatest(spread_sample.shares, excluded.shares)`.execute(
    tx,
  );
  await sql`
    update spread_watch set next_at = ${now} where organisation_id = ${organisationId} and post_id = any(${uuids(passedOn)}) and next_at > ${now}`.execute(
    tx,
  );
  return passedOn;
}

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
