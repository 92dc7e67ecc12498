import type { HistoryAction } from '../../domain/history.ts';
import type { Tenant } from '../../storage/database.ts';
import { recordFacts } from '../../storage/history.ts';
import { type Decided, lockedCase, particularsOf, saveDecided } from '../acting.ts';

/** What was done, and about which case: null where it is about none. */
export interface FollowUpFact {
  caseId: string | null;
  action: HistoryAction;
  subjectId: string;
  particulars?: NonNullable<Decided['particulars']>;
}

/** Writes into the history what was done about a follow-up: of its case, which is locked, or of the organisation where it is about none. */
export async function tellFollowUp(
  tx: Tenant,
  by: { organisationId: number; memberId: string | null; keyId?: string | null; now: Date },
  { caseId, ...fact }: FollowUpFact,
): Promise<void> {
  const { organisationId, memberId, keyId, now } = by;
  if (caseId !== null) {
    const facts = await lockedCase(tx, organisationId, caseId);
    await saveDecided(tx, by, { ...fact, facts });
    return;
  }
  const { action, subjectId, particulars } = fact;
  const written = {
    actorId: memberId,
    action,
    caseId,
    subjectId,
    ...particularsOf(particulars, keyId),
  };
  await recordFacts(tx, organisationId, [written], now);
}
