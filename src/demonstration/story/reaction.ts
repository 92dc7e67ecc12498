import { chanceOf } from './chance.ts';
import { lineOf } from './say.ts';
import { minute } from './telling.ts';
import { stillBad, thanks, theTwoAnswer } from './words/talk.ts';
import type { Tongue } from './words.ts';

export interface Reaction {
  text: string;
  /** How long after our answer, in milliseconds of the story. */
  after: number;
  content: boolean;
}

/** What an author says to our answer to a post; null for nothing. Pure. */
export function reactionTo(seed: string, answered: { post: string; tongue: Tongue }): Reaction | null {
  const own = theTwoAnswer[answered.post];
  if (own !== undefined) return { text: own, after: 12 * minute, content: true };
  const chance = chanceOf(seed, 'reaction', answered.post);
  if (!chance.is(0.6)) return null;
  const content = chance.is(0.65);
  const text = lineOf(content ? thanks : stillBad, answered.tongue, chance);
  return { text, after: chance.whole(8 * 60, 45 * 60) * (minute / 60), content };
}
