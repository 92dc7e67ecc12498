import { useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { isEmptyFilter } from '../../../src/domain/caseFilter.ts';
import { useCommands } from '../keys/commands.ts';
import { Button } from '../parts/Button.tsx';
import { lazily } from '../parts/lazily.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { FilterChips } from './FilterChips.tsx';
import { type Shown, savedAs, savedViewsQuery } from './savedViews.ts';

const KeepViewDialog = lazily(() => import('./KeepViewDialog.tsx'));

/** What is narrowed, and the way to keep it under a name. Nothing where nothing is narrowed. */
export function NarrowedLine({ shown, set }: { shown: Shown; set: (filter: Shown['filter']) => void }) {
  if (isEmptyFilter(shown.filter) && shown.words === '') return null;
  return (
    <div className="flex shrink-0 flex-wrap items-center justify-between border-b border-line">
      <FilterChips filter={shown.filter} set={set} />
      <KeepView shown={shown} />
    </div>
  );
}

function KeepView({ shown }: { shown: Shown }) {
  const saved = savedAs(shown, useQuery(savedViewsQuery).data ?? []);
  const mayShare = useMay('views.share');
  const [open, setOpen] = useState(false);
  const mayChange = saved === undefined || !saved.shared || mayShare;
  const title = saved === undefined ? i18n.t('Keep this view') : i18n.t('Change this view');
  useCommands([
    mayChange && { id: 'keep-view', title, group: i18n.t('List'), keys: 'v', run: () => setOpen(true) },
  ]);
  if (!mayChange) return null;
  return (
    <>
      <Button
        kind="quiet"
        shortcut="v"
        title={title}
        onClick={() => setOpen(true)}
        className="ml-auto text-accent"
      >
        {saved === undefined ? i18n.t('Keep…') : i18n.t('Change…')}
      </Button>
      {open && (
        <Suspense>
          <KeepViewDialog shown={shown} saved={saved} close={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
