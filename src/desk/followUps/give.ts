import { Fault } from '../../domain/fault.ts';
import type { Asked } from '../../storage/followUps.ts';
import type { Acting } from '../acting.ts';
import { mustBeAskable } from './askable.ts';
import { changeFollowUp } from './changeFollowUp.ts';

/** Gives a follow-up to another member or team, who report from now on: by whoever is asked, their superiors, or whoever asked. Throws Faults `not_found`, `not_permitted`, `input_invalid`, `follow_up_moved_on`. */
export async function giveFollowUp(acting: Acting, id: string, to: Asked): Promise<void> {
  await changeFollowUp(acting, id, async ({ asker, member, team }, { mayGive }, tx) => {
    if (!mayGive)
      throw new Fault(
        'not_permitted',
        'Only whoever is asked, their superiors, or whoever asked can give it to another.',
      );
    await mustBeAskable(tx, acting.organisationId, to, { askerId: asker.id, now: acting.now });
    const isSo = to.memberId === (member?.id ?? null) && (to.memberId !== null || to.teamId === team?.id);
    return isSo ? null : { act: { kind: 'given', at: acting.now }, to, asked: to };
  });
}
