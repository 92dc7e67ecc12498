import type { Channel } from '../channels/channel.ts';
import { Fault } from '../domain/fault.ts';
import { addAccount, listAccounts, reconnectAccount } from '../storage/accounts.ts';
import { addAudit } from '../storage/audit.ts';
import type { Storage, Tenant } from '../storage/database.ts';
import type { MasterKey } from '../storage/secrets.ts';
import { isReadAlone, readOwnDirect } from './ownDirect.ts';

export interface ConnectAsk {
  organisationId: number;
  by: string;
  keyId?: string | null;
  institutionId: string;
  /** Whose own account it is to be; left out: the house's. */
  ownerId?: string | null;
  /** Of one's own: what is written to it in private is read too, for its owner alone. */
  readsDirect?: boolean;
  /** What was typed into the channel's fields. */
  fields: Record<string, string>;
}

/**
 * Tries what was typed against the network and, when it lets us in, keeps it sealed. Connecting an account that lost its permission heals it.
 * Answers the account's id. Throws Fault `input_invalid`, `account_exists`, `not_permitted` for a program that would have somebody's direct messages read, or what the channel says (`account_refused`, `network_unreachable`).
 */
export async function connectAccount(
  deps: { storage: Storage; key: MasterKey },
  channel: Channel,
  ask: ConnectAsk,
  now: Date,
): Promise<string> {
  if (channel.connect === null) {
    throw new Fault('input_invalid', `${channel.name} is not connected by hand.`);
  }
  if (ask.readsDirect === true && ask.keyId != null) throw noProgram();
  const typed = typedFields(channel.connect.fields, ask.fields);
  const connected = await channel.connect.try(typed);
  const account = {
    ...connected,
    network: channel.network,
    institutionId: ask.institutionId,
    ownerId: ask.ownerId ?? null,
    at: now,
  };
  const accountId = await deps.storage.inOrganisation(ask.organisationId, async (tx) => {
    const there = await ownAlready(tx, ask, account);
    if (there !== null) return there;
    const id =
      (await reconnectAccount(tx, deps.key, ask.organisationId, account)) ??
      (await addAccount(tx, deps.key, ask.organisationId, account).catch(unknownInstitution));
    if (id === null) {
      throw new Fault('account_exists', `${connected.handle} is connected already.`);
    }
    await addAudit(tx, ask.organisationId, {
      memberId: ask.by,
      keyId: ask.keyId ?? null,
      action: 'account.connected',
      particulars: { account: id, network: channel.network, handle: connected.handle },
      at: now,
    });
    return id;
  });
  await readTheirs(deps, channel, ask, { ...connected, fields: typed }, now);
  return accountId;
}

const noProgram = () =>
  new Fault('not_permitted', 'Whether direct messages are read is said by their owner, and by no program.');

/** Of one's own what is written to it in private is read too: where that is asked for now, or was before. */
async function readTheirs(
  deps: { storage: Storage; key: MasterKey },
  channel: Channel,
  { organisationId, ownerId, institutionId, keyId = null, readsDirect = false }: ConnectAsk,
  { networkId, fields }: { networkId: string; fields: Record<string, string> },
  now: Date,
): Promise<void> {
  if (!ownerId || keyId !== null) return;
  const own = { organisationId, memberId: ownerId, institutionId, fields };
  const { network } = channel;
  if (readsDirect || (await isReadAlone(deps.storage, own, { network, networkId })))
    await readOwnDirect(deps, channel, own, now);
}

/** Whose own account it is already, and who only wants it read from now on, need not part with it first. */
async function ownAlready(
  tx: Tenant,
  { organisationId, ownerId, readsDirect }: ConnectAsk,
  { network, networkId }: { network: Channel['network']; networkId: string },
): Promise<string | null> {
  if (!ownerId || readsDirect !== true) return null;
  const found = (await listAccounts(tx, organisationId)).find(
    (one) => one.network === network && one.networkId === networkId && one.owner?.id === ownerId,
  );
  return found === undefined || found.state === 'permission_lost' ? null : found.id;
}

/** Only the fields that the channel asks for; a required one left empty is named. */
function typedFields(
  fields: readonly { name: string; label: string; required: boolean }[],
  given: Record<string, string>,
): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const field of fields) {
    const value = given[field.name]?.trim() ?? '';
    if (value !== '') typed[field.name] = value;
    else if (field.required) throw new Fault('input_invalid', `"${field.label}" is empty. Fill it in.`);
  }
  return typed;
}

function unknownInstitution(cause: unknown): never {
  if ((cause as { code?: string }).code !== '23503') throw cause;
  throw new Fault('not_found', 'There is no such institution. Choose one of the list.', { cause });
}
