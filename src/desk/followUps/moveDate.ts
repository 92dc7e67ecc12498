import type { Acting } from '../acting.ts';
import { changeFollowUp, mustBeAhead, mustBeAsker } from './changeFollowUp.ts';

/** Gives another date for the report: by whoever asked, never by whoever is asked. Throws Faults `not_found`, `not_permitted`, `input_invalid`, `follow_up_moved_on`. */
export async function moveFollowUpDate(acting: Acting, id: string, dueAt: Date): Promise<void> {
  await changeFollowUp(acting, id, ({ followUp }, sides) => {
    mustBeAsker(sides);
    mustBeAhead(dueAt, acting.now);
    if (dueAt.getTime() === followUp.dueAt.getTime()) return null;
    return { act: { kind: 'moved', at: acting.now, dueAt } };
  });
}
