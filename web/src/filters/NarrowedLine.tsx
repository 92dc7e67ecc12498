import { Suspense } from 'react';
import { isEmptyFilter } from '../../../src/domain/caseFilter.ts';
import { lazily } from '../parts/lazily.ts';
import type { Shown } from './savedViews.ts';

const Narrowed = lazily(() => import('./Narrowed.tsx'));

/** Nothing where nothing is narrowed. */
export function NarrowedLine({ shown, set }: { shown: Shown; set: (filter: Shown['filter']) => void }) {
  if (isEmptyFilter(shown.filter) && shown.words === '') return null;
  return (
    <Suspense>
      <Narrowed shown={shown} set={set} />
    </Suspense>
  );
}
