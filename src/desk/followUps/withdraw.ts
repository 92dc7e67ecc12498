import type { Acting } from '../acting.ts';
import { changeFollowUp, mustBeAsker, mustSay } from './changeFollowUp.ts';

/** Closes a follow-up that is not needed any more, and says why; about an author who was erased nothing is kept of that. Throws Faults `not_found`, `not_permitted`, `input_invalid`, `follow_up_moved_on`. */
export async function withdrawFollowUp(acting: Acting, id: string, why: string): Promise<void> {
  mustSay(why, 'Say why it is not needed any more.');
  await changeFollowUp(acting, id, ({ isOfErased }, sides) => {
    mustBeAsker(sides);
    const act = { kind: 'withdrawn', at: acting.now } as const;
    return isOfErased ? { act } : { act, words: why.trim() };
  });
}
