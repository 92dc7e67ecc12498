/** "Do not contact": an author who must not be written to. It holds for every reply until a member takes it back. */
import { Fault } from '../../domain/fault.ts';
import { addAudit } from '../../storage/audit.ts';
import { doNotContactOf, markDoNotContact, unmarkDoNotContact } from '../../storage/authors.ts';
import { recordFacts } from '../../storage/history.ts';
import { authorsOfCases } from '../../storage/rearrangements.ts';
import { type Acting, particularsOf } from '../acting.ts';

/** Says of the author of a case that they must not be written to, and why; null takes it back. Throws Fault `not_found`. */
export async function setDoNotContact(acting: Acting, caseId: string, reason: string | null): Promise<void> {
  const { storage, organisationId, memberId, keyId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    const author = (await authorsOfCases(tx, organisationId, [caseId])).get(caseId);
    if (author === undefined)
      throw new Fault('not_found', 'This case does not exist, or not in your organisation.');
    const { authorId } = author;
    const marked = (await doNotContactOf(tx, organisationId, authorId)) !== null;
    if (marked === (reason !== null)) return;
    if (reason === null) await unmarkDoNotContact(tx, organisationId, authorId);
    else await markDoNotContact(tx, organisationId, authorId, { at: now, by: memberId, reason });
    const action = reason === null ? 'contact_allowed' : 'contact_refused';
    const named = particularsOf(undefined, keyId);
    const fact = { actorId: memberId, action, caseId, subjectId: authorId, ...named } as const;
    await recordFacts(tx, organisationId, [fact], now);
    const audited = reason === null ? 'author.contact_allowed' : 'author.contact_refused';
    await addAudit(tx, organisationId, {
      memberId,
      keyId: keyId ?? null,
      action: audited,
      particulars: { author: authorId },
      at: now,
    });
  });
}
