/** Leases as a whole: who holds any, and giving back those of a holder who will never come back. */
import { sql } from 'kysely';
import type { System } from './database.ts';

/** Names of everybody who holds a lane, an account, a webhook, a reply or the reading of rules, posts, calls, stories, alerts or the record and whose name begins so. */
export async function leaseHolders(system: System, prefix: string): Promise<string[]> {
  const held = await sql<{ name: string }>`
    select leased_by as name from inbox_lane where starts_with(leased_by, ${prefix})
    union select leased_by from connected_account where starts_with(leased_by, ${prefix})
    union select leased_by from webhook where starts_with(leased_by, ${prefix})
    union select leased_by from rule_reading where starts_with(leased_by, ${prefix})
    union select leased_by from post_reading where starts_with(leased_by, ${prefix})
    union select leased_by from complaint_call_reading where starts_with(leased_by, ${prefix})
    union select leased_by from spread_reading where starts_with(leased_by, ${prefix})
    union select leased_by from spread_account where starts_with(leased_by, ${prefix})
    union select leased_by from alert_reading where starts_with(leased_by, ${prefix})
    union select leased_by from record_reading where starts_with(leased_by, ${prefix})
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
  await sql`
    with lanes as (
      update inbox_lane set leased_by = null, lease_until = null where leased_by = any(${names}::text[])
    ), accounts as (
      update connected_account set leased_by = null, lease_until = null where leased_by = any(${names}::text[])
    ), webhooks as (
      update webhook set leased_by = null, lease_until = null where leased_by = any(${names}::text[])
    ), rules as (
      update rule_reading set leased_by = null, lease_until = null where leased_by = any(${names}::text[])
    ), posts as (
      update post_reading set leased_by = null, lease_until = null where leased_by = any(${names}::text[])
    ), calls as (
      update complaint_call_reading set leased_by = null, lease_until = null where leased_by = any(${names}::text[])
    ), spreading as (
      update spread_reading set leased_by = null, lease_until = null where leased_by = any(${names}::text[])
    ), asking as (
      update spread_account set leased_by = null, lease_until = null where leased_by = any(${names}::text[])
    ), alerts as (
      update alert_reading set leased_by = null, lease_until = null where leased_by = any(${names}::text[])
    ), record as (
      update record_reading set leased_by = null, lease_until = null where leased_by = any(${names}::text[])
    )
    update reply set lease_until = now() where state in ('sending', 'unknown') and leased_by = any(${names}::text[])`.execute(
    system,
  );
}
