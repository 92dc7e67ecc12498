/** Connected accounts that no listener listens to: public forms, and the desks at which letters and visits are logged. */
import { sql } from 'kysely';
import type { Network } from '../domain/network.ts';
import type { System, Tenant } from './database.ts';
import { newId } from './ids.ts';

export interface QuietAccount {
  organisationId: number;
  id: string;
  institutionId: string;
  institution: string;
  networkId: string;
  handle: string;
  settings: Record<string, string>;
}

const selected = (tx: System) =>
  tx
    .selectFrom('connected_account as a')
    .innerJoin('institution as i', (join) =>
      join.onRef('i.organisation_id', '=', 'a.organisation_id').onRef('i.id', '=', 'a.institution_id'),
    )
    .select([
      'a.organisation_id as organisationId',
      'a.id',
      'a.institution_id as institutionId',
      'i.name as institution',
      'a.network_id as networkId',
      'a.handle',
      'a.settings',
    ])
    .where('a.state', '<>', 'removed');

/** The account with this public address, whichever organisation's; null when there is none or it is paused. */
export async function findPublicAccount(
  system: System,
  network: Network,
  networkId: string,
): Promise<QuietAccount | null> {
  const row = await selected(system)
    .where('a.network', '=', network)
    .where('a.network_id', '=', networkId)
    .where('a.state', '=', 'listening')
    .executeTakeFirst();
  return row ?? null;
}

/** The organisation's accounts of a network, in the order they were made. */
export async function listQuietAccounts(
  tx: Tenant,
  organisationId: number,
  network: Network,
): Promise<QuietAccount[]> {
  return selected(tx)
    .where('a.organisation_id', '=', organisationId)
    .where('a.network', '=', network)
    .orderBy('a.created_at')
    .execute();
}

/** One of them. */
export async function findQuietAccount(
  tx: Tenant,
  organisationId: number,
  network: Network,
  id: string,
): Promise<QuietAccount | null> {
  const row = await selected(tx)
    .where('a.organisation_id', '=', organisationId)
    .where('a.network', '=', network)
    .where('a.id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

export interface NewQuietAccount {
  institutionId: string;
  network: Network;
  networkId: string;
  handle: string;
  settings: Record<string, string>;
  at: Date;
}

/**
 * Makes an account without a secret, so that nobody listens to it and nothing is reconciled; null when there is one of that name. Fails with SQLSTATE 23503 where there is no
 * such institution, 23505 where another organisation has the public address.
 */
export async function addQuietAccount(
  tx: Tenant,
  organisationId: number,
  account: NewQuietAccount,
): Promise<string | null> {
  const made = await sql<{ id: string }>`
    insert into connected_account (organisation_id, id, institution_id, network, network_id, handle, settings, created_at)
    values (${organisationId}, ${newId(account.at.getTime())}, ${account.institutionId}, ${account.network}, ${account.networkId}, ${account.handle},
      ${JSON.stringify(account.settings)}, ${account.at})
    on conflict (organisation_id, network, network_id) where state <> 'removed' do nothing
    returning id`.execute(tx);
  return made.rows[0]?.id ?? null;
}

/** Finds or makes it. */
export async function keepQuietAccount(
  tx: Tenant,
  organisationId: number,
  account: NewQuietAccount,
): Promise<string> {
  const find = async () =>
    (await listQuietAccounts(tx, organisationId, account.network)).find(
      (one) => one.networkId === account.networkId,
    )?.id;
  const id = (await find()) ?? (await addQuietAccount(tx, organisationId, account)) ?? (await find()) ?? null;
  if (id === null) throw new Error('the account was removed while it was made');
  return id;
}

/** Changes what it is called and its settings; false when there is no such account. */
export async function changeQuietAccount(
  tx: Tenant,
  organisationId: number,
  id: string,
  change: { handle: string; settings: Record<string, string> },
): Promise<boolean> {
  const changed = await tx
    .updateTable('connected_account')
    .set({ handle: change.handle, settings: JSON.stringify(change.settings) })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .where('state', '<>', 'removed')
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}
