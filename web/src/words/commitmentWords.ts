import type { CommitmentView } from '../../../src/api/contract.ts';
import { lengthWords, momentWords } from '../time/timeWords.ts';
import { i18n } from './i18n.ts';

/** How a promise stands, with the time that matters: until it is due, since it is late, when it ended. */
export function standingWords({ standing, dueAt, endedAt }: CommitmentView, now: Date): string {
  const left = new Date(dueAt).getTime() - now.getTime();
  const ended = endedAt === null ? '' : momentWords(endedAt, now);
  switch (standing) {
    case 'made':
      return i18n.t('Due {when}', { when: momentWords(dueAt, now) });
    case 'due_soon':
      return i18n.t('Due in {time}', { time: lengthWords(left) });
    case 'late':
      return i18n.t('Late by {time}', { time: lengthWords(left) });
    case 'kept':
      return i18n.t('Kept {when}', { when: ended });
    case 'kept_late':
      return i18n.t('Kept late, {when}', { when: ended });
    case 'broken':
      return i18n.t('Will not be kept, said {when}', { when: ended });
  }
}

/** Nobody has said yet what became of it. */
export const isOpen = ({ standing }: CommitmentView): boolean =>
  standing === 'made' || standing === 'due_soon' || standing === 'late';

/** The colour of its standing: what is late or broken, what is near, what is well. */
export const standingColour = (standing: CommitmentView['standing']): string =>
  standing === 'late' || standing === 'broken'
    ? 'text-over'
    : standing === 'due_soon' || standing === 'kept_late'
      ? 'text-soon'
      : 'text-quiet';
