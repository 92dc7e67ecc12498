import { Fault } from '../../domain/fault.ts';
import type { Acting } from '../acting.ts';
import { changeFollowUp, mustBeAsked, mustNotBeOfErased, mustSay } from './changeFollowUp.ts';
import { mustHaveFiles } from './files.ts';

/** Reports back to whoever asked, with an answer that might be given to the author, where it is about a case. Throws Faults `not_found`, `not_permitted`, `input_invalid`, `follow_up_moved_on`. */
export async function reportFollowUp(
  acting: Acting,
  id: string,
  { words, suggestion, files = [] }: { words: string; suggestion: string; files?: readonly string[] },
): Promise<void> {
  mustSay(words, 'Say what you found out, or what was done.');
  await changeFollowUp(acting, id, async (stored, sides, tx) => {
    const { about, team } = stored;
    mustBeAsked(sides);
    mustNotBeOfErased(stored);
    if (about.kind !== 'case' && suggestion.trim() !== '')
      throw new Fault(
        'input_invalid',
        'There is no case here in which an author could be answered. Leave the suggested reply out.',
      );
    await mustHaveFiles(tx, acting.organisationId, files, acting.memberId);
    return {
      act: { kind: 'reported', at: acting.now },
      words: words.trim(),
      files,
      suggestion: suggestion.trim() === '' ? null : suggestion.trim(),
      // What is missing is asked of who reported, not of the whole team.
      ...(team === null ? {} : { asked: { memberId: acting.memberId, teamId: team.id } }),
    };
  });
}
