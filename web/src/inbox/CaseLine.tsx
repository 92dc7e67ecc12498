import { Lock, Square, SquareCheck } from 'lucide-react';
import { memo } from 'react';
import type { CaseRow } from '../../../src/api/contract.ts';
import { classes } from '../parts/classes.ts';
import { TimeLeft } from '../time/TimeLeft.tsx';
import { i18n } from '../words/i18n.ts';
import { authorWords } from '../words/names.ts';
import { CaseWords } from './CaseWords.tsx';
import { Marks } from './Marks.tsx';

export interface CaseLineProps {
  row: CaseRow;
  /** The keyboard is here. */
  active: boolean;
  /** Its case is open beside the list. */
  open: boolean;
  /** Selected among several or not; null while nobody selects. */
  picked: boolean | null;
}

function Tick({ picked }: { picked: boolean }) {
  const Icon = picked ? SquareCheck : Square;
  return <Icon aria-hidden className={classes('size-4 shrink-0', picked ? 'text-accent' : 'text-quiet')} />;
}

/** One case in the list: how long it may still wait, what was said, by whom. Every line is equally high. */
export const CaseLine = memo(function CaseLine({ row, active, open, picked }: CaseLineProps) {
  return (
    <div
      className={classes(
        'flex h-full flex-col gap-0.5 border-b border-line pt-2.5 pr-4 pl-3 text-13',
        'border-l-3',
        open ? 'border-l-accent bg-accent-soft' : 'border-l-transparent hover:bg-deep',
        active && 'outline-2 -outline-offset-2 outline-accent',
      )}
    >
      <div className="flex items-center justify-between gap-3">
        <span className="inline-flex min-w-0 items-center gap-2">
          {picked !== null && <Tick picked={picked} />}
          <TimeLeft row={row} />
        </span>
        <span className="truncate text-quiet">
          {(row.owner ?? row.team)?.name} <span className="tabular-nums">#{row.number}</span>
        </span>
      </div>
      <p dir="auto" className="line-clamp-2 text-15 text-ink">
        <CaseWords of={row} />
      </p>
      <div className="flex min-w-0 items-center gap-x-2 overflow-hidden text-quiet">
        <Marks row={row} />
        {row.visibility === 'direct' && (
          <Lock aria-label={i18n.t('Direct message')} className="size-3.5 shrink-0" />
        )}
        <span dir="auto" className="max-w-[45%] shrink-0 truncate">
          {authorWords(row.author)}
        </span>
        <span className="min-w-0 truncate">
          {row.unit === null ? row.institution : `${row.unit.name}, ${row.institution}`}
        </span>
      </div>
    </div>
  );
});
