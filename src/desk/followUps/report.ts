import type { Acting } from '../acting.ts';
import { changeFollowUp, mustBeAsked, mustSay } from './changeFollowUp.ts';
import { mustHavePictures } from './pictures.ts';

/** Reports back to whoever asked, with an answer that might be given to the author. Throws Faults `not_found`, `not_permitted`, `input_invalid`, `follow_up_moved_on`. */
export async function reportFollowUp(
  acting: Acting,
  id: string,
  { words, suggestion, pictures = [] }: { words: string; suggestion: string; pictures?: readonly string[] },
): Promise<void> {
  mustSay(words, 'Say what you found out, or what was done.');
  await changeFollowUp(acting, id, async ({ team }, sides, tx) => {
    mustBeAsked(sides);
    await mustHavePictures(tx, acting.organisationId, pictures);
    return {
      act: { kind: 'reported', at: acting.now },
      words: words.trim(),
      pictures,
      suggestion: suggestion.trim() === '' ? null : suggestion.trim(),
      // What is missing is asked of who reported, not of the whole team.
      ...(team === null ? {} : { asked: { memberId: acting.memberId, teamId: team.id } }),
    };
  });
}
