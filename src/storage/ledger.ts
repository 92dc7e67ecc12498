import { type RawBuilder, sql } from 'kysely';
import type { Ledger } from '../domain/commitment.ts';
import type { Tenant } from './database.ts';

/** How the word was kept, as `ledgerOf` counts it, of the commitments "c" that fit; conversation "v" and case "k" may be asked about. `since`: those made before are left out of the second count. */
export async function countLedger(
  tx: Tenant,
  organisationId: number,
  fits: RawBuilder<unknown>,
  { now, since }: { now: Date; since: Date },
): Promise<{ everything: Ledger; since: Ledger }> {
  const found = await sql<Ledger & { recent: boolean }>`
    select c.made_at >= ${since} as recent, count(*)::integer as made,
      (count(*) filter (where c.state = 'kept' and c.late_since is null))::integer as "keptOnTime",
      (count(*) filter (where c.state = 'kept' and c.late_since is not null))::integer as "keptLate",
      (count(*) filter (where c.state = 'broken'))::integer as broken,
      (count(*) filter (where c.state = 'open' and c.due_at >= ${now}))::integer as open,
      (count(*) filter (where c.state = 'open' and c.due_at < ${now}))::integer as late,
      (count(*) filter (where c.renewals > 0))::integer as renewed
    from commitment as c
    join conversation as v on v.organisation_id = ${organisationId} and v.id = c.conversation_id
    join care_case as k on k.organisation_id = ${organisationId} and k.id = v.case_id
    where c.organisation_id = ${organisationId} and ${fits} group by 1`.execute(tx);
  const recent = found.rows.find((row) => row.recent) ?? nothing;
  const before = found.rows.find((row) => !row.recent) ?? nothing;
  return { everything: sum(recent, before), since: sum(recent, nothing) };
}

const nothing: Ledger = { made: 0, keptOnTime: 0, keptLate: 0, broken: 0, open: 0, late: 0, renewed: 0 };

const sum = (a: Ledger, b: Ledger): Ledger => ({
  made: a.made + b.made,
  keptOnTime: a.keptOnTime + b.keptOnTime,
  keptLate: a.keptLate + b.keptLate,
  broken: a.broken + b.broken,
  open: a.open + b.open,
  late: a.late + b.late,
  renewed: a.renewed + b.renewed,
});
