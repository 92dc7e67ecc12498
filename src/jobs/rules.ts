/** Automation rules at work: the history is read on behind intake, and what rules want is done case by case. */
import { lookAtWaits } from '../desk/rules/lookAtWaits.ts';
import { readOn } from '../desk/rules/readOn.ts';
import type { Storage } from '../storage/database.ts';
import { failureOf } from '../storage/failures.ts';
import { type Reading, releaseReading } from '../storage/readings.ts';
import { claimWaits } from '../storage/ruleWaits.ts';
import { claimReading } from '../storage/ruleWork.ts';
import { repeating } from './repeating.ts';

export interface RuleDeps {
  storage: Storage;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
}

const idleMilliseconds = 500;
const awayMilliseconds = 3_000;
/** Longer than a window may take between two signs of life; a killed program's reading is free after it. */
const leaseMilliseconds = 30_000;
/** How often the rules that wait look at the cases of an organisation, and how often it is asked whether there are any. */
const waitsMilliseconds = 60_000;
const askMilliseconds = 10_000;
/** Windows of one organisation before others get their turn. */
const inOneTurn = 20;

/** Starts the job; several programs may run it, each organisation is read by one at a time. */
export function startRules(deps: RuleDeps, name: string): { stop(): Promise<void> } {
  const worker = `${name}/rules`;
  let askAt = 0;
  return repeating({
    async round(signal) {
      if (performance.now() >= askAt) {
        while (await lookOnce(deps, signal));
        askAt = performance.now() + askMilliseconds;
      }
      return (await readOnce(deps, worker, signal)) ? 0 : idleMilliseconds;
    },
    failed: 'rules_failed',
    log: deps.log,
    awayMilliseconds,
    // Where intake held the same cases the same again may work at once.
    isPassing: (error) => failureOf(error) === 'retry',
  });
}

/** Reads on for the next organisation whose rules have something to read. False when none has, or its posts are still to be read by the models. */
export async function readOnce(deps: RuleDeps, worker: string, signal?: AbortSignal): Promise<boolean> {
  const { storage, now } = deps;
  const lease = () => ({ worker, until: new Date(now().getTime() + leaseMilliseconds) });
  const claimed = await claimReading(storage.system, lease(), now());
  if (claimed === null) return false;
  const { organisationId } = claimed;
  try {
    const reading = { ...deps, organisationId, lease, signal };
    let from: Reading | null = claimed;
    let came = claimed.read;
    for (let n = 0; n < inOneTurn && from !== null && signal?.aborted !== true; n++) {
      from = await readOn(reading, from);
      came = from?.read ?? came;
    }
    return came !== claimed.read;
  } finally {
    await releaseReading(storage.system, 'rule_reading', organisationId, worker);
  }
}

/** Looks at the waits of the next organisation whose turn it is. False when there is none. */
export async function lookOnce(deps: RuleDeps, signal?: AbortSignal): Promise<boolean> {
  const now = deps.now();
  const next = new Date(now.getTime() + waitsMilliseconds);
  const claimed = await claimWaits(deps.storage.system, { now, next });
  if (claimed === null || signal?.aborted === true) return false;
  await lookAtWaits({ ...deps, now, signal }, claimed);
  return true;
}
