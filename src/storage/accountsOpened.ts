/** Accounts with their secrets opened: for the listener, the sender and reconciliation, and for nobody else. */
import { type Selectable, sql } from 'kysely';
import { Fault } from '../domain/fault.ts';
import type { OpenedAccount } from './accounts.ts';
import { fingerprints } from './arrays.ts';
import type { Storage, System, Tenant } from './database.ts';
import { fingerprintOf } from './fingerprints.ts';
import { hashtagsHeard } from './hashtagsHeard.ts';
import type { MasterKey } from './secrets.ts';
import type { Tables } from './tables.ts';

type Row = Selectable<Tables['connected_account']> & { called: string[] };

/** Which accounts there are to listen to, over all organisations; secrets stay closed. */
export async function accountsToListenTo(
  storage: Pick<Storage, 'system'>,
): Promise<{ organisationId: number; accountId: string; network: string }[]> {
  return storage.system
    .selectFrom('connected_account')
    .select(['organisation_id as organisationId', 'id as accountId', 'network'])
    .where('state', '=', 'listening')
    .where('secret', 'is not', null)
    .orderBy('organisation_id')
    .orderBy('created_at')
    .execute();
}

/**
 * One account ready for its channel; null when it was removed. `keepSecret` seals and saves at once.
 * Throws Fault `key_unusable` when the key is not the one it was sealed with.
 */
export async function openAccount(
  storage: Storage,
  key: MasterKey,
  organisationId: number,
  accountId: string,
): Promise<OpenedAccount | null> {
  return storage.inOrganisation(organisationId, async (tx) => {
    const row = await tx
      .selectFrom('connected_account')
      .selectAll()
      .select(hashtagsHeard(organisationId).as('called'))
      .where('organisation_id', '=', organisationId)
      .where('id', '=', accountId)
      .where('state', '<>', 'removed')
      .executeTakeFirst();
    if (row === undefined) return null;
    return opened(storage, key, row, await ourIds(tx, organisationId, row.network));
  });
}

async function ourIds(tx: Tenant, organisationId: number, network: Row['network']): Promise<string[]> {
  const rows = await tx
    .selectFrom('connected_account')
    .select('network_id')
    .distinct()
    .where('organisation_id', '=', organisationId)
    .where('network', '=', network)
    .where('state', '<>', 'removed')
    .execute();
  return rows.map((row) => row.network_id);
}

function opened(storage: Storage, key: MasterKey, row: Row, ids: string[]): OpenedAccount {
  const place = { organisationId: row.organisation_id, accountId: row.id };
  return {
    ...place,
    network: row.network,
    institutionId: row.institution_id,
    lacks: row.lacks,
    networkId: row.network_id,
    handle: row.handle,
    settings: row.settings,
    secret: row.secret === null ? {} : key.open(place, row.secret),
    ourIds: ids,
    watched: [...row.watched, ...row.called],
    hearsDirect: row.reads_direct,
    hearsPublic: row.hears_public,
    ownerId: row.member_id,
    cutOffAt: row.cut_off_at,
    state: row.state,
    addressTurn: row.address_turn,
    knows: (networkIds) => knownPosts(storage, row, networkIds),
    keepSecret: (secret) => keepSecret(storage, key, place, secret),
  };
}

async function knownPosts(
  storage: Storage,
  { organisation_id, network }: Row,
  networkIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = await storage.inOrganisation(organisation_id, (tx) =>
    sql<{ network_id: string }>`
      select p.network_id from unnest(${fingerprints(networkIds.map((id) => fingerprintOf(network, id)))}) as t(fingerprint)
      cross join lateral (
        select network_id from post where organisation_id = ${organisation_id} and fingerprint = t.fingerprint limit 1
      ) as p`.execute(tx),
  );
  return new Set(found.rows.map((row) => row.network_id));
}

async function keepSecret(
  storage: Storage,
  key: MasterKey,
  place: { organisationId: number; accountId: string },
  secret: Record<string, string>,
): Promise<void> {
  await storage.inOrganisation(place.organisationId, async (tx) => {
    await tx
      .updateTable('connected_account')
      .set({ secret: key.seal(place, secret) })
      .where('organisation_id', '=', place.organisationId)
      .where('id', '=', place.accountId)
      // A removed account's secret stays erased.
      .where('state', '<>', 'removed')
      .execute();
  });
}

/** Marks that the network no longer lets us in; `reason` is a safe sentence that says what to do. */
export async function losePermission(
  tx: Tenant,
  organisationId: number,
  accountId: string,
  reason: string,
): Promise<void> {
  await tx
    .updateTable('connected_account')
    .set({ state: 'permission_lost', state_reason: reason })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', accountId)
    .where('state', '<>', 'removed')
    .execute();
}

/** Opens one stored secret, so that a wrong key is said at the start and not at the first reply. */
export async function checkKey(system: System, key: MasterKey): Promise<void> {
  const row = await system
    .selectFrom('connected_account')
    .select(['organisation_id', 'id', 'secret'])
    .where('secret', 'is not', null)
    .where('state', '<>', 'removed')
    .limit(1)
    .executeTakeFirst();
  if (row?.secret == null) return;
  const secret = key.open({ organisationId: row.organisation_id, accountId: row.id }, row.secret);
  if (typeof secret !== 'object') throw new Fault('key_unusable', 'A saved password has an unknown form.');
}
