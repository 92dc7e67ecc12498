/** Setting an account up step by step: what to do at its network, what came from there meanwhile, a test before it is saved. */
import type { Channel } from '../channels/channel.ts';
import type { Connected, Connecting, SetUp, SetUpStep } from '../channels/connecting.ts';
import { Fault } from '../domain/fault.ts';
import type { Network } from '../domain/network.ts';
import {
  type Arrival,
  beginSetUp,
  endSetUp,
  findSetUp,
  keepTyped,
  type SetUpRow,
} from '../storage/accountSetUps.ts';
import { findAccount } from '../storage/accounts.ts';
import type { Storage } from '../storage/database.ts';
import { receivingAddresses } from '../storage/receivingAddress.ts';
import type { MasterKey } from '../storage/secrets.ts';
import { connectAccount } from './connectAccount.ts';
import { typedFields } from './connectFields.ts';

export interface SetUpDeps {
  storage: Storage;
  key: MasterKey;
  channels: Record<Network, Channel>;
  now(): Date;
  /** Where networks reach us ("https://desk.example"); null where nobody outside can. */
  publicAddress: string | null;
}

interface By {
  organisationId: number;
  memberId: string;
  keyId: string | null;
}

export interface StandingSetUp {
  id: string;
  network: Network;
  institutionId: string;
  /** What was typed so far, without what is secret. */
  typed: Record<string, string>;
  /** Names of secret fields that were filled in. */
  filled: string[];
  steps: readonly SetUpStep[];
  webhooks: { what: string; address: string | null }[];
  arrived: Arrival[];
  endsAt: Date;
}

/** Begins one, or begins anew for an account that lost its permission (its address stays). Throws Fault `not_found`, `input_invalid`. */
export async function begin(
  deps: SetUpDeps,
  by: By,
  asked: { network: Network; institutionId: string },
): Promise<string> {
  connectingOf(deps, asked.network);
  const { organisationId, memberId } = by;
  return deps.storage
    .inOrganisation(organisationId, (tx) =>
      beginSetUp(tx, deps.key, organisationId, { ...asked, memberId, at: deps.now() }),
    )
    .catch((cause: unknown) => {
      if ((cause as { code?: string }).code !== '23503') throw cause;
      throw new Fault('not_found', 'There is no such institution. Choose one of the list.', { cause });
    });
}

/** How it stands. Throws Fault `not_found` where its day is over. */
export async function stands(deps: SetUpDeps, by: By, id: string): Promise<StandingSetUp> {
  const row = await mustFind(deps, by, id);
  const connecting = connectingOf(deps, row.network);
  const setUp = setUpOf(deps, by, row);
  const isSecret = (name: string) => connecting.fields.some((field) => field.name === name && field.secret);
  const names = Object.keys(row.typed);
  return {
    id,
    network: row.network,
    institutionId: row.institutionId,
    typed: Object.fromEntries(Object.entries(row.typed).filter(([name]) => !isSecret(name))),
    filled: names.filter(isSecret),
    steps: connecting.guide?.(row.typed, setUp) ?? [],
    webhooks: (deps.channels[row.network].receive?.paths ?? []).map(({ path, what }) => ({
      what,
      address: setUp.address === null ? null : withPath(setUp.address, path),
    })),
    arrived: row.arrived,
    endsAt: row.endsAt,
  };
}

/** Keeps what was typed; a secret that is left empty stays as it was. */
export async function type(
  deps: SetUpDeps,
  by: By,
  id: string,
  fields: Record<string, string>,
): Promise<StandingSetUp> {
  const row = await mustFind(deps, by, id);
  const { fields: asked } = connectingOf(deps, row.network);
  const typed: Record<string, string> = {};
  for (const { name, secret } of asked) {
    const value = fields[name]?.trim() ?? '';
    const kept = value === '' && secret ? row.typed[name] : value;
    if (kept !== undefined && kept !== '') typed[name] = kept;
  }
  await deps.storage.inOrganisation(by.organisationId, (tx) =>
    keepTyped(tx, deps.key, by.organisationId, id, typed),
  );
  return stands(deps, by, id);
}

export interface Tried {
  handle: string;
  name: string | null;
  checks: readonly string[];
  lacks: readonly string[];
  /** What to do so that something comes round; null where nothing can. */
  trial: string | null;
  /** What a test is sent to ("Telephone number"); null where none is sent. */
  testTo: string | null;
}

/** Asks the network with what was typed; nothing is saved. Throws what the channel says. */
export async function tryOut(deps: SetUpDeps, by: By, id: string): Promise<Tried> {
  const { connecting, connected } = await connectedNow(deps, by, id);
  const { handle, name, lacks, checks = [] } = connected;
  const trial = connecting.trial?.(connected) ?? null;
  return { handle, name, lacks, checks, trial, testTo: connecting.sendTest?.label ?? null };
}

/** Sends a test to somebody. Throws Fault `input_invalid` where the network sends none. */
export async function sendTest(
  deps: SetUpDeps,
  by: By,
  id: string,
  to: string,
): Promise<{ sent: true } | { sent: false; reason: string }> {
  const { connecting, connected } = await connectedNow(deps, by, id);
  if (connecting.sendTest === undefined)
    throw new Fault('input_invalid', 'This network sends no tests. Connect it; what is answered goes out.');
  return connecting.sendTest.send(connected, to);
}

/** Connects it: the set-up is over, its id and its address are the account's. Answers the id. */
export async function connect(deps: SetUpDeps, by: By, id: string): Promise<string> {
  const row = await mustFind(deps, by, id);
  const { network, institutionId, typed } = row;
  const { organisationId, memberId, keyId } = by;
  const ask = { organisationId, by: memberId, keyId, institutionId, fields: typed };
  return connectAccount(deps, deps.channels[network], { ...ask, setUp: setUpOf(deps, by, row) }, deps.now());
}

/** Drops it. Throws Fault `not_found`. */
export async function drop(deps: SetUpDeps, { organisationId }: By, id: string): Promise<void> {
  const dropped = await deps.storage.inOrganisation(organisationId, (tx) => endSetUp(tx, organisationId, id));
  if (!dropped) throw over();
}

const over = () =>
  new Fault('not_found', 'This set-up is not there any more: it ends after a day. Begin it again.');

async function connectedNow(
  deps: SetUpDeps,
  by: By,
  id: string,
): Promise<{ connecting: Connecting; connected: Connected }> {
  const row = await mustFind(deps, by, id);
  const connecting = connectingOf(deps, row.network);
  const typed = typedFields(connecting.fields, row.typed);
  return { connecting, connected: await connecting.try(typed, setUpOf(deps, by, row)) };
}

type Found = SetUpRow & { turn: number };

async function mustFind(deps: SetUpDeps, { organisationId }: By, id: string): Promise<Found> {
  const found = await deps.storage.inOrganisation(organisationId, async (tx) => {
    const row = await findSetUp(tx, deps.key, organisationId, id, deps.now());
    // Of an account that is there already the address has a turn of its own.
    return row === null
      ? null
      : { ...row, turn: (await findAccount(tx, organisationId, id))?.addressTurn ?? 0 };
  });
  if (found !== null) return found;
  throw over();
}

function connectingOf({ channels }: SetUpDeps, network: Network): Connecting {
  const { connect: connecting, name } = channels[network];
  if (connecting === null) throw new Fault('input_invalid', `${name} is not connected by hand.`);
  return connecting;
}

const setUpOf = (deps: SetUpDeps, { organisationId }: By, { id, turn }: Found): SetUp => ({
  accountId: id,
  address: addressOf(deps, { organisationId, accountId: id, turn }),
});

/** Where the network of an account is to call; null where nobody outside can reach us. */
export function addressOf(
  { key, publicAddress }: Pick<SetUpDeps, 'key' | 'publicAddress'>,
  place: { organisationId: number; accountId: string; turn: number },
): string | null {
  return publicAddress === null ? null : `${publicAddress}/in/${receivingAddresses(key).tokenOf(place)}`;
}

/** The address of one of its webhooks. */
export const withPath = (address: string, path: string): string =>
  path === '' ? address : `${address}/${path}`;

/** An account that lost its permission is set up again under its own id: its network knows its address. */
export async function beginAgain(deps: SetUpDeps, by: By, accountId: string): Promise<string> {
  const { organisationId, memberId } = by;
  return deps.storage.inOrganisation(organisationId, async (tx) => {
    const account = await findAccount(tx, organisationId, accountId);
    if (account === null) throw new Fault('not_found', 'There is no such connected account.');
    const { network, institutionId } = account;
    await endSetUp(tx, organisationId, accountId);
    return beginSetUp(tx, deps.key, organisationId, {
      ...{ id: accountId, network, institutionId, memberId, at: deps.now() },
    });
  });
}
