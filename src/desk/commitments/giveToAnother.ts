import { Fault } from '../../domain/fault.ts';
import { giveCommitment, hideCommitment } from '../../storage/commitments.ts';
import { type Acting, lockedCase, saveDecided } from '../acting.ts';
import { type Doing, lockedCommitment, mustBeOwner } from './changeCommitment.ts';

/** Gives a promise to another member to keep. Throws Faults `not_found`, `input_invalid`. */
export async function giveToAnother(acting: Acting, id: string, ownerId: string): Promise<void> {
  const { storage, organisationId, memberId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    const stored = await lockedCommitment(tx, acting, id);
    if (stored.ownerId === ownerId) return;
    await mustBeOwner(tx, organisationId, ownerId);
    await giveCommitment(tx, organisationId, stored, { by: memberId, to: ownerId, at: now });
    const facts = await lockedCase(tx, organisationId, stored.caseId ?? '');
    const particulars = { member: ownerId };
    await saveDecided(tx, acting, { facts, action: 'commitment_given', subjectId: id, particulars });
  });
}

/** Takes a promise from the public page, as its author asks or has asked, or puts it back. It is counted there all the same. Throws Fault `not_found`. */
export async function showInPublic(acting: Doing, id: string, shown: boolean): Promise<void> {
  const { storage, organisationId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    const stored = await lockedCommitment(tx, acting, id);
    const byAuthor = acting.memberId === null;
    if (shown && stored.hiddenByAuthor && !byAuthor)
      throw new Fault(
        'not_permitted',
        'Its author asked that it is not shown in public. Only they can show it again.',
      );
    const isSo = shown
      ? stored.hiddenAt === null
      : stored.hiddenByAuthor || (stored.hiddenAt !== null && !byAuthor);
    if (isSo) return;
    await hideCommitment(tx, organisationId, id, shown ? null : { at: now, byAuthor });
    const facts = await lockedCase(tx, organisationId, stored.caseId ?? '');
    const action = shown ? 'commitment_shown' : 'commitment_hidden';
    await saveDecided(tx, acting, { facts, action, subjectId: id });
  });
}
