import { lazy, Suspense, useState } from 'react';
import type { CaseRow } from '../../../src/api/contract.ts';
import { useCommands } from '../keys/commands.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import type { Swiped } from './swipe.ts';
import { type RowActs, useRowActs } from './useRowActs.ts';

const HandOffDialog = lazy(() => import('./HandOffDialog.tsx'));

/** The acts on the selected case by keys, as long as no open case has these keys. */
function useSelectedActs(row: CaseRow | undefined, acts: RowActs, act: (row: CaseRow, what: Swiped) => void) {
  const group = i18n.t('Selected case');
  const one = (what: Swiped) => () => {
    if (row !== undefined) act(row, what);
  };
  const isThere = row !== undefined;
  useCommands([
    isThere && {
      id: 'list-claim',
      title: acts.isMine(row) ? i18n.t('Give the claim back') : i18n.t('Claim'),
      group,
      keys: 'c',
      run: one('claim'),
    },
    isThere && {
      id: 'list-settle',
      title: row.state === 'resolved' ? i18n.t('Reopen') : i18n.t('Resolve'),
      group,
      keys: 'e',
      run: one('settle'),
    },
    isThere && { id: 'list-hand-off', title: i18n.t('Hand off'), group, keys: 'a', run: one('handOff') },
  ]);
}

export interface LineActs {
  isMine: (row: CaseRow) => boolean;
  act: (row: CaseRow, what: Swiped) => void;
}

/** What is done with a case without opening it (null for who may not), and the question to whom it is handed. */
export function useLineActs(selected: CaseRow | undefined, openId: string | null) {
  const mayWork = useMay('cases.work');
  const acts = useRowActs();
  const [handing, setHanding] = useState<CaseRow | null>(null);
  const act = (row: CaseRow, what: Swiped) => {
    if (what === 'handOff') setHanding(row);
    else void acts[what](row);
  };
  useSelectedActs(mayWork && openId === null ? selected : undefined, acts, act);
  const question = handing !== null && (
    <Suspense>
      <HandOffDialog
        row={handing}
        chosen={(owner) => void acts.handOff(handing, owner)}
        close={() => setHanding(null)}
      />
    </Suspense>
  );
  const lineActs: LineActs | null = mayWork ? { isMine: acts.isMine, act } : null;
  return { acts: lineActs, question };
}
