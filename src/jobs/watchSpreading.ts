/** Watches how posts spread and warns communications staff: follows what is heard, asks networks again, counts what is usual. */
import { tellOfStories } from '../alerts/spreading.ts';
import { type AskDeps, askableNetworks, askOnce } from '../desk/spreading/askNetwork.ts';
import { countUsual } from '../desk/spreading/countUsual.ts';
import { followHeard } from '../desk/spreading/followHeard.ts';
import { failureOf } from '../storage/failures.ts';
import { type Reading, releaseReading } from '../storage/readings.ts';
import { forgetWatched } from '../storage/spreadAsking.ts';
import { organisationsToTell } from '../storage/spreading.ts';
import { claimSpreadReading } from '../storage/spreadWatch.ts';
import { repeating } from './repeating.ts';

const followMilliseconds = 2_000;
const askMilliseconds = 5_000;
const slowMilliseconds = 600_000;
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
        const asked = await askOnce(deps, worker);
        await tellOnce(deps);
        return asked ? 0 : askMilliseconds;
      },
      failed: 'counting_shares_failed',
      ...often,
    }),
    repeating({
      round: async () => ((await tidyOnce(deps)) ? 0 : slowMilliseconds),
      failed: 'counting_usual_failed',
      ...often,
    }),
  ];
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

/** Follows each organisation in which something happened, a turn each. True when one of them has more. */
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
      let from: Reading | null = claimed;
      for (let n = 0; n < inOneTurn && from !== null; n++)
        from = await followHeard({ storage, now, lease, askable }, from);
      more = more || from !== null;
    } finally {
      await releaseReading(storage.system, 'spread_reading', claimed.organisationId, worker);
    }
  }
  await tellOnce(deps);
  return more && signal?.aborted !== true;
}

/** Tells of the stories that nobody was told of yet. */
async function tellOnce({ storage, now }: AskDeps): Promise<void> {
  for (const organisationId of await organisationsToTell(storage.system, mostAtOnce))
    await tellOfStories(storage, organisationId, now());
}

/** Counts what is usual and forgets what is old. True when there may be more of it. */
export async function tidyOnce({ storage, now }: AskDeps): Promise<boolean> {
  const at = now();
  await countUsual(storage, at);
  return (
    (await forgetWatched(storage.system, new Date(at.getTime() - keptMilliseconds), mostAtOnce)) >= mostAtOnce
  );
}
