/** Connected accounts. Secrets are sealed before they reach a row and opened only for the listener and the sender. */
import { sql, type Updateable } from 'kysely';
import type { Network } from '../domain/network.ts';
import type { System, Tenant } from './database.ts';
import { newId } from './ids.ts';
import { letterboxAccountsFollow } from './letterboxes.ts';
import type { MasterKey } from './secrets.ts';
import type { Tables } from './tables.ts';

export type AccountState = 'listening' | 'paused' | 'permission_lost' | 'removed';

export interface AccountRecord {
  id: string;
  institutionId: string;
  institution: string;
  network: Network;
  networkId: string;
  handle: string;
  name: string | null;
  lacks: string[];
  /** Addresses and options that are no secret. */
  settings: Record<string, string>;
  watched: string[];
  state: AccountState;
  stateReason: string | null;
  leaseUntil: Date | null;
  lastHeardAt: Date | null;
  lastAliveAt: Date | null;
  reconciledAt: Date | null;
  reconcileMissing: number | null;
  reconcileReason: string | null;
  /** Whose own account it is; null: the house's. */
  owner: { id: string; name: string } | null;
  /** Since when nothing leaves from it. */
  cutOffAt: Date | null;
  /** False: what is written to it in private is not read. */
  readsDirect: boolean;
  /** The number that the address holds at which its network calls. */
  addressTurn: number;
}

/** What a channel needs of an account; the same shape as its `AccountAccess`, with the organisation. */
export interface OpenedAccount {
  organisationId: number;
  network: Network;
  institutionId: string;
  lacks: readonly string[];
  accountId: string;
  networkId: string;
  handle: string;
  settings: Record<string, string>;
  secret: Record<string, string>;
  ourIds: readonly string[];
  watched: readonly string[];
  /** False for a member's own account: what is written to them in private is read into their letterbox, or not at all. */
  hearsDirect: boolean;
  /** False for the same account in its owner's letterbox: what is public the house hears. */
  hearsPublic: boolean;
  /** Whose own account it is; null: the house's. */
  ownerId: string | null;
  /** Since when nothing leaves from it. */
  cutOffAt: Date | null;
  state: AccountState;
  /** The number that the address holds at which its network calls. */
  addressTurn: number;
  /** Which of these ids of posts on the account's network the organisation already has. */
  knows(networkIds: readonly string[]): Promise<ReadonlySet<string>>;
  keepSecret(secret: Record<string, string>): Promise<void>;
}

const selected = (tx: Tenant, organisationId: number) =>
  tx
    .selectFrom('connected_account as a')
    .innerJoin('institution as i', (join) =>
      join.onRef('i.organisation_id', '=', 'a.organisation_id').onRef('i.id', '=', 'a.institution_id'),
    )
    .leftJoin('member as m', (join) =>
      join.onRef('m.organisation_id', '=', 'a.organisation_id').onRef('m.id', '=', 'a.member_id'),
    )
    .select([
      'a.id',
      'a.institution_id as institutionId',
      'i.name as institution',
      'a.network',
      'a.network_id as networkId',
      'a.handle',
      'a.name',
      'a.lacks',
      'a.settings',
      'a.watched',
      'a.state',
      'a.state_reason as stateReason',
      'a.lease_until as leaseUntil',
      'a.last_heard_at as lastHeardAt',
      'a.last_alive_at as lastAliveAt',
      'a.reconciled_at as reconciledAt',
      'a.reconcile_missing as reconcileMissing',
      'a.reconcile_reason as reconcileReason',
      'a.cut_off_at as cutOffAt',
      'a.reads_direct as readsDirect',
      'a.address_turn as addressTurn',
      'a.member_id as ownerId',
      'm.name as ownerName',
    ])
    .where('a.organisation_id', '=', organisationId);

/** Every account that was not removed, in the order they were connected. */
export async function listAccounts(tx: Tenant, organisationId: number): Promise<AccountRecord[]> {
  const rows = await selected(tx, organisationId)
    .where('a.state', '<>', 'removed')
    .orderBy('a.created_at')
    .execute();
  return rows.map(withOwner);
}

/** One account that was not removed. */
export async function findAccount(
  tx: Tenant,
  organisationId: number,
  id: string,
): Promise<AccountRecord | null> {
  const row = await selected(tx, organisationId)
    .where('a.id', '=', id)
    .where('a.state', '<>', 'removed')
    .executeTakeFirst();
  return row === undefined ? null : withOwner(row);
}

const withOwner = <R extends { ownerId: string | null; ownerName: string | null }>({
  ownerId,
  ownerName,
  ...row
}: R) => ({ ...row, owner: ownerId === null ? null : { id: ownerId, name: ownerName ?? '' } });

export interface NewAccount {
  /** Where it has one already, from its set-up. */
  id?: string;
  institutionId: string;
  network: Network;
  networkId: string;
  handle: string;
  name: string | null;
  settings: Record<string, string>;
  secret: Record<string, string>;
  /** Names in `secret` of which those stand that the account has already. */
  keeps?: readonly string[];
  lacks: readonly string[];
  /** Whose own account it is; left out: the house's. */
  ownerId?: string | null;
  /** In its owner's letterbox: what is private is read there and nothing else. */
  intoLetterbox?: boolean;
  at: Date;
}

/** Connects an account; null when this account of the network is connected already. Answers its id. */
export async function addAccount(
  tx: Tenant,
  key: MasterKey,
  organisationId: number,
  account: NewAccount,
): Promise<string | null> {
  const id = account.id ?? newId(account.at.getTime());
  const row = await tx
    .insertInto('connected_account')
    .values({
      organisation_id: organisationId,
      id,
      institution_id: account.institutionId,
      network: account.network,
      network_id: account.networkId,
      handle: account.handle,
      name: account.name,
      settings: JSON.stringify(account.settings),
      secret: key.seal({ organisationId, accountId: id }, account.secret),
      lacks: JSON.stringify(account.lacks),
      watched: '[]',
      member_id: account.ownerId ?? null,
      reads_direct: account.ownerId == null || account.intoLetterbox === true,
      hears_public: account.intoLetterbox !== true,
      created_at: account.at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organisation_id', 'network', 'network_id'])
        // Written out: a parameter would no longer match the partial index once the statement is planned for good.
        .where('state', '<>', sql.lit('removed' as const))
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  if (row !== undefined) await tellListeners(tx, organisationId, null);
  return row?.id ?? null;
}

/** The same account connected anew (a new password): state and rights follow, words watched stay. Null when it is not connected. */
export async function reconnectAccount(
  tx: Tenant,
  key: MasterKey,
  organisationId: number,
  account: NewAccount,
): Promise<string | null> {
  const found = await tx
    .selectFrom('connected_account')
    .select(['id', 'secret', 'member_id'])
    .where('organisation_id', '=', organisationId)
    .where('network', '=', account.network)
    .where('network_id', '=', account.networkId)
    .where('state', '=', 'permission_lost')
    .forUpdate()
    .executeTakeFirst();
  // Nobody takes the house's account, or a colleague's, for their own by knowing its password: an admin says whose it is.
  if (found === undefined || (account.ownerId != null && found.member_id !== account.ownerId)) return null;
  const place = { organisationId, accountId: found.id };
  const before = found.secret === null || account.keeps === undefined ? {} : key.open(place, found.secret);
  const kept = Object.entries(before).filter(([name]) => account.keeps?.includes(name));
  await tx
    .updateTable('connected_account')
    .set({
      handle: account.handle,
      name: account.name,
      settings: JSON.stringify(account.settings),
      secret: key.seal(place, { ...account.secret, ...Object.fromEntries(kept) }),
      lacks: JSON.stringify(account.lacks),
      state: 'listening',
      state_reason: null,
    })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', found.id)
    .execute();
  await tellListeners(tx, organisationId, null);
  return found.id;
}

/** The same account with what it is let in by now, whatever its state; false where it is not connected. */
export async function renewAccount(
  tx: System,
  key: MasterKey,
  organisationId: number,
  account: Pick<NewAccount, 'network' | 'networkId' | 'handle' | 'name' | 'settings' | 'secret' | 'lacks'>,
): Promise<boolean> {
  const found = await tx
    .selectFrom('connected_account')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('network', '=', account.network)
    .where('network_id', '=', account.networkId)
    .where('state', '<>', 'removed')
    .forUpdate()
    .executeTakeFirst();
  if (found === undefined) return false;
  await tx
    .updateTable('connected_account')
    .set({
      handle: account.handle,
      name: account.name,
      settings: JSON.stringify(account.settings),
      secret: key.seal({ organisationId, accountId: found.id }, account.secret),
      lacks: JSON.stringify(account.lacks),
      state: 'listening',
      state_reason: null,
    })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', found.id)
    .execute();
  await tellListeners(tx, organisationId, null);
  return true;
}

/** Changes an account that was not removed; false when there is no such account. */
async function updateAccount(
  tx: Tenant,
  organisationId: number,
  id: string,
  change: Updateable<Tables['connected_account']>,
): Promise<boolean> {
  const row = await tx
    .updateTable('connected_account')
    .set(change)
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .where('state', '<>', 'removed')
    .executeTakeFirst();
  return row.numUpdatedRows > 0n;
}

/** Changes the watched words (kept in lower case) or pauses and resumes; false when there is no such account. */
export async function changeAccount(
  tx: Tenant,
  organisationId: number,
  id: string,
  change: { watched?: readonly string[] | undefined; state?: 'listening' | 'paused' | undefined },
): Promise<boolean> {
  const watched =
    change.watched === undefined
      ? {}
      : { watched: JSON.stringify([...new Set(change.watched.map((word) => word.trim().toLowerCase()))]) };
  const state = change.state === undefined ? {} : { state: change.state, state_reason: null };
  const changed = await updateAccount(tx, organisationId, id, { ...watched, ...state, id });
  if (changed && change.state !== undefined) await letterboxAccountsFollow(tx, organisationId);
  if (changed) await tellListeners(tx, organisationId, change.state === undefined ? id : null);
  return changed;
}

/** Makes an account a member's own, or (null) the house's; what is written to it in private is read no more, also when it is the house's again. False when there is no such account. */
export async function setAccountOwner(
  tx: Tenant,
  organisationId: number,
  id: string,
  ownerId: string | null,
): Promise<boolean> {
  const changed = await updateAccount(tx, organisationId, id, {
    member_id: ownerId,
    ...(ownerId === null ? {} : { reads_direct: false }),
  });
  if (!changed) return false;
  await letterboxAccountsFollow(tx, organisationId);
  await tellListeners(tx, organisationId, id);
  return changed;
}

/** Lets nothing leave from an account, or (null) lets it again; false when there is no such account. */
export async function cutOffAccount(
  tx: Tenant,
  organisationId: number,
  id: string,
  at: Date | null,
): Promise<boolean> {
  const changed = await updateAccount(tx, organisationId, id, { cut_off_at: at });
  if (changed) await letterboxAccountsFollow(tx, organisationId);
  return changed;
}

/** Lets nothing leave from a member's own accounts any more. */
export async function cutOffAccountsOf(
  tx: System,
  organisationId: number,
  memberId: string,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('connected_account')
    .set({ cut_off_at: at })
    .where('organisation_id', '=', organisationId)
    .where('member_id', '=', memberId)
    .where('cut_off_at', 'is', null)
    .execute();
  await letterboxAccountsFollow(tx, organisationId);
}

/** Removes an account: its secret is erased, its posts and cases stay. */
export async function removeAccount(tx: Tenant, organisationId: number, id: string): Promise<boolean> {
  const change = { state: 'removed', state_reason: null, secret: null } as const;
  const removed = await updateAccount(tx, organisationId, id, change);
  if (removed) await letterboxAccountsFollow(tx, organisationId);
  if (removed) await tellListeners(tx, organisationId, null);
  return removed;
}

/** Asks for a reconciliation now. Nobody who listens need begin anew for it: the schedule is looked at every other second. */
export async function askReconcile(
  tx: Tenant,
  organisationId: number,
  id: string,
  now: Date,
): Promise<boolean> {
  return updateAccount(tx, organisationId, id, { reconcile_at: now });
}

/** A new address for the account's network: what it called before leads nowhere. False when there is no such account. */
export async function renewAddress(tx: Tenant, organisationId: number, id: string): Promise<boolean> {
  const renewed = await sql`
    update connected_account set address_turn = (address_turn + 1) % 32767
    where organisation_id = ${organisationId} and id = ${id} and state <> 'removed'`.execute(tx);
  if (renewed.numAffectedRows === 0n) return false;
  await tellListeners(tx, organisationId, id);
  return true;
}

/**
 * Tells whoever listens that this account changed, or (null) which accounts there are, which each of them knows; heard when the transaction
 * commits, as "<organisation> <account>" or "<organisation>".
 */
async function tellListeners(tx: Tenant, organisationId: number, accountId: string | null): Promise<void> {
  const told = accountId === null ? String(organisationId) : `${organisationId} ${accountId}`;
  await sql`select pg_notify('accounts', ${told})`.execute(tx);
}
