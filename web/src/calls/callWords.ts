import type { CallDetail, CallPostsPage, CallView } from '../../../src/api/contract.ts';
import { lengthWords, momentIn } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { rules } from '../words/intl.ts';

/** How a call stands, with its moment on the clock of the organisation. */
export function standsWords({ state, closesAt, endedAt, timeZone }: CallView): string {
  const at = (moment: string) => momentIn(new Date(moment), timeZone);
  if (state === 'open') return i18n.t('Open until {time}', { time: at(closesAt) });
  const time = at(endedAt ?? closesAt);
  return state === 'ended'
    ? i18n.t('Ended {time}. The report is to be written.', { time })
    : i18n.t('Ended {time}. The report is published.', { time });
}

export const stateColour = { open: 'text-ok', ended: 'text-soon', reported: 'text-quiet' } as const;

export const numberWords = (n: number): string => new Intl.NumberFormat(rules()).format(n);

/** A length of time in seconds, as somebody would say it. */
export const durationWords = (seconds: number): string => lengthWords(Math.max(60_000, seconds * 1000));

/** Why a post is in the call, or is not. */
export function wayWords({ way, byHand, saidBy }: CallPostsPage['rows'][number]): string {
  if (byHand === false) return i18n.t('{name} said that it does not answer', { name: saidBy ?? '' });
  if (byHand === true && way === null) return i18n.t('{name} put it in', { name: saidBy ?? '' });
  if (way === 'thread') return i18n.t('Under the announcement');
  if (way === 'form') return i18n.t('By the form');
  return way === 'hashtag' ? i18n.t('By the hashtag') : i18n.t('Does not answer');
}

/** What was heard, as the first lines of a report: the writer goes on from there. */
export function heardDraft({ counts }: CallDetail): string {
  const { heard, people, answered, medianSeconds, topics } = counts;
  const lines = [
    i18n.t('We heard {heard} posts from {people} people and answered {answered} of them.', {
      heard: numberWords(heard),
      people: numberWords(people),
      answered: numberWords(answered),
    }),
  ];
  if (medianSeconds !== null)
    lines.push(i18n.t('Half of the answers came within {time}.', { time: durationWords(medianSeconds) }));
  for (const { name, posts } of topics.filter(({ people, surely = people }) => surely >= 3).slice(0, 5))
    lines.push(`${name}: ${numberWords(posts)}`);
  return lines.join('\n');
}
