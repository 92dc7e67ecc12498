/** Watches how posts spread and warns communications staff: follows what is heard, asks networks again, counts what is usual. */
import { tellOfStories } from '../alerts/spreading.ts';
import { type AskDeps, askableNetworks, askOnce } from '../desk/spreading/askNetwork.ts';
import { countUsual, organisationToCount } from '../desk/spreading/countUsual.ts';
import { type FollowDeps, factsAtOnce, followHeard, stepOver } from '../desk/spreading/followHeard.ts';
import { looksAgain } from '../desk/spreading/lookAgain.ts';
import { failureOf } from '../storage/failures.ts';
import { releaseReading } from '../storage/readings.ts';
import { forgetWatched } from '../storage/spreadAsking.ts';
import { organisationsToTell } from '../storage/spreadStories.ts';
import { claimSpreadReading } from '../storage/spreadWatch.ts';
import { apart, type Follower, followEach } from './followTurns.ts';
import { repeating } from './repeating.ts';

const followMilliseconds = 2_000;
const askMilliseconds = 5_000;
const slowMilliseconds = 300_000;
const awayMilliseconds = 5_000;
const leaseMilliseconds = 60_000;
/** What is logged where work for one organisation failed. */
const notLookedAt = 'spreading_not_looked_at';
const mostAtOnce = 500;
/** What is usual is counted from four weeks; what is older is forgotten. */
const keptMilliseconds = 35 * 86_400_000;

/** Starts it; several programs may run it: an organisation is followed, and an account asks, by one at a time. */
export function startWatchingSpreading(deps: AskDeps, name: string): { stop(): Promise<void> } {
  const worker = `${name}/spreading`;
  const { log } = deps;
  const isPassing = (error: unknown) => failureOf(error) === 'retry';
  const often = { log, awayMilliseconds, isPassing };
  const loops = [
    repeating({
      round: async (signal) => ((await watchOnce(deps, worker, signal)) ? 0 : followMilliseconds),
      failed: 'watching_spreading_failed',
      ...often,
    }),
    repeating({
      round: async () => {
        let asked = false;
        await apart(
          async () => {
            asked = await askOnce(deps, worker);
          },
          notLookedAt,
          log,
        );
        await tellOnce(deps);
        return asked ? 0 : askMilliseconds;
      },
      failed: 'counting_shares_failed',
      ...often,
    }),
    repeating({
      round: async () => ((await tidyOnce(deps)) ? 0 : slowMilliseconds),
      failed: 'looking_at_spreading_failed',
      ...often,
    }),
  ];
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

/** Follows each organisation in which something happened, a turn each; one that fails holds up no other. True when one of them has more. */
export async function watchOnce(deps: AskDeps, worker: string, signal?: AbortSignal): Promise<boolean> {
  const { storage, now, log } = deps;
  const lease = () => ({ worker, until: new Date(now().getTime() + leaseMilliseconds) });
  const following: FollowDeps = { storage, now, lease, askable: askableNetworks(deps.channels) };
  const follower: Follower = {
    claim: (served) => claimSpreadReading(storage.system, lease(), now(), served),
    release: (id) => releaseReading(storage.system, 'spread_reading', id, worker),
    follow: (from, most) => followHeard(following, from, most),
    stepOver: (from) => stepOver(following, from),
    factsAtOnce,
    log,
    skipped: 'fact_not_watched',
    failed: 'watching_spreading_failed',
  };
  const more = await followEach(follower, signal);
  await tellOnce(deps);
  return more && signal?.aborted !== true;
}

/** Tells of the stories that nobody was told of yet. */
async function tellOnce({ storage, now, log }: AskDeps): Promise<void> {
  for (const organisationId of await organisationsToTell(storage.system, mostAtOnce))
    await apart(() => tellOfStories(storage, organisationId, now()), notLookedAt, log);
}

/** Looks again at stories of which nothing comes, counts what is usual, and forgets what is old. True when there may be more of it. */
export async function tidyOnce({ storage, now, log, channels }: AskDeps): Promise<boolean> {
  const at = now();
  const askable = askableNetworks(channels);
  for (const look of await looksAgain(storage, at)) await apart(look, notLookedAt, log);
  for (let next = await organisationToCount(storage, at); next !== null; ) {
    const organisationId = next;
    await apart(() => countUsual(storage, organisationId, { askable, now: at }), notLookedAt, log);
    next = await organisationToCount(storage, at);
  }
  return (
    (await forgetWatched(storage.system, new Date(at.getTime() - keptMilliseconds), mostAtOnce)) >= mostAtOnce
  );
}
