import type { Acting } from '../acting.ts';
import { changeFollowUp, mustBeAsked } from './changeFollowUp.ts';

/** Says: I am on it. Of a team's follow-up it becomes the member's. Throws Faults `not_found`, `not_permitted`, `follow_up_moved_on`. */
export async function acceptFollowUp(acting: Acting, id: string): Promise<void> {
  await changeFollowUp(acting, id, ({ team, followUp, member }, sides) => {
    mustBeAsked(sides);
    // Pressed twice, or by two of a team at once: the first has it.
    if (followUp.state === 'accepted' && member?.id === acting.memberId) return null;
    const asked = team === null ? {} : { asked: { memberId: acting.memberId, teamId: team.id } };
    return { act: { kind: 'accepted', at: acting.now }, ...asked };
  });
}
