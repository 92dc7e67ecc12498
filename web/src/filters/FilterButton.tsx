import { ListFilter } from 'lucide-react';
import { Suspense, useState } from 'react';
import type { CaseFilter } from '../../../src/domain/caseFilter.ts';
import { useCommands } from '../keys/commands.ts';
import { IconButton } from '../parts/Button.tsx';
import { lazily } from '../parts/lazily.ts';
import { i18n } from '../words/i18n.ts';

const FilterDialog = lazily(() => import('./FilterDialog.tsx'));

/** Opens the question what to narrow down to, here and by its key. */
export function FilterButton({
  filter,
  set,
  group,
}: {
  filter: CaseFilter;
  set: (filter: CaseFilter) => void;
  group: string;
}) {
  const [open, setOpen] = useState(false);
  const ask = () => setOpen(true);
  useCommands([{ id: 'narrow', title: i18n.t('Narrow down'), group, keys: 'f', run: ask }]);
  return (
    <>
      <IconButton name={i18n.t('Narrow down')} shortcut="f" onClick={ask}>
        <ListFilter aria-hidden className="size-5" />
      </IconButton>
      {open && (
        <Suspense>
          <FilterDialog filter={filter} set={set} close={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
