/** Gives every waiting case of an organisation its place anew, batch by batch, once its promises have changed. */
import { queuePlace } from '../../domain/queue.ts';
import { lockCases } from '../../storage/cases.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import { failureOf } from '../../storage/failures.ts';
import { recordFacts } from '../../storage/history.ts';
import { nextToPlace, placedUntil, promisesOf, writePlaces } from '../../storage/promises.ts';

const batch = 500;

/**
 * Places one batch; answers how many cases it looked at, 0 when nothing is left. Killed at any moment it goes on behind the last batch that was committed. Where intake
 * held the same cases the batch is left for the next time.
 */
export async function placeSome(storage: Storage, organisationId: number, now: Date): Promise<number> {
  try {
    return await storage.inOrganisation(organisationId, (tx) => placeBatch(tx, organisationId, now));
  } catch (error) {
    if (failureOf(error) === 'retry') return 1;
    throw error;
  }
}

async function placeBatch(tx: Tenant, organisationId: number, now: Date): Promise<number> {
  const ids = await nextToPlace(tx, organisationId, batch);
  if (ids === null) return 0;
  const last = ids.at(-1);
  if (last === undefined) {
    await placedUntil(tx, organisationId, null);
    // Consoles read their lists anew.
    await recordFacts(
      tx,
      organisationId,
      [{ actorId: null, action: 'queue_placed', caseId: null, subjectId: null }],
      now,
    );
    return 0;
  }
  const promises = await promisesOf(tx, organisationId);
  const cases = await lockCases(tx, organisationId, ids);
  const places = [...cases.values()].flatMap((facts) => {
    const place = queuePlace({ ...facts, answeredBefore: facts.firstHouseAt !== null }, promises);
    return place === null ? [] : [{ id: facts.id, place }];
  });
  await writePlaces(tx, organisationId, places);
  await placedUntil(tx, organisationId, last);
  return ids.length;
}
