import { Fault } from '../../domain/fault.ts';
import { casesById } from '../../storage/caseReads.ts';
import { eraseHowToReach } from '../../storage/howToReach.ts';
import { type Acting, changeCase } from '../acting.ts';

/** Erases how the author of a case said that they can be reached. Throws Fault `not_found`. */
export async function forgetHowToReach(acting: Acting, caseId: string): Promise<void> {
  const { organisationId } = acting;
  await changeCase(acting, caseId, async (facts, tx) => {
    const [listed] = await casesById(tx, organisationId, [caseId]);
    if (listed === undefined) throw new Fault('not_found', 'This case does not exist here.');
    const erased = await eraseHowToReach(tx, organisationId, listed.author.id);
    return erased ? { facts, action: 'how_to_reach_erased' } : null;
  });
}
