/** Leases as a whole: who holds any, and giving back those of a holder who will never come back. */
import { sql } from 'kysely';
import type { System } from './database.ts';
import { readingTables } from './readings.ts';

/** Whatever is held by a lease that ends nothing but itself. */
const leased = ['inbox_lane', 'connected_account', 'webhook', 'spread_account', ...readingTables];

/** Names of everybody who holds a lane, an account, a webhook, a reply or a reading of the history and whose name begins so. */
export async function leaseHolders(system: System, prefix: string): Promise<string[]> {
  const each = leased.map(
    (table) => sql`select leased_by as name from ${sql.table(table)} where starts_with(leased_by, ${prefix})`,
  );
  const held = await sql<{ name: string }>`
    ${sql.join(each, sql` union `)}
    union select leased_by from reply where state in ('sending', 'unknown') and starts_with(leased_by, ${prefix})`.execute(
    system,
  );
  return held.rows.map((row) => row.name);
}

/**
 * Gives back what these holders had. A reply that was being sent stays in doubt: its lease ends now, so it is looked for on the network before
 * anything else happens to it.
 */
export async function freeLeases(system: System, holders: readonly string[]): Promise<void> {
  const names = [...holders];
  const freed = leased.map(
    (table) =>
      sql`${sql.id(`free_${table}`)} as (update ${sql.table(table)} set leased_by = null, lease_until = null where leased_by = any(${names}::text[]))`,
  );
  await sql`
    with ${sql.join(freed)}
    update reply set lease_until = now() where state in ('sending', 'unknown') and leased_by = any(${names}::text[])`.execute(
    system,
  );
}
