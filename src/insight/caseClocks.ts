import { type Clock, clocksOf } from '../domain/clocks.ts';
import { Fault } from '../domain/fault.ts';
import { clockEventsOf } from '../storage/clockEvents.ts';
import type { Storage } from '../storage/database.ts';
import { promisesOf } from '../storage/promises.ts';

/** The clocks of a case now. Throws Fault `not_found`. */
export async function caseClocks(
  storage: Storage,
  organisationId: number,
  caseId: string,
  now: Date,
): Promise<Clock[]> {
  return storage.inOrganisation(organisationId, async (tx) => {
    const [found, promises] = await Promise.all([
      clockEventsOf(tx, organisationId, caseId),
      promisesOf(tx, organisationId),
    ]);
    if (found === null)
      throw new Fault('not_found', 'This case does not exist, or not in your organisation.');
    return clocksOf(found, found.events, promises, now);
  });
}
