import type { Acting } from '../acting.ts';
import {
  changeFollowUp,
  mustBeAhead,
  mustBeAsker,
  mustBeAsSeen,
  mustNotBeOfErased,
  mustSay,
} from './changeFollowUp.ts';

/** Sends a report back: says what is missing, and until when it is to come (null: the date stays, where it is ahead); `seen` is how many acts were seen. Throws Faults `not_found`, `not_permitted`, `input_invalid`, `follow_up_moved_on`. */
export async function sendReportBack(
  acting: Acting,
  id: string,
  { words, dueAt, seen }: { words: string; dueAt: Date | null; seen: number },
): Promise<void> {
  mustSay(words, 'Say what is missing in the report.');
  await changeFollowUp(acting, id, (stored, sides) => {
    mustBeAsker(sides);
    mustNotBeOfErased(stored);
    mustBeAsSeen(stored, seen);
    const until = dueAt ?? stored.followUp.dueAt;
    mustBeAhead(until, acting.now);
    return { act: { kind: 'sent_back', at: acting.now, dueAt: until }, words: words.trim() };
  });
}
