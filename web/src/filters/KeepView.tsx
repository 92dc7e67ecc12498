import { useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { useCommands } from '../keys/commands.ts';
import { Button } from '../parts/Button.tsx';
import { lazily } from '../parts/lazily.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { type Shown, savedAs, savedViewsQuery } from './savedViews.ts';

const KeepViewDialog = lazily(() => import('./KeepViewDialog.tsx'));

/** The way to keep what is narrowed under a name. */
export function KeepView({ shown }: { shown: Shown }) {
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
        {`${title}…`}
      </Button>
      {open && (
        <Suspense>
          <KeepViewDialog shown={shown} saved={saved} close={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
