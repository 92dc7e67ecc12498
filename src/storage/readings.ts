/** Followers of the history, each with its own table: up to which fact they read, by one program at a time, by lease. */
import { sql } from 'kysely';
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
] as const;
export type ReadingTable = (typeof readingTables)[number];

export interface Reading {
  organisationId: number;
  /** Everything up to this fact was looked at. */
  read: number;
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
