/** Posts are read behind intake: the history is followed, by one program at a time for each organisation. */
import { sql } from 'kysely';
import type { System, Tenant } from './database.ts';
import type { Reading } from './readings.ts';
import type { Lease } from './webhookWork.ts';

/** Claims an organisation that has posts to read; null when none has. An organisation that is new is found in the next round. */
export async function claimPostReading(
  system: System,
  lease: Lease,
  now: Date,
  except: readonly number[],
): Promise<Reading | null> {
  const found = await sql<{ organisation_id: number; read: number }>`
    with fresh as (
      insert into post_reading (organisation_id, read)
      select c.organisation_id, 0 from organisation_counter as c
      where not exists (select from post_reading as w where w.organisation_id = c.organisation_id)
      on conflict do nothing
    )
    update post_reading as r set leased_by = ${lease.worker}, lease_until = ${lease.until}
    from (
      select w.organisation_id from post_reading as w join organisation_counter as c on c.organisation_id = w.organisation_id
      where (w.lease_until is null or w.lease_until <= ${now}) and w.read < c.history
          and w.organisation_id <> all(${[...except]}::integer[])
      limit 1 for update of w skip locked
    ) as due
    where r.organisation_id = due.organisation_id returning r.organisation_id, r.read`.execute(system);
  const [row] = found.rows;
  return row === undefined ? null : { organisationId: row.organisation_id, read: Number(row.read) };
}

/** Up to which fact posts were read; null where nothing reads them. */
export async function readUpTo(tx: Tenant, organisationId: number): Promise<number | null> {
  const row = await tx
    .selectFrom('post_reading')
    .select('read')
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst();
  return row === undefined ? null : Number(row.read);
}
