import { acknowledgeAlerts } from '../storage/alerts.ts';
import type { Storage } from '../storage/database.ts';
import { recordFacts } from '../storage/history.ts';

/** A member says that they have these alerts of theirs. What was acknowledged before, or is somebody else's, is passed over. Answers how many were. */
export async function acknowledge(
  storage: Storage,
  by: { organisationId: number; memberId: string },
  ids: readonly string[],
  now: Date,
): Promise<number> {
  const { organisationId, memberId } = by;
  return storage.inOrganisation(organisationId, async (tx) => {
    const taken = await acknowledgeAlerts(tx, organisationId, memberId, ids, now);
    // That somebody wrote to a member alone is in no history of the house.
    const told = taken.filter(({ kind, caseId }) => kind !== 'names_me' || caseId !== null);
    const facts = told.map(({ id, kind, caseId }) => ({
      actorId: memberId,
      action: 'alert_acknowledged' as const,
      caseId,
      subjectId: id,
      particulars: { kind },
    }));
    if (facts.length > 0) await recordFacts(tx, organisationId, facts, now);
    return taken.length;
  });
}
