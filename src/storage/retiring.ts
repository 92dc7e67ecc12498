import { sql } from 'kysely';
import type { Tenant } from './database.ts';

/** What is taken out of use and kept, since what was done by it still names it. */
type Retired = 'approved_text' | 'policy' | 'rule' | 'topic';

/** Takes one out of use; false when it was not in use. */
export async function retire(
  tx: Tenant,
  from: Retired,
  organisationId: number,
  id: string,
  at: Date,
): Promise<boolean> {
  const gone = await sql`
    update ${sql.table(from)} set retired_at = ${at}::timestamptz
    where organisation_id = ${organisationId} and id = ${id}::uuid and retired_at is null`.execute(tx);
  return (gone.numAffectedRows ?? 0n) > 0n;
}
