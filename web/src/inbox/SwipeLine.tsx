import { Check, Hand, RotateCcw, UserRoundPlus } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import type { CaseRow } from '../../../src/api/contract.ts';
import { classes } from '../parts/classes.ts';
import { i18n } from '../words/i18n.ts';
import { directionOf, doneAt, type Swiped, shownUnder } from './swipe.ts';
import type { LineActs } from './useLineActs.tsx';

export interface SwipeLineProps {
  row: CaseRow;
  /** What a drag does; null for who may do nothing. */
  acts: LineActs | null;
  children: ReactNode;
}

interface Finger {
  id: number;
  x: number;
  y: number;
  width: number;
  sideways: boolean;
}

/** What lies under the line: the act by icon and words, strong once lifting the finger would do it. */
function Under({
  row,
  what,
  isMeant,
  mine,
}: {
  row: CaseRow;
  what: Swiped;
  isMeant: boolean;
  mine: boolean;
}) {
  const resolved = row.state === 'resolved';
  const { Icon, words, tone } = {
    claim: {
      Icon: Hand,
      words: mine ? i18n.t('Give back') : i18n.t('Claim'),
      tone: isMeant ? 'bg-accent text-accent-ink' : 'bg-accent-soft text-accent',
    },
    settle: {
      Icon: resolved ? RotateCcw : Check,
      words: resolved ? i18n.t('Reopen') : i18n.t('Resolve'),
      tone: isMeant ? 'bg-ok text-paper' : 'bg-ok-soft text-ok',
    },
    handOff: { Icon: UserRoundPlus, words: i18n.t('Hand off'), tone: 'bg-soon text-paper' },
  }[what];
  return (
    <div
      aria-hidden
      data-swipe={isMeant ? what : 'not yet'}
      className={classes(
        'absolute inset-0 flex items-center gap-2 px-5 whitespace-nowrap font-semibold',
        what === 'claim' ? 'justify-start' : 'justify-end',
        tone,
      )}
    >
      <Icon className="size-5" />
      {isMeant && words}
    </div>
  );
}

/** Follows one finger over a line. A mouse and a scrolling thumb are left alone. */
function useFinger(swiped: (what: Swiped) => void) {
  const finger = useRef<Finger | null>(null);
  const [at, setAt] = useState<{ dx: number; width: number } | null>(null);
  const wasSwiped = useRef(false);
  const end = () => {
    finger.current = null;
    setAt(null);
  };
  const handlers = {
    onPointerDown: (event: React.PointerEvent<HTMLDivElement>) => {
      wasSwiped.current = false;
      if (event.pointerType !== 'touch' || !event.isPrimary) return;
      const { clientX: x, clientY: y, pointerId: id, currentTarget } = event;
      finger.current = { id, x, y, width: currentTarget.clientWidth, sideways: false };
    },
    onPointerMove: (event: React.PointerEvent<HTMLDivElement>) => {
      const one = finger.current;
      if (one === null || one.id !== event.pointerId) return;
      const dx = event.clientX - one.x;
      if (!one.sideways) {
        const dy = event.clientY - one.y;
        const direction = directionOf({ x: one.x, dx, dy, screen: window.innerWidth });
        if (direction === 'elsewhere') finger.current = null;
        if (direction !== 'sideways') return;
        one.sideways = true;
        wasSwiped.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }
      setAt({ dx, width: one.width });
    },
    onPointerUp: (event: React.PointerEvent<HTMLDivElement>) => {
      const one = finger.current;
      if (one?.sideways && one.id === event.pointerId) {
        const what = doneAt(event.clientX - one.x, one.width);
        if (what !== null) swiped(what);
      }
      end();
    },
    onPointerCancel: end,
    // What was dragged is not opened.
    onClickCapture: (event: React.MouseEvent) => {
      if (wasSwiped.current) event.stopPropagation();
      wasSwiped.current = false;
    },
  };
  return { at, handlers };
}

/** A line that a thumb can drag: to the right to claim, to the left to resolve, farther to hand off. The keys and the case itself do the same. */
export function SwipeLine({ row, acts, children }: SwipeLineProps) {
  const { at, handlers } = useFinger((what) => acts?.act(row, what));
  if (acts === null) return children;
  const what = at === null ? null : shownUnder(at.dx, at.width);
  return (
    <div className="relative h-full touch-pan-y overflow-hidden" {...handlers}>
      {at !== null && what !== null && (
        <Under row={row} what={what} isMeant={doneAt(at.dx, at.width) !== null} mine={acts.isMine(row)} />
      )}
      <div
        className={classes('relative h-full', at === null ? 'transition-transform duration-100' : 'bg-paper')}
        style={at === null ? undefined : { transform: `translateX(${at.dx}px)` }}
      >
        {children}
      </div>
    </div>
  );
}
