/** The response record behind the history: read on by one program at a time for each organisation, and counted anew from the first case on where everything changes. */
import { sql } from 'kysely';
import type { System, Tenant } from './database.ts';
import type { Reading } from './readings.ts';
import type { Lease } from './webhookWork.ts';

export interface RecordReading extends Reading {
  /** All cases up to this one were counted anew; null: all were. */
  walked: string | null;
}

const beforeAll = '00000000-0000-0000-0000-000000000000';

/**
 * Claims an organisation of which something is to be counted; null when there is none. What the models have not read yet waits for them: language and place come from there. An organisation that is
 * new to the record is counted from its first case on, and found in the next round.
 */
export async function claimRecordReading(
  system: System,
  lease: Lease,
  now: Date,
): Promise<RecordReading | null> {
  const found = await sql<{ organisation_id: number; read: number; walked: string | null }>`
    with fresh as (
      insert into record_reading (organisation_id, read, counted_at, walked)
      select c.organisation_id, least(c.history, coalesce((select p.read from post_reading as p where p.organisation_id = c.organisation_id), 0)), ${now}, ${beforeAll}::uuid
      from organisation_counter as c
      where not exists (select from record_reading as w where w.organisation_id = c.organisation_id)
      on conflict do nothing
    )
    update record_reading as r set leased_by = ${lease.worker}, lease_until = ${lease.until}
    from (
      select w.organisation_id from record_reading as w
      join organisation_counter as c on c.organisation_id = w.organisation_id
      left join post_reading as p on p.organisation_id = w.organisation_id
      where (w.lease_until is null or w.lease_until <= ${now}) and (w.walked is not null or w.read < least(c.history, coalesce(p.read, c.history)))
      order by w.counted_at limit 1 for update of w skip locked
    ) as due
    where r.organisation_id = due.organisation_id returning r.organisation_id, r.read, r.walked`.execute(
    system,
  );
  const [row] = found.rows;
  return row === undefined
    ? null
    : { organisationId: row.organisation_id, read: Number(row.read), walked: row.walked };
}

export interface CountWindow {
  /** Cases of which something happened. */
  caseIds: string[];
  /** Up to which fact, and when that was; null: nothing happened behind it. */
  seen: number;
  seenAt: Date | null;
  /** What is promised changed: every case is to be counted anew. */
  everything: boolean;
}

/** Waits until nobody else counts this organisation, until commit. False where nothing was counted yet. */
export async function lockRecord(tx: Tenant, organisationId: number): Promise<boolean> {
  const row = await tx
    .selectFrom('record_reading')
    .select('read')
    .where('organisation_id', '=', organisationId)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** What happened in the next facts. */
export async function nextFactsToCount(
  tx: Tenant,
  { organisationId, read }: RecordReading,
  most: number,
): Promise<CountWindow> {
  const { rows } = await sql<{ seen: number; at: Date; everything: boolean; cases: string[] }>`
    with facts as (
      select h.sequence, h.at, h.action, h.case_id from history as h
      where h.organisation_id = ${organisationId} and h.sequence > ${read} and h.sequence <= least(
        ${read + most}::bigint, coalesce((select p.read from post_reading as p where p.organisation_id = ${organisationId}), ${read + most}::bigint)
      )
    )
    select max(sequence) as seen, max(at) as at, bool_or(action = 'promises_set') as everything,
      coalesce(array_agg(distinct case_id) filter (where case_id is not null), '{}') as cases
    from facts having count(*) > 0`.execute(tx);
  const [row] = rows;
  if (row === undefined) return { caseIds: [], seen: read, seenAt: null, everything: false };
  return { caseIds: row.cases, seen: Number(row.seen), seenAt: row.at, everything: row.everything };
}

/** The next cases to be counted anew, by id. */
export async function nextCasesToCount(
  tx: Tenant,
  organisationId: number,
  walked: string,
  most: number,
): Promise<string[]> {
  const rows = await tx
    .selectFrom('care_case')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('id', '>', walked)
    .orderBy('id')
    .limit(most)
    .execute();
  return rows.map(({ id }) => id);
}

/** Notes how far this came, while this worker still has it; false when it lost it. */
export async function moveRecordReading(
  tx: Tenant,
  { organisationId, read }: RecordReading,
  lease: Lease,
  to: { read: number; walked: string | null; countedAt: Date | null },
): Promise<boolean> {
  const moved = await sql`
    update record_reading set read = ${to.read}, walked = ${to.walked}::uuid, counted_at = coalesce(${to.countedAt}::timestamptz, counted_at), lease_until = ${lease.until}
    where organisation_id = ${organisationId} and leased_by = ${lease.worker} and read = ${read}`.execute(tx);
  return (moved.numAffectedRows ?? 0n) > 0n;
}

/** `walked` where the count of all cases begins. */
export const fromTheFirstCase = beforeAll;

/** How far the record is: `countedAt`: everything until then is in it; `recounting`: cases are being counted anew. Null: nothing was counted yet. */
export async function recordState(
  tx: Tenant,
  organisationId: number,
): Promise<{ countedAt: Date; upToDate: boolean; recounting: boolean } | null> {
  const { rows } = await sql<{ counted_at: Date; up_to_date: boolean; recounting: boolean }>`
    select r.counted_at, r.read >= c.history as up_to_date, r.walked is not null as recounting
    from record_reading as r join organisation_counter as c on c.organisation_id = r.organisation_id where r.organisation_id = ${organisationId}`.execute(
    tx,
  );
  const [row] = rows;
  return row === undefined
    ? null
    : { countedAt: row.counted_at, upToDate: row.up_to_date, recounting: row.recounting };
}
