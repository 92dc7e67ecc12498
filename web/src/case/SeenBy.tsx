import { Eye } from 'lucide-react';
import type { CaseView } from '../../../src/api/contract.ts';
import { useNow } from '../time/now.ts';
import { momentWords, wholeMoment } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';

/** Which executives had a post on their own screen, and when first. */
export function SeenBy({ seen }: { seen: CaseView['seen'] }) {
  const now = useNow();
  if (seen.length === 0) return null;
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-3 text-13 text-quiet">
      {seen.map(({ by, at }) => (
        <span key={by} title={wholeMoment(at)} className="inline-flex items-center gap-1">
          <Eye aria-hidden className="size-3.5" />
          {i18n.t('seen by {name} {time}', { name: by, time: momentWords(at, now) })}
        </span>
      ))}
    </p>
  );
}
