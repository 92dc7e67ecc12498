/** Blocking an author: a supervisor's word, with a reason, counted and listed. Nothing that they write is lost or left unanswered by it. */
import { Fault } from '../../domain/fault.ts';
import { addAudit } from '../../storage/audit.ts';
import { dropBlock, keepBlock } from '../../storage/authorBlocks.ts';
import { recordFacts } from '../../storage/history.ts';
import { authorsOfCases } from '../../storage/rearrangements.ts';
import { type Acting, particularsOf } from '../acting.ts';

/** Blocks the author of a case, and says why; null takes it back. What is so already stays. Throws Fault `not_found`. */
export async function setBlocked(acting: Acting, caseId: string, reason: string | null): Promise<void> {
  const { storage, organisationId, memberId, keyId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    const author = (await authorsOfCases(tx, organisationId, [caseId])).get(caseId);
    if (author === undefined)
      throw new Fault('not_found', 'This case does not exist, or not in your organisation.');
    const { authorId } = author;
    const changed =
      reason === null
        ? await dropBlock(tx, organisationId, authorId)
        : await keepBlock(tx, organisationId, { authorId, caseId, reason, by: memberId, at: now });
    if (!changed) return;
    const action = reason === null ? 'author_unblocked' : 'author_blocked';
    const named = particularsOf(undefined, keyId);
    const fact = { actorId: memberId, action, caseId, subjectId: authorId, ...named } as const;
    await recordFacts(tx, organisationId, [fact], now);
    await addAudit(tx, organisationId, {
      memberId,
      keyId: keyId ?? null,
      action: reason === null ? 'author.unblocked' : 'author.blocked',
      particulars: { author: authorId },
      at: now,
    });
  });
}
