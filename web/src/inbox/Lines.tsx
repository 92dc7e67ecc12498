import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { CaseRow } from '../../../src/api/contract.ts';
import { BulkBar } from '../bulk/BulkBar.tsx';
import { usePicking } from '../bulk/usePicking.ts';
import { useCommands } from '../keys/commands.ts';
import { i18n } from '../words/i18n.ts';
import { CaseLine } from './CaseLine.tsx';
import { selectionAfter } from './caseList.ts';
import { SwipeLine } from './SwipeLine.tsx';
import { useLineActs } from './useLineActs.tsx';

const lineHeight = 104;

export interface LinesProps {
  rows: readonly CaseRow[];
  openId: string | null;
  open: (row: CaseRow) => void;
  /** The reader comes near the end of what has been read. */
  nearEnd: () => void;
  /** Reads on until there are as many as can be selected at once. */
  readAll: () => Promise<readonly CaseRow[]>;
  label: string;
}

/** The selected case, which stays selected wherever it moves. */
function useSelection(rows: readonly CaseRow[], openId: string | null) {
  const [chosen, choose] = useState<{ id: string | null; index: number }>({ id: openId, index: 0 });
  const selected = selectionAfter(rows, chosen.id, chosen.index);
  if (selected.id !== chosen.id || selected.index !== chosen.index) choose(selected);
  const isThere = selected.id !== null && rows[selected.index]?.id === selected.id;
  return { selected, isThere, choose };
}

/** The keys that go through the list. */
function useSteps(activeIndex: number, goTo: (index: number) => void, openActive: () => void): void {
  const group = i18n.t('List');
  useCommands([
    { id: 'next', title: i18n.t('Next case'), group, keys: 'j', run: () => goTo(activeIndex + 1) },
    { id: 'before', title: i18n.t('Case before'), group, keys: 'k', run: () => goTo(activeIndex - 1) },
    { id: 'open', title: i18n.t('Open the case'), group, keys: 'Enter', run: openActive },
  ]);
}

/** Ten thousand cases as smoothly as ten: only what is seen stands in the page. The keyboard is kept by the list itself. */
export function Lines({ rows, openId, open, nearEnd, readAll, label }: LinesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { selected, isThere, choose } = useSelection(rows, openId);
  const activeIndex = isThere ? selected.index : -1;
  const lines = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
    rangeExtractor: (range: Range) => {
      const shown = defaultRangeExtractor(range);
      return activeIndex < 0 || shown.includes(activeIndex)
        ? shown
        : [...shown, activeIndex].sort((a, b) => a - b);
    },
  });
  const shown = lines.getVirtualItems();
  const lastShown = lines.range?.endIndex ?? 0;
  useEffect(() => {
    if (lastShown >= rows.length - 30) nearEnd();
  }, [lastShown, rows.length, nearEnd]);

  const goTo = (index: number) => {
    const row = rows[Math.max(0, Math.min(index, rows.length - 1))];
    if (row === undefined) return;
    const at = rows.indexOf(row);
    choose({ id: row.id, index: at });
    lines.scrollToIndex(at);
  };
  const openActive = () => {
    const row = rows[activeIndex];
    if (row !== undefined) open(row);
  };
  useSteps(activeIndex, goTo, openActive);
  const picking = usePicking(rows, rows[activeIndex], readAll);
  const { picked } = picking;
  const { acts, question } = useLineActs(rows[activeIndex], openId);
  const onKeyDown = (event: React.KeyboardEvent) => {
    const to = { ArrowDown: activeIndex + 1, ArrowUp: activeIndex - 1, Home: 0, End: rows.length - 1 }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    goTo(to);
  };

  return (
    <>
      <div
        ref={scroller}
        role="listbox"
        tabIndex={0}
        aria-label={label}
        aria-multiselectable={picked !== null}
        aria-activedescendant={activeIndex < 0 ? undefined : `case-${selected.id}`}
        onKeyDown={onKeyDown}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain focus-visible:-outline-offset-2"
      >
        <div role="presentation" className="relative w-full" style={{ height: lines.getTotalSize() }}>
          {shown.map((line) => {
            const row = rows[line.index];
            if (row === undefined) return null;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list holds the keyboard
              // biome-ignore lint/a11y/useFocusableInteractive: the list points here by aria-activedescendant
              <div
                key={line.key}
                id={`case-${row.id}`}
                role="option"
                aria-selected={picked === null ? line.index === activeIndex : picked.includes(row.id)}
                aria-setsize={rows.length}
                aria-posinset={line.index + 1}
                onClick={(event) => {
                  choose({ id: row.id, index: line.index });
                  const several = picked !== null || event.shiftKey || event.metaKey || event.ctrlKey;
                  if (picking.mayPick && several) picking.pick(row, event.shiftKey);
                  else open(row);
                }}
                className="absolute inset-x-0 top-0"
                style={{ height: lineHeight, transform: `translateY(${line.start}px)` }}
              >
                <SwipeLine acts={picked === null ? acts : null} row={row}>
                  <CaseLine
                    row={row}
                    active={line.index === activeIndex}
                    open={row.id === openId}
                    picked={picked === null ? null : picked.includes(row.id)}
                  />
                </SwipeLine>
              </div>
            );
          })}
        </div>
      </div>
      {picking.mayPick && <BulkBar picked={picked} pickAll={picking.pickAll} clear={picking.clear} />}
      {question}
    </>
  );
}
