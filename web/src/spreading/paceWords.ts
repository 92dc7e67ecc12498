import type { SpreadStoryView } from '../../../src/api/contract.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { rules } from '../words/intl.ts';

/** A whole number as it is written where the reader is. */
export const countWords = (count: number): string =>
  new Intl.NumberFormat(rules(), { maximumFractionDigits: 0 }).format(Math.round(count));

/** Why it is a story, in one line. */
export function whyWords({
  measure,
  perHour,
  usual: known,
}: Pick<SpreadStoryView, 'measure' | 'perHour' | 'usual'>): string {
  const n = countWords(perHour);
  if (known === null)
    return measure === 'shares'
      ? i18n.t('Shares in an hour: {n}; what is usual for such a post is not known yet', { n })
      : i18n.t('Answers in an hour: {n}; what is usual for such a post is not known yet', { n });
  const usual = countWords(known);
  return measure === 'shares'
    ? i18n.t('Shares in an hour: {n}; usual for such a post: {usual}', { n, usual })
    : i18n.t('Answers in an hour: {n}; usual for such a post: {usual}', { n, usual });
}

/** A count that is older says nothing of now. Milliseconds. */
const fresh = 6 * 3_600_000;

/** How it stands now, what it came to in all, and when that was counted. */
export function standingWords(story: SpreadStoryView, now: Date): string[] {
  const { shares, answers, countedAt } = story;
  return [
    paceNowWords(story, now),
    i18n.t('shares in all: {n}', { n: countWords(shares) }),
    ...(answers === 0
      ? []
      : [i18n.t('authors who answered, as far as we heard: {n}', { n: countWords(answers) })]),
    ...(countedAt === null ? [] : [i18n.t('last counted {time}', { time: momentWords(countedAt, now) })]),
  ];
}

function paceNowWords(
  { measure, sharesNow, answersNow, countedAt, calmedAt }: SpreadStoryView,
  now: Date,
): string {
  if (calmedAt !== null) return i18n.t('calm since {time}', { time: momentWords(calmedAt, now) });
  if (countedAt === null || now.getTime() - new Date(countedAt).getTime() > fresh)
    return i18n.t('how fast now is not known');
  return measure === 'shares'
    ? i18n.t('shares an hour now: {n}', { n: countWords(sharesNow) })
    : i18n.t('answers an hour now: {n}', { n: countWords(answersNow) });
}

/** How it ended, and by whom. */
export function endWords({ as, at, by }: NonNullable<SpreadStoryView['ended']>, now: Date): string {
  const time = momentWords(at, now);
  if (as === 'archived') return i18n.t('Put away by itself {time}, long after it calmed', { time });
  if (by === null)
    return as === 'done' ? i18n.t('Seen to, {time}', { time }) : i18n.t('No story, {time}', { time });
  return as === 'done'
    ? i18n.t('Seen to, says {name}, {time}', { name: by, time })
    : i18n.t('No story, says {name}, {time}', { name: by, time });
}
