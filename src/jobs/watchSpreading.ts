/** Watches how posts spread and warns communications staff: follows what is heard, asks networks again, counts what is usual. */
import { tellOfStories } from '../alerts/spreading.ts';
import { type AskDeps, askableNetworks, askOnce } from '../desk/spreading/askNetwork.ts';
import { countUsual, organisationToCount } from '../desk/spreading/countUsual.ts';
import { type FollowDeps, factsAtOnce, followHeard, stepOver } from '../desk/spreading/followHeard.ts';
import { looksAgain } from '../desk/spreading/lookAgain.ts';
import { failureOf } from '../storage/failures.ts';
import { type Reading, releaseReading } from '../storage/readings.ts';
import { forgetWatched } from '../storage/spreadAsking.ts';
import { organisationsToTell } from '../storage/spreadStories.ts';
import { claimSpreadReading } from '../storage/spreadWatch.ts';
import { repeating } from './repeating.ts';

const followMilliseconds = 2_000;
const askMilliseconds = 5_000;
const slowMilliseconds = 300_000;
const awayMilliseconds = 5_000;
const leaseMilliseconds = 60_000;
/** Windows of one organisation before others get their turn. */
const inOneTurn = 10;
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
        await apart(deps, async () => {
          asked = await askOnce(deps, worker);
        });
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
  const { storage, now } = deps;
  const lease = () => ({ worker, until: new Date(now().getTime() + leaseMilliseconds) });
  const askable = askableNetworks(deps.channels);
  const served: number[] = [];
  let more = false;
  while (signal?.aborted !== true) {
    const claimed = await claimSpreadReading(storage.system, lease(), now(), served);
    if (claimed === null) break;
    served.push(claimed.organisationId);
    try {
      more = (await takeTurn({ storage, now, lease, askable, log: deps.log }, claimed)) || more;
    } finally {
      await releaseReading(storage.system, 'spread_reading', claimed.organisationId, worker);
    }
  }
  await tellOnce(deps);
  return more && signal?.aborted !== true;
}

type TurnDeps = FollowDeps & Pick<AskDeps, 'log'>;

/** Some windows of an organisation. True when it has more. */
async function takeTurn(deps: TurnDeps, claimed: Reading): Promise<boolean> {
  let from: Reading | null = claimed;
  try {
    for (let n = 0; n < inOneTurn && from !== null; n++) from = await throughWindow(deps, from);
  } catch (error) {
    const failure = failureOf(error);
    if (failure === 'away') throw error;
    if (failure === 'retry') return true;
    deps.log('watching_spreading_failed', { organisation: claimed.organisationId, reason: reasonOf(error) });
    return false;
  }
  return from !== null;
}

/** The next window; where it fails, fact by fact, so that one that cannot be looked at holds up none behind it. */
async function throughWindow(deps: TurnDeps, window: Reading): Promise<Reading | null> {
  try {
    return await followHeard(deps, window);
  } catch (error) {
    if (isOfTheMoment(error)) throw error;
  }
  let from: Reading | null = window;
  for (let n = 0; n < factsAtOnce && from !== null; n++) from = await pastOne(deps, from);
  return from;
}

async function pastOne(deps: TurnDeps, from: Reading): Promise<Reading | null> {
  try {
    return await followHeard(deps, from, 1);
  } catch (error) {
    if (isOfTheMoment(error)) throw error;
    const { organisationId, read } = from;
    deps.log('fact_not_watched', { organisation: organisationId, fact: read + 1, reason: reasonOf(error) });
    return stepOver(deps, from);
  }
}

const isOfTheMoment = (error: unknown): boolean => {
  const failure = failureOf(error);
  return failure === 'retry' || failure === 'away';
};
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Work for one organisation that holds up nobody else's where it fails; where the database is away, all of them wait. */
async function apart({ log }: AskDeps, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isOfTheMoment(error)) throw error;
    log('spreading_not_looked_at', { reason: reasonOf(error) });
  }
}

/** Tells of the stories that nobody was told of yet. */
async function tellOnce(deps: AskDeps): Promise<void> {
  const { storage, now } = deps;
  for (const organisationId of await organisationsToTell(storage.system, mostAtOnce))
    await apart(deps, () => tellOfStories(storage, organisationId, now()));
}

/** Looks again at stories of which nothing comes, counts what is usual, and forgets what is old. True when there may be more of it. */
export async function tidyOnce(deps: AskDeps): Promise<boolean> {
  const { storage, now } = deps;
  const at = now();
  const askable = askableNetworks(deps.channels);
  for (const look of await looksAgain(storage, at)) await apart(deps, look);
  for (let next = await organisationToCount(storage, at); next !== null; ) {
    const organisationId = next;
    await apart(deps, () => countUsual(storage, organisationId, { askable, now: at }));
    next = await organisationToCount(storage, at);
  }
  return (
    (await forgetWatched(storage.system, new Date(at.getTime() - keptMilliseconds), mostAtOnce)) >= mostAtOnce
  );
}
