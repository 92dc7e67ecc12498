/** What was set aside for requests and never settled, because its program was killed, counts as spent. */
import type { Storage } from '../storage/database.ts';
import { countUnsettled } from '../storage/money.ts';
import { repeating } from './repeating.ts';

interface Deps {
  storage: Storage;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
}

const roundMilliseconds = 60_000;
const awayMilliseconds = 3_000;
/** No request is under way for so long. */
const underWayMilliseconds = 3_600_000;
const mostAtOnce = 1_000;

/** Starts the job; several programs may run it. */
export function startCountingUnsettledMoney(deps: Deps): { stop(): Promise<void> } {
  return repeating({
    round: async () => ((await countUnsettledOnce(deps)) < mostAtOnce ? roundMilliseconds : 0),
    failed: 'counting_unsettled_money_failed',
    log: deps.log,
    awayMilliseconds,
  });
}

/** Answers how many were counted. */
export const countUnsettledOnce = ({ storage, now }: Pick<Deps, 'storage' | 'now'>): Promise<number> =>
  countUnsettled(storage.system, new Date(now().getTime() - underWayMilliseconds), mostAtOnce);
