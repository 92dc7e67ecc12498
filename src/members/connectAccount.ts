import type { Channel } from '../channels/channel.ts';
import type { SetUp } from '../channels/connecting.ts';
import { Fault } from '../domain/fault.ts';
import { endSetUp } from '../storage/accountSetUps.ts';
import { addAccount, listAccounts, reconnectAccount } from '../storage/accounts.ts';
import { addAudit } from '../storage/audit.ts';
import type { Storage, Tenant } from '../storage/database.ts';
import type { MasterKey } from '../storage/secrets.ts';
import { typedFields } from './connectFields.ts';
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
  /** Where it was set up step by step: its id and its address are those that its network was given. */
  setUp?: SetUp;
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
  const connected = await channel.connect.try(typed, ask.setUp);
  const account = {
    ...connected,
    ...(ask.setUp === undefined ? {} : { id: ask.setUp.accountId }),
    network: channel.network,
    institutionId: ask.institutionId,
    ownerId: ask.ownerId ?? null,
    at: now,
  };
  const accountId = await deps.storage.inOrganisation(ask.organisationId, async (tx) => {
    const there = await ownAlready(tx, ask, account);
    if (there !== null) return there;
    const again = await reconnectAccount(tx, deps.key, ask.organisationId, account);
    if (again !== null && ask.setUp !== undefined && again !== ask.setUp.accountId)
      throw thereAlready(connected.handle);
    const id =
      again ?? (await addAccount(tx, deps.key, ask.organisationId, account).catch(unknownInstitution));
    if (ask.setUp !== undefined) await endSetUp(tx, ask.organisationId, ask.setUp.accountId);
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

/** Its network was given the address of the account that is there, and calls that. */
const thereAlready = (handle: string) =>
  new Fault(
    'account_exists',
    `${handle} is here already and lost its permission. Open it in the list and choose "Connect again".`,
  );

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

function unknownInstitution(cause: unknown): never {
  if ((cause as { code?: string }).code !== '23503') throw cause;
  throw new Fault('not_found', 'There is no such institution. Choose one of the list.', { cause });
}
