/** What office hours ask of the program: cases are placed anew once promises have changed, and a country's holidays are written down every year. */
import { placeSome } from '../desk/officeHours/placeAgain.ts';
import { renewHolidays } from '../desk/officeHours/setOfficeHours.ts';
import type { Storage } from '../storage/database.ts';
import { organisationsToPlace, organisationsToRenew } from '../storage/promises.ts';
import { repeating } from './repeating.ts';

interface Deps {
  storage: Storage;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
}

const idleMilliseconds = 1_000;
const awayMilliseconds = 5_000;
const renewMilliseconds = 6 * 3_600_000;

/** Starts the job; several programs may run it. */
export function startKeepingHours(deps: Deps): { stop(): Promise<void> } {
  let renewAt = 0;
  return repeating({
    async round() {
      if (performance.now() >= renewAt) {
        await renewAll(deps);
        renewAt = performance.now() + renewMilliseconds;
      }
      return (await placeOnce(deps)) === 0 ? idleMilliseconds : 0;
    },
    failed: 'keeping_hours_failed',
    log: deps.log,
    awayMilliseconds,
  });
}

/** One batch of every organisation whose promises have changed; answers how many cases were looked at. */
export async function placeOnce({ storage, now }: Deps): Promise<number> {
  let placed = 0;
  for (const organisationId of await organisationsToPlace(storage.system))
    placed += await placeSome(storage, organisationId, now());
  return placed;
}

/** Writes next year's holidays down wherever they are missing. */
export async function renewAll({ storage, now }: Deps): Promise<void> {
  const at = now();
  for (const organisationId of await organisationsToRenew(storage.system, at.getUTCFullYear() + 1))
    await renewHolidays(storage, organisationId, at);
}
