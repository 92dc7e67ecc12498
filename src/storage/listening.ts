/** Leases of accounts by listeners, cursors, reconciliation, and which roles run. */
import { sql } from 'kysely';
import { laneOf } from '../domain/lane.ts';
import { smallints, texts } from './arrays.ts';
import type { System, Tenant } from './database.ts';

export interface LeasedAccount {
  organisationId: number;
  accountId: string;
}

/**
 * Leases accounts that listen and that nobody else listens to; renews one's own. Answers all that this listener holds now, also those whose row somebody
 * else is just changing, so that they could not be renewed this time.
 */
export async function leaseAccounts(
  system: System,
  listener: string,
  lease: { seconds: number; most: number },
): Promise<LeasedAccount[]> {
  const held = await sql<{ organisation_id: number; id: string }>`
    with renewed as (
      update connected_account as a
      set leased_by = ${listener}, lease_until = now() + make_interval(secs => ${lease.seconds}), last_alive_at = now()
      from (
        select organisation_id, id from connected_account
        where state = 'listening' and secret is not null
          and (leased_by = ${listener} or leased_by is null or lease_until is null or lease_until < now())
        order by (leased_by = ${listener}) desc nulls last, created_at limit ${lease.most} for update skip locked
      ) as free
      where a.organisation_id = free.organisation_id and a.id = free.id
      returning a.organisation_id, a.id
    )
    select organisation_id, id from renewed
    union select organisation_id, id from connected_account
      where leased_by = ${listener} and lease_until > now() and state = 'listening' and secret is not null`.execute(
    system,
  );
  return held.rows.map((row) => ({ organisationId: row.organisation_id, accountId: row.id }));
}

/** Gives accounts back, so that another listener need not wait for the lease to end. */
export async function releaseAccounts(system: System, listener: string): Promise<void> {
  await sql`update connected_account set leased_by = null, lease_until = null where leased_by = ${listener}`.execute(
    system,
  );
}

/** Where a source is to go on. */
export async function cursorOf(
  tx: Tenant,
  organisationId: number,
  accountId: string,
  source: string,
): Promise<string | null> {
  const row = await tx
    .selectFrom('source_cursor')
    .select('cursor')
    .where('organisation_id', '=', organisationId)
    .where('account_id', '=', accountId)
    .where('source', '=', source)
    .executeTakeFirst();
  return row?.cursor ?? null;
}

export interface DueReconciliation extends LeasedAccount {
  reconciledAt: Date | null;
}

/** Takes the next account whose reconciliation is due; it is due again at `nextAt` even if this run dies. */
export async function claimReconciliation(
  system: System,
  now: Date,
  nextAt: Date,
): Promise<DueReconciliation | null> {
  const due = await sql<{ organisation_id: number; id: string; reconciled_at: Date | null }>`
    update connected_account as a set reconcile_at = ${nextAt}
    from (
      select organisation_id, id from connected_account
      where state = 'listening' and secret is not null and (reconcile_at is null or reconcile_at <= ${now})
      order by reconcile_at nulls first limit 1 for update skip locked
    ) as next
    where a.organisation_id = next.organisation_id and a.id = next.id
    returning a.organisation_id, a.id, a.reconciled_at`.execute(system);
  const row = due.rows[0];
  return row === undefined
    ? null
    : { organisationId: row.organisation_id, accountId: row.id, reconciledAt: row.reconciled_at };
}

/** The raw items with one of these keys that wait for the desk or were set aside: no post tells of them yet. Erased ones are left out. */
export async function itemsWithoutPost(
  tx: Tenant,
  organisationId: number,
  keys: readonly string[],
): Promise<string[]> {
  const lanes = [...new Set(keys.map(laneOf))];
  const found = await sql<{ payload: string }>`
    select r.payload from (
      select raw_id from inbox_item where organisation_id = ${organisationId} and lane = any(${smallints(lanes)})
      union all
      select raw_id from set_aside_item where organisation_id = ${organisationId} and replayed_at is null
    ) as without
    cross join lateral (
      select key, payload from raw_item where organisation_id = ${organisationId} and id = without.raw_id limit 1
    ) as r
    where r.key = any(${texts(keys)}) and r.payload is not null`.execute(tx);
  return found.rows.map((row) => row.payload);
}

/** How many items of the organisation wait for the desk, counted to `most` and no further. */
export async function waitingOf(tx: Tenant, organisationId: number, most: number): Promise<number> {
  const counted = await sql<{ n: number }>`
    select count(*)::integer as n from (
      select 1 from inbox_item where organisation_id = ${organisationId} limit ${most}
    ) as counted`.execute(tx);
  return counted.rows[0]?.n ?? 0;
}

/** What a reconciliation found. `missing` null: it could not be finished, for `reason`. */
export async function recordReconciliation(
  tx: Tenant,
  organisationId: number,
  accountId: string,
  result: { at: Date; missing: number } | { reason: string },
): Promise<void> {
  const set =
    'reason' in result
      ? { reconcile_reason: result.reason }
      : { reconciled_at: result.at, reconcile_missing: result.missing, reconcile_reason: null };
  await tx
    .updateTable('connected_account')
    .set(set)
    .where('organisation_id', '=', organisationId)
    .where('id', '=', accountId)
    .execute();
}

/** The median count of items in this hour of the day over the 14 days before, per account; hours without items count as none. */
export async function usualItems(
  tx: Tenant,
  organisationId: number,
  now: Date,
): Promise<Map<string, number>> {
  const found = await sql<{ account_id: string; usual: number }>`
    select a.id as account_id, percentile_cont(0.5) within group (order by coalesce(h.items, 0)) as usual
    from connected_account as a
    cross join generate_series(1, 14) as days(ago)
    left join account_hour as h on h.organisation_id = a.organisation_id and h.account_id = a.id
      and h.hour = date_trunc('hour', ${now}::timestamptz) - make_interval(days => days.ago)
    where a.organisation_id = ${organisationId} and a.created_at < ${now}::timestamptz - make_interval(days => days.ago)
    group by a.id`.execute(tx);
  return new Map(found.rows.map((row) => [row.account_id, Number(row.usual)]));
}

export type RoleName = 'serve' | 'work' | 'listen' | 'send';

/** Says that a role of this process runs. */
export async function beat(
  system: System,
  role: { id: string; role: RoleName; host: string; pid: number; startedAt: Date },
  at: Date,
): Promise<void> {
  await sql`
    insert into running_role (id, role, host, pid, started_at, beat_at) values (${role.id}, ${role.role}, ${role.host}, ${role.pid}, ${role.startedAt}, ${at})
    on conflict (id) do update set beat_at = excluded.beat_at`.execute(system);
}

/** A role that ended in order leaves no trace; one that was killed stays to be seen, for a day. */
export async function endBeat(system: System, id: string): Promise<void> {
  await sql`delete from running_role where id = ${id} or beat_at < now() - interval '1 day'`.execute(system);
}

export interface RunningRole {
  role: RoleName;
  host: string;
  pid: number;
  beatAt: Date;
}

/** Every role that runs or was killed within the last day, the latest sign of life first. */
export async function runningRoles(system: System): Promise<RunningRole[]> {
  const rows = await system
    .selectFrom('running_role')
    .select(['role', 'host', 'pid', 'beat_at'])
    .orderBy('beat_at', 'desc')
    .execute();
  return rows.map((row) => ({
    role: row.role as RoleName,
    host: row.host,
    pid: row.pid,
    beatAt: row.beat_at,
  }));
}
