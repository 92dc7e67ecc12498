/** Blocking an author: a supervisor's word, with a reason, counted and listed. Nothing that they write is lost or left unanswered by it. */
import { isBlocked } from '../../domain/block.ts';
import { Fault } from '../../domain/fault.ts';
import { addAudit } from '../../storage/audit.ts';
import { dropBlock, keepBlock } from '../../storage/authorBlocks.ts';
import { recordFacts } from '../../storage/history.ts';
import { authorsOfCases } from '../../storage/rearrangements.ts';
import { type Acting, particularsOf } from '../acting.ts';

/**
 * Blocks the author of a case until an instant (null: until somebody lifts it), and says why; no reason takes it back. What is so already stays; another end takes the place of
 * the one that was. Throws Fault `not_found`, or `input_invalid` where the end does not lie ahead.
 */
export async function setBlocked(
  acting: Acting,
  caseId: string,
  reason: string | null,
  until: Date | null,
): Promise<void> {
  const { storage, organisationId, memberId, keyId, now } = acting;
  if (reason !== null && !isBlocked({ until }, now))
    throw new Fault('input_invalid', 'Choose an end of the block that lies ahead.');
  await storage.inOrganisation(organisationId, async (tx) => {
    const author = (await authorsOfCases(tx, organisationId, [caseId])).get(caseId);
    if (author === undefined)
      throw new Fault('not_found', 'This case does not exist, or not in your organisation.');
    const { authorId } = author;
    const changed =
      reason === null
        ? await dropBlock(tx, organisationId, authorId, now)
        : await keepBlock(tx, organisationId, { authorId, caseId, reason, by: memberId, at: now, until });
    if (!changed) return;
    const action = reason === null ? 'author_unblocked' : 'author_blocked';
    const end = reason === null || until === null ? {} : { until: until.toISOString() };
    const named = particularsOf(end, keyId);
    const fact = { actorId: memberId, action, caseId, subjectId: authorId, ...named } as const;
    await recordFacts(tx, organisationId, [fact], now);
    await addAudit(tx, organisationId, {
      memberId,
      keyId: keyId ?? null,
      action: reason === null ? 'author.unblocked' : 'author.blocked',
      particulars: { author: authorId, ...end },
      at: now,
    });
  });
}
