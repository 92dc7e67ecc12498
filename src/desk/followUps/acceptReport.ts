import { Fault } from '../../domain/fault.ts';
import type { Acting } from '../acting.ts';
import { changeFollowUp, mustBeAsker, mustBeAsSeen } from './changeFollowUp.ts';

/** Is content with the report, which closes the follow-up; `seen` is how many acts were seen, the report among them. Nobody accepts their own. Throws Faults `not_found`, `not_permitted`, `follow_up_moved_on`. */
export async function acceptReport(acting: Acting, id: string, seen: number): Promise<void> {
  await changeFollowUp(acting, id, (stored, sides) => {
    mustBeAsker(sides);
    mustBeAsSeen(stored, seen);
    const { acts, followUp } = stored;
    const reporter = acts.findLast(({ kind }) => kind === 'reported')?.by.id;
    if (followUp.state === 'reported' && reporter === acting.memberId)
      throw new Fault('not_permitted', 'Somebody else has to accept what you reported yourself.');
    return { act: { kind: 'report_accepted', at: acting.now } };
  });
}
