import { useState } from 'react';
import type { CaseRow } from '../../../src/api/contract.ts';
import { mostInBulk } from '../../../src/domain/bulk.ts';
import { useCommands } from '../keys/commands.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { type Picked, toggled, upTo } from './picked.ts';

export interface Picking {
  /** Null while nobody selects: then a click opens a case. */
  picked: Picked | null;
  pick: (row: CaseRow, range: boolean) => void;
  pickAll: () => void;
  clear: () => void;
  mayPick: boolean;
}

/** Selecting several cases of a list, by x and shift and by clicks once it has begun. `readAll` reads on until there are enough to select. */
export function usePicking(
  rows: readonly CaseRow[],
  active: CaseRow | undefined,
  readAll: () => Promise<readonly CaseRow[]>,
): Picking {
  const mayPick = useMay('cases.work');
  const [picked, setPicked] = useState<Picked | null>(null);
  const pick = (row: CaseRow, range: boolean) => {
    const before = picked ?? [];
    setPicked(
      range
        ? upTo(
            before,
            row.id,
            rows.map(({ id }) => id),
          )
        : toggled(before, row.id),
    );
  };
  const group = i18n.t('Selected cases');
  const one = (range: boolean) => () => {
    if (active !== undefined) pick(active, range);
  };
  useCommands([
    mayPick && {
      id: 'pick-begin',
      title: i18n.t('Select several'),
      group,
      run: () => setPicked((before) => (before === null ? [] : null)),
    },
    mayPick && {
      id: 'pick',
      title: i18n.t('Select the case, or take it out'),
      group,
      keys: 'x',
      run: one(false),
    },
    mayPick && { id: 'pick-to', title: i18n.t('Select up to here'), group, keys: 'X', run: one(true) },
  ]);
  return {
    picked,
    pick,
    pickAll: () => void readAll().then((all) => setPicked(all.slice(0, mostInBulk).map(({ id }) => id))),
    clear: () => setPicked(null),
    mayPick,
  };
}
