import { FilterChips } from './FilterChips.tsx';
import { KeepView } from './KeepView.tsx';
import type { Shown } from './savedViews.ts';

/** What is narrowed, and the way to keep it under a name. */
export default function Narrowed({ shown, set }: { shown: Shown; set: (filter: Shown['filter']) => void }) {
  return (
    <div className="flex shrink-0 flex-wrap items-center justify-between border-b border-line">
      <FilterChips filter={shown.filter} set={set} />
      <KeepView shown={shown} />
    </div>
  );
}
