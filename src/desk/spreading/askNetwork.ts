/** Asks networks how often watched posts were passed on: few questions and full ones, the posts that rise first, and not while a network wants to be left alone. */
import type { AccountAccess, Channel, SharesCounted } from '../../channels/channel.ts';
import { isFault } from '../../domain/fault.ts';
import type { Network } from '../../domain/network.ts';
import { countedAgainAt, watchedFor } from '../../domain/spreading.ts';
import type { Storage } from '../../storage/database.ts';
import { failureOf } from '../../storage/failures.ts';
import {
  type AskingAccount,
  claimAskingAccount,
  type DuePost,
  delayPosts,
  failPosts,
  keepSamples,
  planPosts,
  type Ration,
  releaseAskingAccount,
  takeDuePosts,
} from '../../storage/spreadAsking.ts';
import { judgePosts } from './judgePosts.ts';

/** Questions of one account. The smallest limit that a network of ours names is 3,000 in five minutes; sending and hearing need it more. */
export const ration: Ration = { most: 30, anHour: 120, forRising: 10 };
/** A question that is not full is asked when a post has waited so long for it, or one that rises. Milliseconds. */
const waitsMilliseconds = 120_000;
const risingWaitsMilliseconds = 30_000;
/** Whoever asks has the account, and the posts that it asks for, so long. Milliseconds. */
const leaseMilliseconds = 120_000;
/** To find one post among twenty-five for which a question is refused takes eleven. */
const mostInTurn = 12;
/** A network that could not be asked is left alone so long. Milliseconds. */
const restMilliseconds = 300_000;

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

const before = (now: Date, milliseconds: number): Date => new Date(now.getTime() - milliseconds);

/** Lets one account ask a question for what is due; false when no account has anything to ask. */
export async function askOnce(deps: AskDeps, worker: string): Promise<boolean> {
  const now = deps.now();
  const networks = Object.values(deps.channels).flatMap(({ network, shares }) =>
    shares === undefined ? [] : [{ network, atOnce: shares.atOnce }],
  );
  const claimed = await claimAskingAccount(
    deps.storage.system,
    {
      networks,
      ration,
      oldest: before(now, watchedFor),
      dueSince: before(now, waitsMilliseconds),
      risingSince: before(now, risingWaitsMilliseconds),
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
  const account = await deps.openAccount(claimed.organisationId, claimed.accountId);
  // It was disconnected since: others of its network ask meanwhile.
  if (account === null) return { asked: 0, restUntil: new Date(deps.now().getTime() + restMilliseconds) };
  const due = await takeDue(deps, claimed);
  return due.length === 0 ? { asked: 0, restUntil: null } : askFor(deps, claimed, account, due);
}

async function takeDue({ storage, channels, now }: AskDeps, claimed: AskingAccount): Promise<DuePost[]> {
  const { organisationId, network, tokens } = claimed;
  const at = now();
  return storage.inSpread(organisationId, (tx) =>
    takeDuePosts(tx, organisationId, {
      network,
      now: at,
      until: new Date(at.getTime() + leaseMilliseconds),
      oldest: before(at, watchedFor),
      most: channels[network].shares?.atOnce ?? 0,
      onlyRising: tokens < 1 + ration.forRising,
    }),
  );
}

/**
 * Asks for these posts, in one question; where the network refuses it, in two for half of them each, until the post that it cannot be asked for is alone: that one waits longer each time
 * and holds up no other. A post that an answer does not name is not counted, and is asked for again at its time.
 */
async function askFor(
  deps: AskDeps,
  claimed: AskingAccount,
  account: AccountAccess,
  due: readonly DuePost[],
): Promise<Turn> {
  const waiting: (readonly DuePost[])[] = [due];
  const turn: Turn = { asked: 0, restUntil: null };
  let refused = true;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (turn.restUntil !== null || turn.asked >= Math.min(mostInTurn, Math.floor(claimed.tokens))) {
      await putOff(deps, claimed, next, turn.restUntil ?? deps.now());
      continue;
    }
    turn.asked += 1;
    const answer = await askOne(deps, claimed, account, next);
    refused = refused && answer.kind === 'refused';
    if (answer.kind === 'counted') await keepCounted(deps, claimed, next, answer.shares);
    else if (answer.kind === 'later' || answer.kind === 'failed') {
      // Not sooner than in a second, whatever the network's clock says.
      turn.restUntil = new Date(Math.max(answer.at.getTime(), deps.now().getTime() + 1_000));
      await (answer.kind === 'later' ? putOff(deps, claimed, next, answer.at) : fail(deps, claimed, next));
    } else if (next.length === 1) await fail(deps, claimed, next);
    else waiting.unshift(next.slice(0, next.length / 2), next.slice(next.length / 2));
  }
  // A network that refuses everything is not asked for each post alone.
  return refused ? { ...turn, restUntil: new Date(deps.now().getTime() + restMilliseconds) } : turn;
}

type Answer = SharesCounted | { kind: 'failed'; at: Date };

async function askOne(
  deps: AskDeps,
  { network, accountId }: AskingAccount,
  account: AccountAccess,
  due: readonly DuePost[],
): Promise<Answer> {
  try {
    const ids = due.map(({ networkId }) => networkId);
    const answer = await deps.channels[network].shares?.count(account, ids);
    return answer ?? { kind: 'counted', shares: new Map() };
  } catch (error) {
    deps.log('shares_not_counted', { account: accountId, network, reason: reasonOf(error) });
    const at = new Date(deps.now().getTime() + restMilliseconds);
    // That is no fault of these posts. Whether the network still lets the account in is for whoever listens to say.
    return { kind: isFault(error) && error.code === 'account_refused' ? 'later' : 'failed', at };
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const idsOf = (posts: readonly DuePost[]) => posts.map(({ postId }) => postId);

async function putOff(
  { storage }: AskDeps,
  { organisationId }: AskingAccount,
  posts: readonly DuePost[],
  until: Date,
): Promise<void> {
  await storage.inSpread(organisationId, (tx) => delayPosts(tx, organisationId, idsOf(posts), until));
}

async function fail(
  { storage, now }: AskDeps,
  { organisationId }: AskingAccount,
  posts: readonly DuePost[],
): Promise<void> {
  await storage.inSpread(organisationId, (tx) => failPosts(tx, organisationId, idsOf(posts), now()));
}

/** Keeps what was counted; where that cannot be kept, its posts wait and hold up no others. */
async function keepCounted(
  deps: AskDeps,
  claimed: AskingAccount,
  due: readonly DuePost[],
  shares: ReadonlyMap<string, number>,
): Promise<void> {
  try {
    await keepAndPlan(deps, claimed, due, shares);
  } catch (error) {
    const failure = failureOf(error);
    if (failure === 'away' || failure === 'retry') throw error;
    deps.log('shares_not_kept', { organisation: claimed.organisationId, reason: reasonOf(error) });
    await fail(deps, claimed, due);
  }
}

async function keepAndPlan(
  { storage, now }: AskDeps,
  { organisationId }: AskingAccount,
  due: readonly DuePost[],
  shares: ReadonlyMap<string, number>,
): Promise<void> {
  const at = now();
  const samples = due.flatMap(({ postId, networkId }) => {
    const count = shares.get(networkId);
    return count === undefined ? [] : [{ postId, count }];
  });
  await storage.inSpread(organisationId, async (tx) => {
    await keepSamples(tx, organisationId, samples, at);
    const judged = await judgePosts(tx, organisationId, idsOf(due), at);
    const plans = judged.map((post) => ({
      postId: post.postId,
      nextAt: countedAgainAt(post, at),
      rising: post.rises,
    }));
    await planPosts(tx, organisationId, plans, at);
  });
}
