/** Looks for accounts that answer our authors in our name, behind the history: intake waits for none of it. */
import { factsAtOnce, stepOver, type WatchDeps as Watching, watchOn } from '../desk/watchOuts/watchOn.ts';
import type { Storage } from '../storage/database.ts';
import { failureOf } from '../storage/failures.ts';
import { releaseReading } from '../storage/readings.ts';
import { claimWatchReading } from '../storage/watchFinding.ts';
import { type Follower, followEach } from './followTurns.ts';
import { repeating } from './repeating.ts';

export interface WatchDeps {
  storage: Storage;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
}

const idleMilliseconds = 2_000;
const awayMilliseconds = 5_000;
const leaseMilliseconds = 60_000;

/** Starts it; several programs may run it, each organisation's history is followed by one at a time. */
export function startWatchingForImposters(deps: WatchDeps, name: string): { stop(): Promise<void> } {
  const worker = `${name}/imposters`;
  return repeating({
    round: async (signal) => ((await watchForImposters(deps, worker, signal)) ? 0 : idleMilliseconds),
    failed: 'watching_for_imposters_failed',
    log: deps.log,
    awayMilliseconds,
    isPassing: (error) => failureOf(error) === 'retry',
  });
}

/** Follows each organisation in which something happened, a turn each; one that fails holds up no other. True when one of them has more. */
export function watchForImposters(
  { storage, now, log }: WatchDeps,
  worker: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const lease = () => ({ worker, until: new Date(now().getTime() + leaseMilliseconds) });
  const watching: Watching = { storage, now, lease };
  const follower: Follower = {
    claim: (served) => claimWatchReading(storage.system, lease(), now(), served),
    release: (id) => releaseReading(storage.system, 'watch_reading', id, worker),
    follow: (from, most) => watchOn(watching, from, most),
    stepOver: (from) => stepOver(watching, from),
    factsAtOnce,
    log,
    skipped: 'fact_not_looked_at',
    failed: 'watching_for_imposters_failed',
  };
  return followEach(follower, signal);
}
