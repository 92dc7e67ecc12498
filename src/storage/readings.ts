/** Followers of the history, each with its own table: up to which fact they read, by one program at a time, by lease. */
import { type RawBuilder, sql } from 'kysely';
import type { System, Tenant } from './database.ts';
import type { Lease } from './webhookWork.ts';

/** All of them: what is a follower's here is freed, too, when its program died (leases.ts). */
export const readingTables = [
  'rule_reading',
  'post_reading',
  'record_reading',
  'alert_reading',
  'complaint_call_reading',
  'spread_reading',
  'watch_reading',
] as const;
export type ReadingTable = (typeof readingTables)[number];

export interface Reading {
  organisationId: number;
  /** Everything up to this fact was looked at. */
  read: number;
}

/**
 * Claims the reading of an organisation in which something happened, of none of those left out; null when there is none. `begin`: how the reading of a new one begins (an insert), which is found in the
 * next round. A lease that ends later than anybody takes one is of a clock that was put back since, and holds nobody up.
 */
export async function claimReading(
  system: System,
  table: ReadingTable,
  {
    begin,
    lease,
    now,
    except,
  }: { begin: RawBuilder<unknown>; lease: Lease; now: Date; except: readonly number[] },
): Promise<Reading | null> {
  const found = await sql<{ organisation_id: number; read: number }>`
    with fresh as (${begin} on conflict do nothing)
    update ${sql.table(table)} as r set leased_by = ${lease.worker}, lease_until = ${lease.until}
    from (
      select w.organisation_id from ${sql.table(table)} as w join organisation_counter as c on c.organisation_id = w.organisation_id
      where (w.lease_until is null or w.lease_until <= ${now} or w.lease_until > ${lease.until}::timestamptz + interval '1 minute') and w.read < c.history
        and w.organisation_id <> all(${[...except]}::integer[])
      limit 1 for update of w skip locked
    ) as due
    where r.organisation_id = due.organisation_id returning r.organisation_id, r.read`.execute(system);
  const [row] = found.rows;
  return row === undefined ? null : { organisationId: row.organisation_id, read: Number(row.read) };
}

/** Gives a reading back; `rests`: nobody takes it before that. */
export async function releaseReading(
  system: System,
  table: ReadingTable,
  organisationId: number,
  worker: string,
  rests: Date | null = null,
): Promise<void> {
  await sql`
    update ${sql.table(table)} set leased_by = null, lease_until = ${rests}::timestamptz
    where organisation_id = ${organisationId} and leased_by = ${worker}`.execute(system);
}

/** Notes how far was read, while this worker still has it; false when it lost it. */
export async function moveReading(
  tx: Tenant,
  table: ReadingTable,
  { organisationId, read }: Reading,
  lease: Lease,
  to: number,
): Promise<boolean> {
  const moved = await sql`
    update ${sql.table(table)} set read = ${to}, lease_until = ${lease.until}
    where organisation_id = ${organisationId} and leased_by = ${lease.worker} and read = ${read}`.execute(tx);
  return (moved.numAffectedRows ?? 0n) > 0n;
}
