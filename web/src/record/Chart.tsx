import { useId, useLayoutEffect, useRef, useState } from 'react';
import type { RecordView } from '../../../src/api/contract.ts';
import { i18n } from '../words/i18n.ts';
import type { RecordFilter } from './recordFilter.ts';
import { durationWords, kindWords, shareOfWords, stretchWords } from './recordWords.ts';
import { pathOf, topOf } from './scale.ts';

type Point = RecordView['series'][number];
type Stretch = Pick<Point, 'from' | 'to'>;

const height = 200;
const bottom = 24;
const left = 64;
const drawnHeight = height - bottom - 8;

/** The medians from day to day, over how many wrote: a picture with the words of what it shows; every number stands in the table. */
export function Chart({
  series,
  kind,
  open,
}: {
  series: readonly Point[];
  kind: RecordFilter['kind'];
  /** Lists the cases of a day. */
  open: (stretch: Stretch) => void;
}) {
  const id = useId();
  const { frame, width } = useWidth();
  const top = topOf(series.flatMap(({ figures }) => [figures.median ?? 0, figures.likely.median ?? 0]));
  const most = Math.max(1, ...series.map(({ figures }) => figures.count));
  const step = (width - left - 8) / series.length;
  const x = (n: number) => left + (n + 0.5) * step;
  const y = (seconds: number) => 8 + drawnHeight * (1 - seconds / top);
  const line = (read: (point: Point) => number | null) =>
    pathOf(series.map((point, n) => (read(point) === null ? null : [x(n), y(read(point) ?? 0)])));
  return (
    <figure ref={frame} className="flex flex-col gap-2">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-labelledby={`${id}-title ${id}-words`}
        className="w-full"
      >
        <title id={`${id}-title`}>
          {i18n.t('{what}: median from day to day', { what: kindWords(kind) })}
        </title>
        <desc id={`${id}-words`}>{description(series)}</desc>
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line x1={left} x2={width - 8} y1={y(top * share)} y2={y(top * share)} className="stroke-line" />
            <text x={left - 8} y={y(top * share) + 4} textAnchor="end" className="fill-quiet text-[0.75rem]">
              {share === 0 ? '0' : durationWords(top * share)}
            </text>
          </g>
        ))}
        {series.map(({ from, figures }, n) => (
          <rect
            key={from}
            x={x(n) - step * 0.35}
            width={step * 0.7}
            y={8 + drawnHeight * (1 - (figures.count / most) * 0.6)}
            height={drawnHeight * (figures.count / most) * 0.6}
            className="fill-accent-soft"
          />
        ))}
        <path
          d={line(({ figures }) => figures.likely.median)}
          className="fill-none stroke-soon stroke-2"
          strokeDasharray="5 4"
        />
        <path d={line(({ figures }) => figures.median)} className="fill-none stroke-accent stroke-2" />
        <Days series={series} x={x} most={Math.max(1, Math.floor(width / 110))} />
        {series.map((point, n) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut of the pointer; the table has the same as buttons
          <rect
            key={point.from}
            x={left + n * step}
            y={0}
            width={step}
            height={height}
            className="cursor-pointer fill-transparent hover:fill-ink/5"
            onClick={() => open(point)}
          >
            <title>{pointWords(kind, point)}</title>
          </rect>
        ))}
      </svg>
      <Legend />
    </figure>
  );
}

/** Drawn as wide as there is room, so that its words are as large as the others on a phone too. */
function useWidth() {
  const frame = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(720);
  useLayoutEffect(() => {
    const { current } = frame;
    if (current === null) return;
    const measure = () => setWidth(Math.max(240, current.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return { frame, width };
}

/** The first day, and as many of the others as have room. */
function Days({ series, x, most }: { series: readonly Point[]; x: (n: number) => number; most: number }) {
  const every = Math.max(1, Math.ceil(series.length / most));
  return series.map(
    (point, n) =>
      n % every === 0 && (
        <text
          key={point.from}
          x={x(n)}
          y={height - 6}
          textAnchor="middle"
          className="fill-quiet text-[0.75rem]"
        >
          {stretchWords({ from: point.from, to: point.from })}
        </text>
      ),
  );
}

function Legend() {
  const lines = [
    { name: i18n.t('Plain median'), look: 'border-t-2 border-accent' },
    { name: i18n.t('Kaplan–Meier median of all'), look: 'border-t-2 border-dashed border-soon' },
    { name: i18n.t('How many began'), look: 'h-3 bg-accent-soft' },
  ];
  return (
    <figcaption className="flex flex-wrap gap-x-4 gap-y-1 text-13 text-quiet">
      {lines.map(({ name, look }) => (
        <span key={name} className="inline-flex items-center gap-2">
          <span aria-hidden className={`inline-block w-6 ${look}`} />
          {name}
        </span>
      ))}
    </figcaption>
  );
}

function pointWords(kind: RecordFilter['kind'], { from, to, figures }: Point): string {
  return `${stretchWords({ from, to })}: ${durationWords(figures.median)} · ${shareOfWords(kind, figures)}`;
}

/** What one sees in it. */
function description(series: readonly Point[]): string {
  const known = series.filter(({ figures }) => figures.median !== null);
  const [first] = known;
  if (first === undefined) return i18n.t('None of these has ended yet.');
  const by = (sign: 1 | -1) =>
    known.reduce(
      (best, point) => (sign * ((point.figures.median ?? 0) - (best.figures.median ?? 0)) > 0 ? point : best),
      first,
    );
  const words = (point: Point) => ({ time: durationWords(point.figures.median), when: stretchWords(point) });
  const [slow, quick] = [words(by(1)), words(by(-1))];
  return i18n.t(
    'Quickest on {when} with {time}, slowest on {slowWhen} with {slowTime}. Key t shows the numbers as a table.',
    {
      when: quick.when,
      time: quick.time,
      slowWhen: slow.when,
      slowTime: slow.time,
    },
  );
}
