import { type RawBuilder, sql } from 'kysely';
import type { Ledger } from '../domain/commitment.ts';
import type { Tenant } from './database.ts';

/** How the word was kept, as `ledgerOf` counts it, of the commitments "c" that fit; conversation "v" and case "k" may be asked about. */
export async function countLedger(
  tx: Tenant,
  organisationId: number,
  fits: RawBuilder<unknown>,
  now: Date,
): Promise<Ledger> {
  const found = await sql<Ledger>`
    select count(*)::integer as made,
      (count(*) filter (where c.state = 'kept' and c.late_since is null))::integer as "keptOnTime",
      (count(*) filter (where c.state = 'kept' and c.late_since is not null))::integer as "keptLate",
      (count(*) filter (where c.state = 'broken'))::integer as broken,
      (count(*) filter (where c.state = 'open' and c.due_at >= ${now}))::integer as open,
      (count(*) filter (where c.state = 'open' and c.due_at < ${now}))::integer as late,
      (count(*) filter (where c.renewals > 0))::integer as renewed
    from commitment as c
    join conversation as v on v.organisation_id = ${organisationId} and v.id = c.conversation_id
    join care_case as k on k.organisation_id = ${organisationId} and k.id = v.case_id
    where c.organisation_id = ${organisationId} and ${fits}`.execute(tx);
  const [ledger] = found.rows;
  if (ledger === undefined) throw new Error('A count has one row.');
  return ledger;
}
