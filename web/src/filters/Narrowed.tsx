import { FilterChips } from './FilterChips.tsx';
import { KeepView } from './KeepView.tsx';
import type { Shown } from './savedViews.ts';

/** What is narrowed, and the way to keep it under a name. */
export default function Narrowed({ shown, set }: { shown: Shown; set: (filter: Shown['filter']) => void }) {
  return (
    <div className="shrink-0 border-b border-line">
      <div className="flex max-w-[50rem] flex-wrap items-center justify-between">
        <FilterChips filter={shown.filter} set={set} />
        <KeepView shown={shown} />
      </div>
    </div>
  );
}
