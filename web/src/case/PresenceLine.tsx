import { Eye, PenLine } from 'lucide-react';
import type { CaseView } from '../../../src/api/contract.ts';
import { i18n } from '../words/i18n.ts';
import { listed } from '../words/intl.ts';

/** Which colleagues look at this case now. */
export function PresenceLine({ present, memberId }: { present: CaseView['present']; memberId: string }) {
  const others = present.filter((one) => one.id !== memberId);
  const writers = others.filter((one) => one.writing).map((one) => one.name);
  const readers = others.filter((one) => !one.writing).map((one) => one.name);
  return (
    <div role="status" className="flex flex-wrap gap-x-4 px-4 text-13 md:px-6">
      {writers.length > 0 && (
        <span className="inline-flex items-center gap-1.5 pb-2 font-medium text-soon">
          <PenLine aria-hidden className="size-4" />
          {i18n.t('{n, plural, one {{names} is writing} other {{names} are writing}}', {
            n: writers.length,
            names: listed(writers),
          })}
        </span>
      )}
      {readers.length > 0 && (
        <span className="inline-flex items-center gap-1.5 pb-2 text-quiet">
          <Eye aria-hidden className="size-4" />
          {i18n.t('{n, plural, one {{names} is here too} other {{names} are here too}}', {
            n: readers.length,
            names: listed(readers),
          })}
        </span>
      )}
    </div>
  );
}
