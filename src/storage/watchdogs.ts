/** Accounts of those who watch the organisation: a magazine, a regulator. */
import { sql } from 'kysely';
import type { Network } from '../domain/network.ts';
import { texts } from './arrays.ts';
import type { Tenant } from './database.ts';

export interface WatchdogAccount {
  id: string;
  network: Network;
  /** As it is written, without an @. */
  handle: string;
  name: string;
}

/** All of them, by name. */
export async function listWatchdogs(tx: Tenant, organisationId: number): Promise<WatchdogAccount[]> {
  return tx
    .selectFrom('watchdog_account')
    .select(['id', 'network', 'handle', 'name'])
    .where('organisation_id', '=', organisationId)
    .orderBy('name')
    .orderBy('handle')
    .execute();
}

/** These instead of those before. */
export async function keepWatchdogs(
  tx: Tenant,
  organisationId: number,
  accounts: readonly WatchdogAccount[],
): Promise<void> {
  await tx.deleteFrom('watchdog_account').where('organisation_id', '=', organisationId).execute();
  if (accounts.length === 0) return;
  await tx
    .insertInto('watchdog_account')
    .values(accounts.map((account) => ({ organisation_id: organisationId, ...account })))
    .execute();
}

/** Forgets accounts with one of these handles: whoever is erased is known as a watchdog no more. */
export async function eraseWatchdogs(
  tx: Tenant,
  organisationId: number,
  handles: readonly string[],
): Promise<void> {
  await sql`
    delete from watchdog_account where organisation_id = ${organisationId}
      and lower(handle) = any(${texts(handles.map((handle) => handle.toLowerCase()))})`.execute(tx);
}
