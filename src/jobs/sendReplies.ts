/** The role `send`: hands out what is due and looks for what may have left unheard, many accounts side by side. */
import { checkClaimed, claimToCheck } from '../desk/replies/check.ts';
import { claimToSend, sendClaimed } from '../desk/replies/deliver.ts';
import type { DeliveryDeps } from '../desk/replies/parcel.ts';
import type { ClaimedReply } from '../storage/replies.ts';

export interface Sender {
  /** Ends after the replies under way. */
  stop(): Promise<void>;
}

const idleMilliseconds = 250;
const awayMilliseconds = 2_000;
/** Replies under way at once, over all accounts. */
const mostAtOnce = 16;

/** What one kind of work does: takes the next reply of any account but those that have enough under way, then serves it. */
interface Work {
  claim(deps: DeliveryDeps, butAccounts: readonly string[]): Promise<ClaimedReply | null>;
  serve(deps: DeliveryDeps, claimed: ClaimedReply): Promise<void>;
  /** How many of one account at once: a network that hangs holds these and no more. */
  perAccount: number;
}

/** Starts sending, at most `perAccount` replies of one account at once, and looking for the doubtful ones, one of an account at a time. */
export function startSending(deps: Omit<DeliveryDeps, 'worker'>, name: string, perAccount: number): Sender {
  const stopping = new AbortController();
  const sending: Work = { claim: claimToSend, serve: sendClaimed, perAccount };
  const looking: Work = { claim: claimToCheck, serve: checkClaimed, perAccount: 1 };
  const loops = [
    handOut({ ...deps, worker: `${name}/send` }, sending, stopping.signal),
    handOut({ ...deps, worker: `${name}/look` }, looking, stopping.signal),
  ];
  return {
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

/** Takes one reply after the other and serves them side by side. */
async function handOut(deps: DeliveryDeps, work: Work, signal: AbortSignal): Promise<void> {
  const underWay = new Map<Promise<void>, string | null>();
  while (!signal.aborted) {
    try {
      if (underWay.size >= mostAtOnce) await Promise.race(underWay.keys());
      const claimed = await work.claim(deps, busy([...underWay.values()], work.perAccount));
      if (claimed !== null) {
        const served = work
          .serve(deps, claimed)
          .catch((error: unknown) => failed(deps, error))
          .finally(() => underWay.delete(served));
        underWay.set(served, claimed.accountId);
        continue;
      }
      // Whoever is done makes room for the next of that account: a thousand doubtful ones of one account are not looked for four a second.
      await Promise.race([pause(idleMilliseconds, signal), ...underWay.keys()]);
    } catch (error) {
      failed(deps, error);
      await pause(awayMilliseconds, signal);
    }
  }
  await Promise.all(underWay.keys());
}

function failed(deps: DeliveryDeps, error: unknown): void {
  deps.log('sending_failed', { reason: error instanceof Error ? error.message : String(error) });
}

/** Accounts that have at least `most` under way. */
function busy(accounts: readonly (string | null)[], most: number): string[] {
  const counts = new Map<string, number>();
  for (const account of accounts) if (account !== null) counts.set(account, (counts.get(account) ?? 0) + 1);
  return [...counts].flatMap(([account, count]) => (count >= most ? [account] : []));
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
