import { type ReactNode, useRef, useState } from 'react';
import { useRemembered } from '../parts/remembered.ts';
import { i18n } from '../words/i18n.ts';

interface Bounds {
  least: number;
  most: number;
}
const listBounds: Bounds = { least: 280, most: 560 };
const sideBounds: Bounds = { least: 240, most: 480 };
const within = (width: number, { least, most }: Bounds) => Math.min(most, Math.max(least, Math.round(width)));

/** The line between two columns: dragged, or moved by the arrow keys. `towards` says which way makes its column wider. */
function Divider({
  name,
  width,
  bounds,
  towards,
  set,
  show,
}: {
  name: string;
  width: number;
  bounds: Bounds;
  towards: 1 | -1;
  set: (width: number) => void;
  show: string;
}) {
  const from = useRef<{ x: number; width: number } | null>(null);
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = { ArrowRight: 16, ArrowLeft: -16 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    set(within(width + step * towards, bounds));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={name}
      aria-valuenow={width}
      aria-valuemin={bounds.least}
      aria-valuemax={bounds.most}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, width };
      }}
      onPointerMove={(event) => {
        if (from.current !== null)
          set(within(from.current.width + (event.clientX - from.current.x) * towards, bounds));
      }}
      onPointerUp={() => {
        from.current = null;
      }}
      className={`relative z-10 -mx-1 w-2 shrink-0 cursor-col-resize touch-none after:absolute after:inset-y-0 after:left-1/2 after:w-px after:bg-line hover:after:w-0.5 hover:after:bg-accent ${show}`}
    />
  );
}

/** List, case and author: side by side on a desktop, in widths that are remembered; one at a time on a phone. */
export function Columns({
  list,
  theCase,
  side,
  shows,
}: {
  list: ReactNode;
  theCase: ReactNode;
  side: ReactNode;
  shows: 'list' | 'case' | 'side';
}) {
  const [kept, keepWidths] = useRemembered('columns', { list: 380, side: 300 });
  const [widths, setWidths] = useState(kept);
  const set = (next: typeof widths) => {
    setWidths(next);
    keepWidths(next);
  };
  const sideThere = side !== null;
  return (
    <div
      className="flex h-full min-h-0"
      ref={(box) => {
        box?.style.setProperty('--list', `${widths.list}px`);
        box?.style.setProperty('--side', `${widths.side}px`);
      }}
    >
      <div
        className={`${shows === 'list' ? 'w-full' : 'hidden'} ${shows === 'side' ? 'wide:block' : 'md:block'} shrink-0 md:w-(--list)`}
      >
        {list}
      </div>
      <Divider
        name={i18n.t('Width of the list')}
        width={widths.list}
        bounds={listBounds}
        towards={1}
        set={(width) => set({ ...widths, list: width })}
        show={shows === 'side' ? 'hidden wide:block' : 'hidden md:block'}
      />
      <div className={`min-w-0 flex-1 ${shows === 'case' ? '' : 'hidden md:block'}`}>{theCase}</div>
      {sideThere && (
        <>
          <Divider
            name={i18n.t('Width of the author column')}
            width={widths.side}
            bounds={sideBounds}
            towards={-1}
            set={(width) => set({ ...widths, side: width })}
            show={shows === 'side' ? 'hidden md:block' : 'hidden wide:block'}
          />
          <div
            className={`${shows === 'side' ? 'w-full md:block' : 'hidden wide:block'} shrink-0 md:w-(--side)`}
          >
            {side}
          </div>
        </>
      )}
    </div>
  );
}
