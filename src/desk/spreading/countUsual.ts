/** Counts what is usual: on each network the fastest pace of each of the latest posts, by the age at which it had it. */
import type { Network } from '../../domain/network.ts';
import { usualPace } from '../../domain/spreading.ts';
import type { Storage } from '../../storage/database.ts';
import { claimUsual, keepUsual, latestPaces } from '../../storage/spreading.ts';

/** Milliseconds. */
const countedEvery = 3_600_000;
const lookedBack = 28 * 86_400_000;
/** So many of the latest posts of an age say what is usual; more of them would say the same. */
const mostPosts = 500;

/** Takes an organisation for which nobody counted within the hour; null when there is none. */
export function organisationToCount(storage: Storage, now: Date): Promise<number | null> {
  return claimUsual(storage.system, new Date(now.getTime() - countedEvery), now);
}

/** Counts for one organisation. Where too little is known, what was usual before holds. */
export async function countUsual(
  storage: Storage,
  organisationId: number,
  { askable, now }: { askable: readonly Network[]; now: Date },
): Promise<void> {
  await storage.inSpread(organisationId, async (tx) => {
    const since = new Date(now.getTime() - lookedBack);
    const found = await latestPaces(tx, organisationId, { since, now, most: mostPosts, askable });
    const usual = found.flatMap(({ paces, ...of }) => {
      const perHour = usualPace(paces);
      return perHour === null ? [] : [{ ...of, perHour }];
    });
    await keepUsual(tx, organisationId, usual, now);
  });
}
