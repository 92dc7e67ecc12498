/** What people read where the money of an account becomes short. Pure. */
import { type Gone, type MoneyLimits, type Refused, stoppedUses, type Use } from './moneyCeiling.ts';

const words: Record<Use, string> = {
  counting: 'Stopped until the month ends or the ceiling is raised: counting how often posts are passed on.',
  repairing:
    'Stopped until the month ends or the ceiling is raised: counting how often posts are passed on, and looking again for posts that were missed.',
  watching:
    'Stopped until the month ends or the ceiling is raised: counting, looking again for posts that were missed, and looking for watched words. What is written to you is heard, and answers go out.',
  hearing:
    'Stopped until the month ends or the ceiling is raised: all hearing from this network. Answers still go out.',
  answering: 'The month’s ceiling is reached: nothing is heard from this network, and no answer leaves.',
};

/** What is stopped, in one sentence: the latest of an hour stands alone in the list. */
export function shortSentence(state: Gone & { limits: MoneyLimits; refused: Refused }): string {
  const { limits, refused } = state;
  const last = stoppedUses(state, limits, refused).at(-1);
  if (last !== undefined) return words[last];
  return `${limits.warnAt} % of the month’s ceiling is spent.`;
}
