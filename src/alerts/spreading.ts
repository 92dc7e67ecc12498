/** Alerts of stories that spread: to communications staff, once for each story. */
import { warnedMembers } from '../storage/communications.ts';
import type { Storage } from '../storage/database.ts';
import { lastSequence } from '../storage/history.ts';
import { markTold, untoldStories } from '../storage/spreadStories.ts';
import { raiseAlerts } from './raise.ts';

/**
 * Tells of the stories of an organisation of which nobody was told yet; answers how many. They are marked as told after the alerts stand: were the program killed in between, they
 * would be wanted again and raised once all the same. Where there is nobody to tell they wait until somebody is marked.
 */
export async function tellOfStories(storage: Storage, organisationId: number, now: Date): Promise<number> {
  const stories = await storage.inSpread(organisationId, (tx) => untoldStories(tx, organisationId));
  if (stories.length === 0) return 0;
  const told = await storage.inOrganisation(organisationId, async (tx) => {
    const warned = await warnedMembers(tx, organisationId);
    const sequence = await lastSequence(tx, organisationId);
    await raiseAlerts(
      tx,
      { organisationId, now },
      stories.flatMap((postId) =>
        warned.map((memberId) => ({
          kind: 'spreading' as const,
          key: postId,
          memberId,
          // Not of a case: nothing that is done there settles it, and it leads to the page of its own.
          caseId: null,
          subjectId: postId,
          sequence,
        })),
      ),
    );
    return warned.length > 0;
  });
  if (!told) return 0;
  await storage.inSpread(organisationId, (tx) => markTold(tx, organisationId, stories, now));
  return stories.length;
}
