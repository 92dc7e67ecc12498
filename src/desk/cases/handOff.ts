import { takeUp } from '../../domain/case.ts';
import { Fault } from '../../domain/fault.ts';
import { insertNote, releaseClaim } from '../../storage/caseActs.ts';
import { newId } from '../../storage/ids.ts';
import { findMember } from '../../storage/members.ts';
import { type Acting, changeCase } from '../acting.ts';

/**
 * Hands a case to a colleague with a reason, which stays with the case as a note: whoever takes it over reads why. One's own claim ends with it. Throws Fault `input_invalid`
 * for somebody who cannot take it.
 */
export async function handOff(acting: Acting, caseId: string, to: string, reason: string): Promise<void> {
  const { organisationId, memberId, now } = acting;
  await changeCase(acting, caseId, async (facts, tx) => {
    const taker = await findMember(tx, organisationId, { id: to });
    if (taker === null || taker.leftAt !== null || taker.invited) throw cannotTake();
    if (facts.ownerId === to)
      throw new Fault('input_invalid', `${taker.name} has this case already. Choose somebody else.`);
    const noteId = newId(now.getTime());
    await insertNote(tx, organisationId, { id: noteId, caseId, memberId, text: reason, at: now });
    await releaseClaim(tx, organisationId, caseId, memberId);
    return {
      facts: { ...facts, ...takeUp(facts, now), ownerId: to },
      action: 'case_handed_off',
      subjectId: to,
      particulars: { note: noteId, from: facts.ownerId },
    };
  });
}

const cannotTake = () =>
  new Fault('input_invalid', 'Whom you chose is not here, or not any more. Choose another member.');
