import { X } from 'lucide-react';
import { Suspense, useState } from 'react';
import { mostInBulk } from '../../../src/domain/bulk.ts';
import { useCommands } from '../keys/commands.ts';
import { Button, IconButton } from '../parts/Button.tsx';
import { lazily } from '../parts/lazily.ts';
import { i18n } from '../words/i18n.ts';
import type { Picked } from './picked.ts';

const BulkDialog = lazily(() => import('./BulkDialog.tsx'));

/** How many cases are selected (null: nobody selects), and what can be done with them. */
export function BulkBar({
  picked,
  pickAll,
  clear,
}: {
  picked: Picked | null;
  pickAll: () => void;
  clear: () => void;
}) {
  // What the question is about does not change while it is asked.
  const [asked, ask] = useState<Picked | null>(null);
  const open = () => ask(picked);
  return (
    <>
      {picked !== null && <Bar picked={picked} pickAll={pickAll} clear={clear} open={open} />}
      {asked !== null && (
        <Suspense>
          <BulkDialog cases={asked} close={() => ask(null)} finished={clear} />
        </Suspense>
      )}
    </>
  );
}

interface BarProps {
  picked: Picked;
  pickAll: () => void;
  clear: () => void;
  open: () => void;
}

function Bar({ picked, pickAll, clear, open }: BarProps) {
  const group = i18n.t('Selected cases');
  useCommands([
    { id: 'bulk', title: i18n.t('Do something to all selected cases'), group, keys: 'b', run: open },
    { id: 'bulk-all', title: i18n.t('Select all of this list, 500 at most'), group, keys: '*', run: pickAll },
    { id: 'bulk-clear', title: i18n.t('Select none'), group, keys: 'Escape', run: clear },
  ]);
  return (
    <section
      aria-label={group}
      className="flex shrink-0 flex-wrap items-center gap-2 border-t border-line bg-raised px-3 py-1.5"
    >
      <span className="mr-auto font-medium tabular-nums" aria-live="polite">
        {i18n.t('{n} selected', { n: picked.length })}
      </span>
      {picked.length < mostInBulk && (
        <Button kind="quiet" shortcut="*" onClick={pickAll}>
          {i18n.t('All of this list')}
        </Button>
      )}
      <Button kind="main" shortcut="b" disabled={picked.length === 0} onClick={open}>
        {i18n.t('Do…')}
      </Button>
      <IconButton name={i18n.t('Select none')} onClick={clear}>
        <X aria-hidden className="size-4" />
      </IconButton>
    </section>
  );
}
