import { sql } from 'kysely';
import type { Ledger } from '../domain/commitment.ts';
import type { Tenant } from './database.ts';
import { countLedger } from './ledger.ts';

/** How the word was kept that was given in the conversations of posts that answer a call. */
export async function ledgerOfCall(
  tx: Tenant,
  organisationId: number,
  callId: string,
  now: Date,
): Promise<Ledger> {
  const fits = sql`v.id in (
    select p.conversation_id from complaint_call_post as g
    join post as p on p.organisation_id = ${organisationId} and p.id = g.post_id and p.deleted_at is null
    where g.organisation_id = ${organisationId} and g.call_id = ${callId}::uuid and coalesce(g.by_hand, g.way is not null)
  )`;
  return (await countLedger(tx, organisationId, fits, { now, since: now })).everything;
}
