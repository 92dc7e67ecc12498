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
const inOneClaim = 8;

/** Starts telling, several loops side by side; several programs may run it. */
export function startTellingAlerts(deps: AlertTellerDeps, atOnce = 4): { stop(): Promise<void> } {
  const tellers = Array.from({ length: atOnce }, () =>
    repeating({
      round: async () => ((await tellOnce(deps)) > 0 ? 0 : idleMilliseconds),
      failed: 'telling_alerts_failed',
      log: deps.log,
      awayMilliseconds,
    }),
  );
  return {
    async stop() {
      await Promise.all(tellers.map((teller) => teller.stop()));
    },
  };
}

/** Tells some of what is due; answers how many those were. */
export async function tellOnce(deps: AlertTellerDeps): Promise<number> {
  const now = deps.now();
  const after = (milliseconds: number) => new Date(now.getTime() + milliseconds);
  const until = { push: after(pushMilliseconds), others: after(letterMilliseconds) };
  const claimed = await claimDeliveries(deps.storage.system, until, now, inOneClaim);
  const told = await Promise.allSettled(claimed.map((one) => tell(deps, one)));
  for (const one of told)
    if (one.status === 'rejected')
      // It is found again when its time is over.
      deps.log('alert_not_told', { reason: String(one.reason) });
  return claimed.length;
}
