/** The role `listen`: leases the accounts that listen, one listener each, and reconciles them on their schedule. */
import type { AccountAccess, Channel } from '../channels/channel.ts';
import type { Network } from '../domain/network.ts';
import type { Storage } from '../storage/database.ts';
import { claimReconciliation, leaseAccounts, releaseAccounts } from '../storage/listening.ts';
import { listenToAccount, pause } from './listenToAccount.ts';
import { reconcile } from './reconcile.ts';

export interface ListenDeps {
  storage: Storage;
  channels: Record<Network, Channel>;
  openAccount(
    organisationId: number,
    accountId: string,
  ): Promise<(AccountAccess & { network: Network }) | null>;
  name: string;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
}

export interface Listener {
  stop(): Promise<void>;
}

const leaseSeconds = 30;
const renewMilliseconds = 5_000;
const mostAccounts = 200;
const reconcileMilliseconds = 15 * 60_000;

interface Ear {
  stop: AbortController;
  done: Promise<void>;
}

/** Starts listening; accounts connected, paused or removed later are noticed at once by notification and else within seconds. */
export function startListening(deps: ListenDeps): Listener {
  const ears = new Map<string, Ear>();
  const stopping = new AbortController();
  let wake = new AbortController();
  const unsubscribe = deps.storage.notifications.on('accounts', (changed) => {
    // An account's watched words, or the ids of all of an organisation: each ear that knows them starts anew from its cursor.
    for (const [name, ear] of ears)
      if (changed !== null && (name === changed || name.startsWith(`${changed} `))) ear.stop.abort();
    wake.abort();
  });
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await tend(deps, ears, () => wake.abort());
      } catch (error) {
        deps.log('listening_failed', { reason: error instanceof Error ? error.message : String(error) });
      }
      await pause(renewMilliseconds, AbortSignal.any([wake.signal, stopping.signal]));
      wake = new AbortController();
    }
  })();
  const reconciling = reconcileOnSchedule(deps, stopping.signal);
  return {
    async stop() {
      unsubscribe();
      stopping.abort();
      for (const ear of ears.values()) ear.stop.abort();
      await Promise.all([loop, reconciling, ...[...ears.values()].map((ear) => ear.done)]);
      await releaseAccounts(deps.storage.system, deps.name);
    },
  };
}

/** Brings the ears in line with the leases: a new lease starts listening, a lost one stops. */
async function tend(deps: ListenDeps, ears: Map<string, Ear>, again: () => void): Promise<void> {
  const held = await leaseAccounts(deps.storage.system, deps.name, {
    seconds: leaseSeconds,
    most: mostAccounts,
  });
  const names = new Set(held.map((a) => `${a.organisationId} ${a.accountId}`));
  for (const [name, ear] of ears) {
    if (!names.has(name)) ear.stop.abort();
  }
  for (const { organisationId, accountId } of held) {
    const name = `${organisationId} ${accountId}`;
    if (ears.has(name)) continue;
    const stop = new AbortController();
    const done = openEar(deps, organisationId, accountId, stop.signal).finally(() => {
      ears.delete(name);
      // It was told to begin anew (its words changed, say): that is done at once, not at the next round.
      if (stop.signal.aborted) again();
    });
    ears.set(name, { stop, done });
  }
}

async function openEar(
  deps: ListenDeps,
  organisationId: number,
  accountId: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    const account = await deps.openAccount(organisationId, accountId);
    if (account === null) return;
    await listenToAccount(
      {
        storage: deps.storage,
        channel: deps.channels[account.network],
        organisationId,
        open: () => deps.openAccount(organisationId, accountId),
        now: deps.now,
        log: (event, particulars) => deps.log(event, { account: accountId, ...particulars }),
      },
      signal,
    );
  } catch (error) {
    deps.log('ear_failed', {
      account: accountId,
      reason: error instanceof Error ? error.message : String(error),
    });
  }
}

async function reconcileOnSchedule(deps: ListenDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      while (!signal.aborted && (await reconcileNext(deps, signal)));
    } catch (error) {
      deps.log('reconciliation_failed', { reason: error instanceof Error ? error.message : String(error) });
    }
    await pause(2_000, signal);
  }
}

/** Reconciles the account that is due next; false when none is. */
export async function reconcileNext(deps: ListenDeps, signal: AbortSignal): Promise<boolean> {
  const now = deps.now();
  const due = await claimReconciliation(
    deps.storage.system,
    now,
    new Date(now.getTime() + reconcileMilliseconds),
  );
  if (due === null) return false;
  const account = await deps.openAccount(due.organisationId, due.accountId);
  if (account === null) return true;
  const { storage } = deps;
  await reconcile({ storage, channel: deps.channels[account.network], account, now: deps.now }, due, signal);
  return true;
}
