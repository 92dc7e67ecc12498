/** Asks networks how often watched posts were passed on: few questions, the posts that rise first, and not while a network wants to be left alone. */
import type { AccountAccess, Channel, SharesCounted } from '../../channels/channel.ts';
import { isFault } from '../../domain/fault.ts';
import type { Network } from '../../domain/network.ts';
import type { Storage } from '../../storage/database.ts';
import {
  type AskingAccount,
  claimAskingAccount,
  keepSamples,
  planPosts,
  releaseAskingAccount,
  takeDuePosts,
} from '../../storage/spreadAsking.ts';
import { judgePosts } from './judgePosts.ts';

/** Questions of one account in an hour. The smallest limit that a network of ours names is 3,000 in five minutes; sending and hearing need it more. */
export const questionsAnHour = 120;
/** Questions in one turn, before another account gets its own. */
const inOneTurn = 4;
/** Whoever asks has the account, and the posts that it asks for, so long. Milliseconds. */
const leaseMilliseconds = 120_000;
/** A network that could not be asked is left alone so long. Milliseconds. */
const restMilliseconds = 300_000;
const hour = 3_600_000;

export interface AskDeps {
  storage: Storage;
  channels: Readonly<Record<Network, Channel>>;
  openAccount(organisationId: number, accountId: string): Promise<AccountAccess | null>;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
}

/** Networks that can be asked. */
export function askableNetworks(channels: Readonly<Record<Network, Channel>>): Network[] {
  return Object.values(channels).flatMap(({ network, shares }) => (shares === undefined ? [] : [network]));
}

/** Lets one account ask for what is due; false when no account has anything to ask. */
export async function askOnce(deps: AskDeps, worker: string): Promise<boolean> {
  const now = deps.now();
  const claimed = await claimAskingAccount(
    deps.storage.system,
    {
      networks: askableNetworks(deps.channels),
      hour: new Date(Math.floor(now.getTime() / hour) * hour),
      mostAsked: questionsAnHour,
    },
    { worker, until: new Date(now.getTime() + leaseMilliseconds) },
    now,
  );
  if (claimed === null) return false;
  let left: Turn = { asked: 0, restUntil: new Date(now.getTime() + restMilliseconds) };
  try {
    left = await takeTurn(deps, claimed);
  } finally {
    await releaseAskingAccount(deps.storage.system, claimed, { worker, ...left });
  }
  return true;
}

interface Turn {
  asked: number;
  restUntil: Date | null;
}

async function takeTurn(deps: AskDeps, claimed: AskingAccount): Promise<Turn> {
  const turn: Turn = { asked: 0, restUntil: null };
  const account = await deps.openAccount(claimed.organisationId, claimed.accountId);
  if (account === null) return turn;
  const most = Math.min(inOneTurn, questionsAnHour - claimed.asked);
  while (turn.asked < most && turn.restUntil === null) {
    const due = await takeDue(deps, claimed);
    if (due.length === 0) break;
    turn.asked += 1;
    turn.restUntil = await askFor(deps, claimed, account, due);
  }
  return turn;
}

type Due = { postId: string; networkId: string };

async function takeDue({ storage, channels, now }: AskDeps, claimed: AskingAccount): Promise<Due[]> {
  const { organisationId, network } = claimed;
  const most = channels[network].shares?.atOnce ?? 0;
  const at = now();
  const until = new Date(at.getTime() + leaseMilliseconds);
  return storage.inSpread(organisationId, (tx) =>
    takeDuePosts(tx, organisationId, { network, now: at, until, most }),
  );
}

/** Asks one question; answers until when the network is left alone, null when it may be asked on. A post that it did not name is not counted, and is asked for again at its time. */
async function askFor(
  deps: AskDeps,
  { organisationId, network, accountId }: AskingAccount,
  account: AccountAccess,
  due: readonly Due[],
): Promise<Date | null> {
  try {
    const ids = due.map(({ networkId }) => networkId);
    const counted = await deps.channels[network].shares?.count(account, ids);
    if (counted === undefined) return null;
    await keepCounted(deps, organisationId, due, counted);
    return counted.kind === 'later' ? counted.at : null;
  } catch (error) {
    // Whether it still lets the account in is for whoever listens to say.
    if (!isFault(error)) throw error;
    deps.log('shares_not_counted', { account: accountId, network, reason: error.message });
    return new Date(deps.now().getTime() + restMilliseconds);
  }
}

async function keepCounted(
  { storage, now }: AskDeps,
  organisationId: number,
  due: readonly Due[],
  counted: SharesCounted,
): Promise<void> {
  const at = now();
  await storage.inSpread(organisationId, async (tx) => {
    if (counted.kind === 'later') {
      const plans = due.map(({ postId }) => ({ postId, nextAt: counted.at, rising: false }));
      return planPosts(tx, organisationId, plans);
    }
    const samples = due.flatMap(({ postId, networkId }) => {
      const shares = counted.shares.get(networkId);
      return shares === undefined ? [] : [{ postId, shares }];
    });
    await keepSamples(tx, organisationId, samples, at);
    const postIds = due.map(({ postId }) => postId);
    await judgePosts(tx, organisationId, postIds, at);
  });
}
