/** Every night what is over its term goes, batch by batch; one that is cut short goes on where it stood. */
import { applySome } from '../desk/retention/applyRetention.ts';
import type { Storage } from '../storage/database.ts';
import { everyLetterbox } from '../storage/letterboxes.ts';
import { organisationsWithTerms } from '../storage/retention.ts';
import { repeating } from './repeating.ts';

interface Deps {
  storage: Storage;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
}

const idleMilliseconds = 60_000;
const awayMilliseconds = 10_000;
/** Between two batches of one organisation: whoever works at night goes first. */
const breathMilliseconds = 50;

/** Starts the job; several programs may run it, each organisation is served by one at a time. */
export function startKeepingTerms(deps: Deps): { stop(): Promise<void> } {
  return repeating({
    round: async (signal) => ((await applyOnce(deps, signal)) ? breathMilliseconds : idleMilliseconds),
    failed: 'keeping_terms_failed',
    log: deps.log,
    awayMilliseconds,
  });
}

/** One batch of each organisation that has something to do; true when one of them has more. Of letterboxes nothing is logged. */
export async function applyOnce({ storage, now, log }: Deps, signal?: AbortSignal): Promise<boolean> {
  let more = false;
  const houses = await organisationsWithTerms(storage.system);
  const boxes = (await everyLetterbox(storage.system)).filter(
    ({ houseId, goneSince }) => goneSince !== null || houses.includes(houseId),
  );
  const all = [...houses.map((id) => ({ id, of: null })), ...boxes.map((of) => ({ id: of.boxId, of }))];
  for (const { id, of } of all) {
    if (signal?.aborted === true) break;
    const done = await applySome(storage, id, now(), of);
    if (done === 'more') more = true;
    else if (done !== 'nothing' && of === null) log('terms_kept', { organisation: id, ...done.removed });
  }
  return more;
}
