/** Looks again at stories of which nothing new comes: without a count they calm down, and long after that they are put away. */
import type { Storage } from '../../storage/database.ts';
import { archiveStories, organisationsToArchive, storiesToJudge } from '../../storage/spreadStories.ts';
import { judgePosts } from './judgePosts.ts';

/** A story is looked at so often. Milliseconds. */
const everyMilliseconds = 300_000;
/** So long after it calmed a story is put away. Milliseconds. */
export const archivedAfter = 7 * 86_400_000;
const mostAtOnce = 500;

/** What there is to look at now, an organisation each. */
export async function looksAgain(storage: Storage, now: Date): Promise<(() => Promise<unknown>)[]> {
  const late = await storiesToJudge(storage.system, new Date(now.getTime() - everyMilliseconds), mostAtOnce);
  const calmBefore = new Date(now.getTime() - archivedAfter);
  const calm = await organisationsToArchive(storage.system, calmBefore, mostAtOnce);
  return [
    ...late.map(
      ({ organisationId, postIds }) =>
        () =>
          storage.inSpread(organisationId, (tx) => judgePosts(tx, organisationId, postIds, now)),
    ),
    ...calm.map(
      (organisationId) => () =>
        storage.inSpread(organisationId, (tx) => archiveStories(tx, organisationId, calmBefore, now)),
    ),
  ];
}
