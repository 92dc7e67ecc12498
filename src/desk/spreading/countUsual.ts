/** Counts what is usual: the fastest pace of each of the organisation's own posts of the last weeks, by the age at which it had it. */
import { ageBands, fastestByAge, usualPace } from '../../domain/spreading.ts';
import type { Storage } from '../../storage/database.ts';
import { keepUsual, latestWatched, samplesOf, usualOutdated } from '../../storage/spreading.ts';

/** Milliseconds. */
const countedEvery = 3_600_000;
const lookedBack = 28 * 86_400_000;
/** The latest posts say what is usual; more of them would say the same. */
const mostPosts = 2_000;
const mostAtOnce = 20;

/** Counts for organisations for which nobody did within the hour; answers how many. */
export async function countUsual(storage: Storage, now: Date): Promise<number> {
  const outdated = await usualOutdated(storage.system, new Date(now.getTime() - countedEvery), mostAtOnce);
  for (const organisationId of outdated) await countFor(storage, organisationId, now);
  return outdated.length;
}

async function countFor(storage: Storage, organisationId: number, now: Date): Promise<void> {
  await storage.inSpread(organisationId, async (tx) => {
    const posts = await latestWatched(tx, organisationId, new Date(now.getTime() - lookedBack), mostPosts);
    const samples = await samplesOf(
      tx,
      organisationId,
      posts.map(({ postId }) => postId),
    );
    const bands: number[][] = Array.from({ length: ageBands }, () => []);
    for (const { postId, postAt } of posts)
      for (const [band, fastest] of fastestByAge(postAt, samples.get(postId) ?? []))
        bands[band]?.push(fastest);
    const usual = bands.map((found, band) => ({ band, perHour: usualPace(found) }));
    await keepUsual(tx, organisationId, usual, now);
  });
}
