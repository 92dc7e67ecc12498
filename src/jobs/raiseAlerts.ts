/** Raises alerts: follows what happens, looks for what became late and what many say, hands on what nobody has taken, and sees to the morning's digests. */
import { alertAlone } from '../alerts/alone.ts';
import { raiseDigest } from '../alerts/digest.ts';
import { escalate } from '../alerts/escalate.ts';
import { type FollowDeps, factsAtOnce, followOn, stepOver } from '../alerts/follow.ts';
import { alertIncidents } from '../alerts/incidents.ts';
import { alertLate, lateSince } from '../alerts/late.ts';
import { bringForward } from '../storage/alertDeliveries.ts';
import { digestsDue } from '../storage/alertSettings.ts';
import { alertsToEscalate, forgetAlerts } from '../storage/alerts.ts';
import { claimAlertReading, organisationsWithLate } from '../storage/alertWork.ts';
import type { Storage } from '../storage/database.ts';
import { failureOf } from '../storage/failures.ts';
import { releaseReading } from '../storage/readings.ts';
import { organisationsWithMany, saidWithin } from '../storage/saidByMany.ts';
import { apart, type Follower, followEach } from './followTurns.ts';
import { repeating } from './repeating.ts';

export interface RaiseDeps {
  storage: Storage;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
}

/** What happens is looked at so often: an alert is to lie on a telephone within two seconds. */
const followMilliseconds = 250;
/** What the clock brings: late cases, what many say, alerts that go on, digests. */
const clockMilliseconds = 2_000;
const awayMilliseconds = 3_000;
const leaseMilliseconds = 30_000;
const mostAtOnce = 100;
/** How long alerts that ended are kept. */
const keptMilliseconds = 90 * 86_400_000;
/** As long as anybody has a delivery (jobs/tellAlerts.ts). */
const longestTelling = 60_000;
const forgettingMilliseconds = 3_600_000;

/** Starts both; several programs may run them, each organisation's history is followed by one at a time. */
export function startRaisingAlerts(deps: RaiseDeps, name: string): { stop(): Promise<void> } {
  const { log } = deps;
  const worker = `${name}/alerts`;
  const isPassing = (error: unknown) => failureOf(error) === 'retry';
  const loops = [
    repeating({
      round: async (signal) => ((await followOnce(deps, worker, signal)) ? 0 : followMilliseconds),
      failed: 'raising_alerts_failed',
      log,
      awayMilliseconds,
      isPassing,
    }),
    repeating({
      round: async (signal) => ((await lookAtClock(deps, signal)) ? 0 : clockMilliseconds),
      failed: 'alerts_of_the_clock_failed',
      log,
      awayMilliseconds,
      isPassing,
    }),
    repeating({
      round: async () => ((await forgetOld(deps)) ? 0 : forgettingMilliseconds),
      failed: 'forgetting_alerts_failed',
      log,
      awayMilliseconds,
      isPassing,
    }),
  ];
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

/** Follows each organisation in which something happened, a turn each; one that fails holds up no other. True when one of them has more. */
export function followOnce(deps: RaiseDeps, worker: string, signal?: AbortSignal): Promise<boolean> {
  const { storage, now, log } = deps;
  const lease = () => ({ worker, until: new Date(now().getTime() + leaseMilliseconds) });
  const following: FollowDeps = { storage, now, lease };
  const follower: Follower = {
    claim: (served) => claimAlertReading(storage.system, lease(), now(), served),
    release: (id) => releaseReading(storage.system, 'alert_reading', id, worker),
    follow: (from, most) => followOn(following, from, most),
    stepOver: (from) => stepOver(following, from),
    factsAtOnce,
    log,
    skipped: 'fact_alerts_nobody',
    failed: 'raising_alerts_failed',
  };
  return followEach(follower, signal);
}

/** Looks once at what time brings. True when there may be more at once. */
export async function lookAtClock({ storage, now, log }: RaiseDeps, signal?: AbortSignal): Promise<boolean> {
  const at = now();
  await bringForward(storage.system, { now: at, longest: new Date(at.getTime() + longestTelling) });
  const organisations = await organisationsWithLate(storage.system, { since: lateSince(at), now: at });
  const withMany = await organisationsWithMany(storage.system, saidWithin(at));
  const open = await alertsToEscalate(storage.system, at, mostAtOnce);
  const digests = await digestsDue(storage.system, at, mostAtOnce);
  const work: (() => Promise<unknown>)[] = [
    () => alertAlone(storage, at),
    ...organisations.map((id) => () => alertLate(storage, id, at)),
    ...withMany.map((id) => () => alertIncidents(storage, id, at)),
    ...open.map((one) => () => escalate(storage, one, at)),
    ...digests.map((one) => () => raiseDigest(storage, one, at)),
  ];
  for (const one of work) {
    if (signal?.aborted === true) return false;
    await apart(one, 'alert_not_raised', log);
  }
  return open.length === mostAtOnce || digests.length === mostAtOnce;
}

/** Forgets some alerts that ended long ago. True when there may be more. */
export async function forgetOld({ storage, now }: RaiseDeps): Promise<boolean> {
  const before = new Date(now().getTime() - keptMilliseconds);
  return (await forgetAlerts(storage.system, before, mostAtOnce)) >= mostAtOnce;
}
