/** What was written to a member alone is handed over to the desk by that member and nobody else; until the undo is over she takes it back. */
import { Fault } from '../../domain/fault.ts';
import { undoMilliseconds } from '../../domain/reply.ts';
import { askToHandOver, handedOver, takeBackHandOver } from '../../storage/handedOver.ts';
import { readRota } from '../../storage/rota.ts';
import { listTeams } from '../../storage/teams.ts';
import { type Acting, lockedCase } from '../acting.ts';

/** Whom of the house it goes to; neither: everybody's queue. */
export interface HandOverTo {
  teamId: string | null;
  memberId: string | null;
}

/**
 * Hands a case of a letterbox over once the undo is over; answers when that is. `acting` is its owner in the letterbox, `house` the house that it belongs to. Throws Fault `not_found`,
 * `input_invalid` for a team or a member that is not there, `case_merged` where the desk has it already.
 */
export async function handOver(acting: Acting, house: number, caseId: string, to: HandOverTo): Promise<Date> {
  const { storage, organisationId, now } = acting;
  await storage.inOrganisation(house, async (tx) => {
    const team = (await listTeams(tx, house)).some(({ id }) => id === to.teamId);
    const member = (await readRota(tx, house, now)).get(to.memberId ?? '')?.here === true;
    if ((to.teamId !== null && !team) || (to.memberId !== null && !member))
      throw new Fault('input_invalid', 'Whom you chose is not here, or not any more. Choose somebody else.');
  });
  const dueAt = new Date(now.getTime() + undoMilliseconds);
  return storage.inOrganisation(organisationId, async (tx) => {
    await lockedCase(tx, organisationId, caseId);
    const due = await askToHandOver(tx, organisationId, { caseId, ...to, at: now, dueAt });
    if (due === null) throw new Fault('case_merged', 'You handed this over already: the desk has it.');
    return due;
  });
}

/** Takes it back. Throws Fault `not_found`, `reply_left` where the desk has it already. */
export async function keepToOneself({ storage, organisationId, now }: Acting, caseId: string): Promise<void> {
  await storage.inOrganisation(organisationId, async (tx) => {
    await lockedCase(tx, organisationId, caseId);
    if (await takeBackHandOver(tx, organisationId, caseId, now)) return;
    if ((await handedOver(tx, organisationId, [caseId])).size > 0)
      throw new Fault('reply_left', 'The desk has it already. It cannot be taken back any more.');
  });
}
