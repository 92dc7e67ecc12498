import type { NeedView } from '../../../src/api/contract.ts';
import type { NeedReason } from '../../../src/domain/needsYou.ts';
import { lengthWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { severityWords } from '../words/names.ts';

const past = (instant: string | null, now: Date) =>
  lengthWords(instant === null ? 0 : now.getTime() - new Date(instant).getTime());

/** Why a case needs the executive, in one line. */
export function needWords(reason: NeedReason, need: NeedView, now: Date): string {
  switch (reason) {
    case 'grave':
      return i18n.t('{what}: our time to answer was over {time} ago', {
        what: need.severity > 0 ? severityWords(need.severity) : i18n.t('Somebody vulnerable'),
        time: past(need.dueAt, now),
      });
    case 'promise':
      return i18n.t('We promised something, and it is {time} late', {
        time: past(need.promiseLateSince, now),
      });
    case 'incident':
      return i18n.t('{n} people say the same since yesterday', { n: need.authorsAlike });
    case 'watchdog':
      return i18n.t('{name} is watching this one', { name: need.watchdog ?? '' });
    case 'named':
      return need.own ? i18n.t('It is written to you alone') : i18n.t('It names you');
    case 'brushed_off':
      return i18n.t('We only sent them elsewhere, and they still wait');
    case 'asked_again':
      return i18n.t('They asked again: {n} posts without an answer', { n: need.unanswered });
    case 'ignored':
      return i18n.t('A question that nobody has answered for {time}', { time: past(need.since, now) });
  }
}

/** A reason by its name, for who sets what needs an executive. */
export function reasonWords(reason: NeedReason): string {
  switch (reason) {
    case 'grave':
      return i18n.t('Grave or vulnerable, and our time to answer is over');
    case 'promise':
      return i18n.t('A promise that is late');
    case 'incident':
      return i18n.t('Many people who say the same: it raises an alert, too');
    case 'watchdog':
      return i18n.t('Posts of those who watch us, or that name them');
    case 'named':
      return i18n.t('Posts that name the executive');
    case 'brushed_off':
      return i18n.t('Authors who were only sent elsewhere');
    case 'asked_again':
      return i18n.t('Authors who had to ask twice');
    case 'ignored':
      return i18n.t('Questions that nobody answered');
  }
}
