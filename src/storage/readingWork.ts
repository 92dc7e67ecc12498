/** Posts are read behind intake: the history is followed, by one program at a time for each organisation. */
import { sql } from 'kysely';
import type { System, Tenant } from './database.ts';
import { claimReading, type Reading } from './readings.ts';
import type { Lease } from './webhookWork.ts';

/** Claims an organisation that has posts to read; null when none has. An organisation that is new is found in the next round. */
export function claimPostReading(
  system: System,
  lease: Lease,
  now: Date,
  except: readonly number[],
): Promise<Reading | null> {
  const begin = sql`
    insert into post_reading (organisation_id, read)
    select c.organisation_id, 0 from organisation_counter as c
    where not exists (select from post_reading as w where w.organisation_id = c.organisation_id)`;
  return claimReading(system, 'post_reading', { begin, lease, now, except });
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
