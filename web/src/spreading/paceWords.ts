import type { SpreadStoryView } from '../../../src/api/contract.ts';
import { i18n } from '../words/i18n.ts';
import { rules } from '../words/intl.ts';

/** A whole number as it is written where the reader is. */
export const countWords = (count: number): string =>
  new Intl.NumberFormat(rules(), { maximumFractionDigits: 0 }).format(Math.round(count));

/** Why it is a story, in one line. */
export function whyWords({ perHour, usual }: Pick<SpreadStoryView, 'perHour' | 'usual'>): string {
  const shares = countWords(perHour);
  return usual === null
    ? i18n.t('{shares} shares in an hour; what is usual for such a post is not known yet', { shares })
    : i18n.t('{shares} shares in an hour; usual for such a post is {usual}', {
        shares,
        usual: countWords(usual),
      });
}
