import type { FollowUpView } from '../../../src/api/contract.ts';
import { lengthWords, momentWords } from '../time/timeWords.ts';
import { i18n } from './i18n.ts';

/** Whoever is asked. */
export const askedName = ({ member, team }: Pick<FollowUpView, 'member' | 'team'>): string =>
  member?.name ?? team?.name ?? '';

/** How a follow-up stands, with the time that matters: until the report is due, since it is overdue, when it came or was closed. */
export function followUpStanding(one: FollowUpView, now: Date): string {
  const { state, dueAt, since, endedAt, overdue, dueSoon } = one;
  const time = lengthWords(new Date(dueAt).getTime() - now.getTime());
  if (overdue) return i18n.t('Report overdue by {time}', { time });
  if (dueSoon) return i18n.t('Report due in {time}', { time });
  const when = momentWords(endedAt ?? (state === 'reported' ? since : dueAt), now);
  switch (state) {
    case 'asked':
    case 'accepted':
      return i18n.t('Report due {when}', { when });
    case 'sent_back':
      return i18n.t('Sent back, due {when}', { when });
    case 'reported':
      return i18n.t('Reported {when}', { when });
    case 'done':
      return i18n.t('Report accepted {when}', { when });
    case 'withdrawn':
      return i18n.t('Withdrawn {when}', { when });
  }
}

/** The colour of that: overdue, near or to be looked at, well. */
export const followUpColour = ({ overdue, dueSoon, state, isAsker }: FollowUpView): string =>
  overdue
    ? 'font-medium text-over'
    : dueSoon || state === 'sent_back' || (state === 'reported' && isAsker)
      ? 'font-medium text-soon'
      : 'text-quiet';

/** What an act was, behind the name of who did it. */
export function followUpActWords({ kind, to }: FollowUpView['acts'][number]): string {
  switch (kind) {
    case 'asked':
      return i18n.t('asked');
    case 'accepted':
      return i18n.t('is on it');
    case 'reported':
      return i18n.t('reported');
    case 'report_accepted':
      return i18n.t('accepted the report');
    case 'sent_back':
      return i18n.t('sent it back');
    case 'given':
      return i18n.t('gave it to {name}', { name: to ?? '' });
    case 'moved':
      return i18n.t('gave another date');
    case 'withdrawn':
      return i18n.t('does not need it any more');
  }
}

/** Whether it waits for whoever reads this: to report, or to look at a report. */
export const waitsForMe = ({ state, isAsked, isAsker }: FollowUpView): boolean =>
  state === 'reported' ? isAsker : state !== 'done' && state !== 'withdrawn' && isAsked;

/** What the report that stands suggests to answer to the author; null where there is none, or it was sent back. */
export const suggestionIn = ({ acts, state }: Pick<FollowUpView, 'acts' | 'state'>): string | null =>
  state === 'reported' || state === 'done'
    ? (acts.findLast(({ kind }) => kind === 'reported')?.suggestion ?? null)
    : null;
