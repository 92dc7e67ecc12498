/** Serves the inbox: claims the lanes that waited longest, takes their items to the desk in order, gives them back. */
import type { Channel } from '../channels/channel.ts';
import type { TakePosts } from '../desk/cases/placePosts.ts';
import { takePosts } from '../desk/cases/takePosts.ts';
import { withoutErased } from '../desk/cases/withoutErased.ts';
import type { TakenItem } from '../domain/gathering.ts';
import type { Network } from '../domain/network.ts';
import { batchBesideCalls, type Pace, restBesideCalls } from '../domain/pace.ts';
import type { Heard } from '../domain/post.ts';
import type { Storage, Tenant } from '../storage/database.ts';
import { failureOf } from '../storage/failures.ts';
import { type HearingAccount, hearingAccounts } from '../storage/hearingAccounts.ts';
import {
  type ClaimedLanes,
  claimLanes,
  LeaseLost,
  leaveLanes,
  readLanes,
  releaseLanes,
  renewLanes,
  type WaitingItem,
} from '../storage/inbox.ts';
import { promisesOf } from '../storage/promises.ts';
import { setAside } from '../storage/setAside.ts';

export interface InboxDeps {
  storage: Storage;
  channels: Record<Network, Channel>;
  /** Names the lease; one per worker, not per process. */
  worker: string;
  /** Most workers, of all that there are, that an organisation gets while others are served; any number when left out. */
  beside?: number;
  /** What the workers of one process know of each other's batches; a command that takes its own items has nobody to make room for. */
  pace?: Pace;
  /** Whether another worker is free to serve whoever is heard live; nobody rests otherwise. */
  anotherIsFree?: () => boolean;
  /** Whether networks call so often that they are to be acknowledged first. */
  networksCall?: () => boolean;
  /** Told whose lanes were claimed, before they are served, and whether the organisation may have more of them with work. */
  onClaimed?: (organisationId: number, more: boolean) => void;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
}

/** Most items in one transaction: what a batch costs by itself (some twenty statements) is shared by all of them. */
const batch = 2_000;
/** A quarter of an organisation's lanes, so that four workers share a burst: while the database works for some another reads and decides. */
const lanesAtOnce = 8;
/** Beside other organisations: so short that whoever writes there need not wait noticeably. */
const sharedBatch = 80;
const leaseSeconds = 30;
const anyNumber = 1_000_000;
const heartbeatMilliseconds = 10_000;

/**
 * Serves one batch of some lanes; answers how many items were taken, or null when no lane has work. Throws only when the database
 * itself fails: the lease then runs out and another worker goes on.
 */
export async function serveLanes(deps: InboxDeps): Promise<number | null> {
  const claimed = await claimLanes(deps.storage.system, deps.worker, {
    seconds: leaseSeconds,
    most: lanesAtOnce,
    beside: deps.beside ?? anyNumber,
    except: deps.pace?.gathering(performance.now()) ?? [],
  });
  if (claimed === null) return null;
  deps.onClaimed?.(claimed.organisationId, claimed.lanes.length === lanesAtOnce);
  const heartbeat = setInterval(() => {
    renewLanes(deps.storage.system, deps.worker, claimed, leaseSeconds).catch((error: unknown) =>
      deps.log('lease_not_renewed', { reason: String(error) }),
    );
  }, heartbeatMilliseconds);
  try {
    return await servePaced(deps, claimed);
  } catch (error) {
    if (error instanceof LeaseLost) {
      deps.log('lease_lost', { organisation: claimed.organisationId, lanes: claimed.lanes.length });
      return 0;
    }
    await releaseLanes(deps.storage.system, deps.worker, claimed);
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
}

/** One batch, after whatever rest is due to those who are heard live. */
async function servePaced(deps: InboxDeps, claimed: ClaimedLanes): Promise<number> {
  const { organisationId, alone } = claimed;
  const { pace } = deps;
  if (deps.anotherIsFree?.() === true) await rest(pace?.rest(organisationId, performance.now()) ?? 0);
  const began = performance.now();
  const long = alone || pace?.onlyBursts(organisationId, began) === true;
  const called = deps.networksCall?.() === true;
  const items = await serveClaimed(deps, claimed, called ? batchBesideCalls : long ? batch : sharedBatch);
  const endedAt = performance.now();
  if (called) await rest(restBesideCalls(endedAt - began));
  pace?.ended({ organisationId, large: items > sharedBatch / 2, took: endedAt - began, endedAt });
  return items;
}

/** Takes up to `most` items; where one of them cannot be stored, halves until it stands alone and is set aside. */
async function serveClaimed(deps: InboxDeps, claimed: ClaimedLanes, most: number): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await takeBatch(deps, claimed, most, null);
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      const failure = failureOf(error);
      if (failure === 'retry' && attempt < mostAttempts) {
        await pauseAfter(attempt);
        continue;
      }
      if (failure === 'away') throw error;
      deps.log('batch_refused', {
        organisation: claimed.organisationId,
        lanes: claimed.lanes.length,
        items: most,
        reason: String(error),
      });
      if (most === 1) return takeBatch(deps, claimed, 1, reasonOf(error));
      return serveClaimed(deps, claimed, Math.ceil(most / 8));
    }
  }
}

/**
 * Whoever lost a race waits a while, longer each time and never as long as the other: ten races in a row are lost only by what can never win (another fault, which
 * halving finds).
 */
const mostAttempts = 10;
const pauseAfter = (attempt: number): Promise<void> => rest(Math.random() * 20 * attempt);

const rest = async (milliseconds: number): Promise<void> => {
  if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
};

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return `The item could be read but not stored: ${text.slice(0, 300)}`;
}

/** One transaction. `poison`: the single item is known to be refused by the database and goes aside with this reason. */
async function takeBatch(
  deps: InboxDeps,
  claimed: ClaimedLanes,
  most: number,
  poison: string | null,
): Promise<number> {
  const { organisationId } = claimed;
  return deps.storage.byKeys(organisationId, async (tx) => {
    const waiting = await readLanes(tx, claimed, most);
    const accounts = await hearingAccounts(tx, organisationId);
    const heard = waiting.items.map((item) => read(deps, accounts, item, poison));
    const items = await withoutErased(tx, organisationId, heard);
    const now = deps.now();
    const desk: TakePosts = {
      organisationId,
      accounts,
      times: await promisesOf(tx, organisationId),
      now,
      deletedStays: (network) => deps.channels[network].abilities.deletedStays,
    };
    await asideUnreadable(tx, organisationId, items, now);
    await takePosts(tx, desk, items);
    await leaveLanes(tx, deps.worker, claimed, waiting);
    return waiting.items.length;
  });
}

async function asideUnreadable(
  tx: Tenant,
  organisationId: number,
  items: readonly TakenItem[],
  now: Date,
): Promise<void> {
  const unreadable = items.flatMap(({ heard, rawId, accountId }) =>
    heard.kind === 'unreadable'
      ? [{ rawId, accountId, reason: heard.reason, position: null, networkId: heard.networkId ?? null }]
      : [],
  );
  await setAside(tx, organisationId, unreadable, now);
}

function read(
  deps: InboxDeps,
  accounts: ReadonlyMap<string, HearingAccount>,
  item: WaitingItem,
  poison: string | null,
): TakenItem {
  const { rawId, accountId, heardAt } = item;
  const heard = hear(deps, accounts, item);
  return { rawId, accountId, heardAt, heard: poison === null ? heard : poisoned(heard, poison) };
}

/** Whose words they are is known all the same: they are erased with their post. */
function poisoned(heard: Heard, reason: string): Heard {
  const networkId = heard.kind === 'post' ? heard.post.networkId : undefined;
  return networkId === undefined ? unreadable(reason) : { kind: 'unreadable', reason, networkId };
}

const unreadable = (reason: string): Heard => ({ kind: 'unreadable', reason });

function hear(deps: InboxDeps, accounts: ReadonlyMap<string, HearingAccount>, item: WaitingItem): Heard {
  if (item.payload === null) return { kind: 'ignored', reason: 'erased' };
  const account = accounts.get(item.accountId);
  if (account === undefined) return unreadable('The connected account that heard it is not known any more.');
  try {
    return deps.channels[account.network].normalise(JSON.parse(item.payload), account);
  } catch (error) {
    return unreadable(
      `It could not be read: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}`,
    );
  }
}
