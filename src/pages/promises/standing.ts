import type { Standing } from '../../domain/commitment.ts';
import type { PublicLanguage } from '../../domain/languages.ts';
import type { Words } from '../words/words.ts';
import { momentIn } from '../words/writing.ts';

export interface Stands {
  standing: Standing;
  dueAt: Date;
  endedAt: Date | null;
}

/** How a promise stands, in words, with the moment that matters. */
export function standingWords(
  { standing, dueAt, endedAt }: Stands,
  { promises }: Words,
  { language, timeZone }: { language: PublicLanguage; timeZone: string },
): string {
  const moment = (at: Date) => momentIn(language, at, timeZone);
  const ended = moment(endedAt ?? dueAt);
  switch (standing) {
    case 'made':
    case 'due_soon':
      return promises.due(moment(dueAt));
    case 'late':
      return promises.late(moment(dueAt));
    case 'kept':
      return promises.kept(ended);
    case 'kept_late':
      return promises.keptLate(ended);
    case 'broken':
      return promises.broken(ended);
  }
}
