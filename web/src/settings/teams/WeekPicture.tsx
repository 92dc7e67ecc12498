import type { OpenRange } from '../../../../src/domain/officeHours.ts';
import { shortWeekday, shownDays, weekLine } from '../../words/duty.ts';

const dayMinutes = 24 * 60;

/** A member's week: a bar for each day, midnight at its top and its end, and the same in a line of words; around the clock needs no picture. */
export function WeekPicture({ week }: { week: readonly (readonly OpenRange[])[] | null }) {
  if (week === null) return <p className="text-13 text-quiet">{weekLine(week)}</p>;
  return (
    <figure className="flex max-w-80 flex-col gap-1">
      <div aria-hidden className="grid grid-cols-7 gap-1">
        {shownDays.map((day) => (
          <div key={day} className="flex flex-col items-center gap-0.5 text-13 text-quiet">
            <svg
              aria-hidden
              viewBox={`0 0 60 ${dayMinutes}`}
              preserveAspectRatio="none"
              className="h-12 w-full rounded-8 bg-deep"
            >
              {(week[day] ?? []).map(({ from, to }) => (
                <rect key={from} x="0" width="60" y={from} height={to - from} className="fill-accent" />
              ))}
              {[360, 720, 1_080].map((minute) => (
                <line
                  key={minute}
                  x1="0"
                  x2="60"
                  y1={minute}
                  y2={minute}
                  className="stroke-line-strong"
                  vectorEffect="non-scaling-stroke"
                />
              ))}
            </svg>
            {shortWeekday(day)}
          </div>
        ))}
      </div>
      <figcaption className="text-13 tabular-nums text-quiet">{weekLine(week)}</figcaption>
    </figure>
  );
}
