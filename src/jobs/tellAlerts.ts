/** Tells alerts: each row that is due, by its way, side by side; a push service that hangs holds up a few and no more. */
import { type TellDeps, tell } from '../alerts/tell.ts';
import { claimDeliveries } from '../storage/alertDeliveries.ts';
import { repeating } from './repeating.ts';

export interface AlertTellerDeps extends TellDeps {
  log(event: string, particulars: Record<string, string | number>): void;
}

const idleMilliseconds = 250;
const awayMilliseconds = 2_000;
/** Longer than a push, and longer than a letter may take: what a killed program was telling is found again after it. */
const pushMilliseconds = 15_000;
const letterMilliseconds = 60_000;
/** Under way at once: those that hang leave room for others. */
const mostAtOnce = 32;

/** Starts telling; several programs may run it. Stopping ends after what is under way. */
export function startTellingAlerts(deps: AlertTellerDeps): { stop(): Promise<void> } {
  const underWay = new Set<Promise<void>>();
  const teller = repeating({
    round: async () => {
      if (underWay.size >= mostAtOnce) await Promise.race(underWay);
      const begun = await tellSome(deps, mostAtOnce - underWay.size);
      for (const one of begun) {
        underWay.add(one);
        void one.finally(() => underWay.delete(one));
      }
      return begun.length > 0 ? 0 : idleMilliseconds;
    },
    failed: 'telling_alerts_failed',
    log: deps.log,
    awayMilliseconds,
  });
  return {
    async stop() {
      await teller.stop();
      await Promise.all(underWay);
    },
  };
}

/** Tells what is due until nothing is; answers how many those were. */
export async function tellDue(deps: AlertTellerDeps): Promise<number> {
  let told = 0;
  for (let begun = await tellSome(deps, mostAtOnce); begun.length > 0; ) {
    told += begun.length;
    await Promise.all(begun);
    begun = await tellSome(deps, mostAtOnce);
  }
  return told;
}

/** Begins to tell some of what is due. None of them fails: what was not told is found again when its time is over. */
async function tellSome(deps: AlertTellerDeps, most: number): Promise<Promise<void>[]> {
  const now = deps.now();
  const after = (milliseconds: number) => new Date(now.getTime() + milliseconds);
  const until = { push: after(pushMilliseconds), others: after(letterMilliseconds) };
  const claimed = await claimDeliveries(deps.storage.system, until, now, most);
  return claimed.map(async (one) => {
    try {
      await tell(deps, one);
    } catch (error) {
      deps.log('alert_not_told', { reason: error instanceof Error ? error.message : String(error) });
    }
  });
}
