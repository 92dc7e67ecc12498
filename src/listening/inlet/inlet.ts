/** The door by which networks come: a request is proved and read by its channel, what it brings is saved, and only then it is answered. */
import type { Channel } from '../../channels/channel.ts';
import type { AskedWhileReceiving, Called, PlainAnswer, Taken } from '../../channels/receiving.ts';
import type { Network } from '../../domain/network.ts';
import { isOpen } from '../../domain/officeHours.ts';
import { casesOfCaller } from '../../storage/casesOfCaller.ts';
import type { Storage } from '../../storage/database.ts';
import { failureOf } from '../../storage/failures.ts';
import { promisesOf } from '../../storage/promises.ts';
import { type ReceivingPlace, receivingAddresses } from '../../storage/receivingAddress.ts';
import type { MasterKey } from '../../storage/secrets.ts';
import type { NoticeKeeper } from '../notices.ts';
import { type Brought, gathering, TooMuchWaits } from './gather.ts';
import { type CalledAccount, type OpenCalled, openedAccounts } from './openedAccounts.ts';
import { callWhileSettingUp } from './setUpCall.ts';

export interface InletDeps {
  storage: Storage;
  key: MasterKey;
  channels: Record<Network, Channel>;
  openAccount: OpenCalled;
  notices: NoticeKeeper;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
  /** Told of each call. */
  called?(): void;
}

export interface Inlet {
  /** True where such an address was made by this installation: anything else is refused unread. */
  knows(token: string): boolean;
  /** Takes one request. Never throws. `again`: after how many seconds the network is to come again. */
  take(token: string, called: Called): Promise<PlainAnswer & { again?: number }>;
  close(): void;
}

const plain = (status: number, body: string): PlainAnswer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body,
});
const nothing = plain(404, 'Nothing is here.\n');
const awayAnswer = { ...plain(503, 'Not now: it is not safe here yet. Come again.\n'), again: 10 };
const pausedAnswer = { ...plain(503, 'This account is paused here. Come again later.\n'), again: 600 };
const brokenAnswer = plain(500, 'This could not be taken. It is in our log.\n');

/** Opens it. */
export function openInlet(deps: InletDeps): Inlet {
  const { storage, now } = deps;
  const addresses = receivingAddresses(deps.key);
  const accounts = openedAccounts(deps.openAccount, storage.notifications, now);
  const gather = gathering(storage, now);
  const takeFor = async (
    account: CalledAccount,
    called: Called,
  ): Promise<PlainAnswer & { again?: number }> => {
    const { organisationId, accountId, network } = account;
    const { receive } = deps.channels[network];
    if (receive === undefined) return nothing;
    if (account.state === 'paused') return pausedAnswer;
    const taken = await takenBy(receive, account, called, askedOfDesk(storage, account, now()));
    if (taken.kind === 'refused') {
      deps.notices.refused(account, taken.reason);
      return plain(taken.status, `${taken.reason}\n`);
    }
    if (taken.kind === 'kept')
      await gather.keep({ organisationId, accountId, ...heardHere(deps, account, taken) });
    return taken.answer;
  };
  const take: Inlet['take'] = async (token, called) => {
    const place = addresses.placeOf(token);
    if (place === null) return nothing;
    const account = await accounts.find(place.organisationId, place.accountId);
    if (account === null) return (await callWhileSettingUp(deps, place, called)) ?? nothing;
    return account.addressTurn === place.turn ? takeFor(account, called) : nothing;
  };
  return {
    knows: (token) => addresses.placeOf(token) !== null,
    take: (token, called) => {
      deps.called?.();
      return take(token, called).catch((error: unknown) => answerOf(deps, addresses.placeOf(token), error));
    },
    close: () => accounts.close(),
  };
}

/** What is written in private to a member's own account is nobody else's: it is answered, and not kept. */
function heardHere(
  { channels }: Pick<InletDeps, 'channels'>,
  account: CalledAccount,
  { items, files = [] }: Extract<Taken, { kind: 'kept' }>,
): Pick<Brought, 'items' | 'files'> {
  if (account.hearsDirect !== false) return { items, files };
  const { normalise } = channels[account.network];
  const isDirect = (payload: unknown) => {
    const heard = normalise(JSON.parse(JSON.stringify(payload)), account);
    return heard.kind === 'post' && heard.post.visibility === 'direct';
  };
  const mine = items.filter(({ payload }) => !isDirect(payload));
  // Which file came with which post only its channel knows: with what is left out all files are.
  return { items: mine, files: mine.length === items.length ? files : [] };
}

/** A channel refuses what is larger than it reads, before it looks at it. */
export async function takenBy(
  receive: NonNullable<Channel['receive']>,
  account: Parameters<typeof receive.take>[0],
  called: Called,
  desk: AskedWhileReceiving,
): Promise<Taken> {
  if (called.body.length > receive.mostBytes) {
    const reason = `A request of ${called.body.length.toLocaleString('en')} bytes is larger than this network sends.`;
    return { kind: 'refused', status: 413, reason };
  }
  return receive.take(account, called, desk);
}

const askedOfDesk = (
  storage: Storage,
  { organisationId, network }: Pick<CalledAccount, 'organisationId' | 'network'>,
  now: Date,
): AskedWhileReceiving => ({
  now,
  casesOf: (networkId, most) =>
    storage.reading(organisationId, (tx) => casesOfCaller(tx, organisationId, { network, networkId }, most)),
  isOpen: async () =>
    isOpen((await storage.reading(organisationId, (tx) => promisesOf(tx, organisationId))).hours, now),
});

/** What went wrong is ours: the network is told to come again, and nothing is acknowledged. */
function answerOf(
  deps: Pick<InletDeps, 'log'>,
  place: ReceivingPlace | null,
  error: unknown,
): PlainAnswer & { again?: number } {
  const failure = failureOf(error);
  const away = error instanceof TooMuchWaits || failure === 'away' || failure === 'retry';
  deps.log('call_not_taken', {
    account: place?.accountId ?? '',
    reason: error instanceof Error ? error.message : String(error),
  });
  return away ? awayAnswer : brokenAnswer;
}
