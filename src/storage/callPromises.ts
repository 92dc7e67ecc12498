import { sql } from 'kysely';
import type { Ledger } from '../domain/commitment.ts';
import { heardInTime, type ReadCall } from './callPostReads.ts';
import type { Tenant } from './database.ts';
import { countLedger } from './ledger.ts';

/** How the word was kept that was given to whoever answered a call in time, in the case of that, behind it. */
export async function ledgerOfCall(tx: Tenant, organisationId: number, call: ReadCall): Promise<Ledger> {
  const fits = sql`exists (
    select from (${heardInTime(organisationId, call)}) as heard
    join identity as o on o.organisation_id = ${organisationId} and o.author_id = heard.author_id
    where heard.case_id = v.case_id and o.id = v.identity_id and c.made_at >= heard.at
  )`;
  return (await countLedger(tx, organisationId, fits, { now: call.now, since: call.now })).everything;
}
