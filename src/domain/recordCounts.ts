/**
 * Counts of measurements, from which the figures are read: how many took how long, how many still wait since when. Nothing in them tells whose wait it was, and counts of many days
 * are the sum of theirs. Pure.
 */
import type { Measure, RecordHours } from './record.ts';

/** Up to how many seconds times are read how finely: nobody reads a median of days to the second, and a million waits become some thousands of numbers. */
const grains = [
  [300, 1],
  [3_600, 5],
  [21_600, 30],
  [86_400, 120],
  [604_800, 600],
  [5_184_000, 7_200],
  [Number.POSITIVE_INFINITY, 86_400],
] as const;
/** Two years and more are one. */
const longest = 2 ** 26 - 1;

/** A time of whole seconds as figures read it: rounded down, by less than 1.7 % and mostly by less than 0.5 %. */
export const grainOf = (time: number): number => timeOfGrain(grainAt(time));

interface Fineness {
  from: number;
  step: number;
  /** Times that are read before `from`. */
  before: number;
}

const finenesses: Fineness[] = [];
for (const [i, [, step]] of grains.entries()) {
  const from = grains[i - 1]?.[0] ?? 0;
  const last = finenesses.at(-1);
  const before = last === undefined ? 0 : last.before + (from - last.from) / last.step;
  finenesses.push({ from, step, before });
}

/** The how manieth of the times that figures read this one is, from 0. Asked a million times for a chart. */
export function grainAt(time: number): number {
  const most = Math.min(time, longest);
  for (let i = finenesses.length - 1; i >= 0; i--) {
    const one = finenesses[i] as Fineness;
    if (one.from <= most) return one.before + Math.floor((most - one.from) / one.step);
  }
  return 0;
}

/** How many times figures can tell apart. */
export const mostGrains = grainAt(longest) + 1;

const times = Float64Array.from({ length: mostGrains }, (_, grain) => {
  const { from, step, before } = finenesses.findLast((one) => one.before <= grain) as Fineness;
  return from + (grain - before) * step;
});

/** The seconds of such a place. */
export const timeOfGrain = (grain: number): number => times[grain] ?? 0;

/** Counts of what the figures need, by one clock. Keys as `figuresOf` reads them; nothing in it tells whose wait it was. */
export interface Counted {
  answered: number;
  onTime: number;
  late: number;
  settled: number;
  /** Seconds that an ended one took: how many. */
  ended: Map<number, number>;
  /** Seconds that had passed where the clock stands: how many. */
  standing: Map<number, number>;
  /** Where it runs: the minute since 1970 from which it does, times `runKey`, plus the seconds before: how many. */
  running: Map<number, number>;
  /** The minute since 1970 at which it is late: how many. */
  due: Map<number, number>;
}

export const runKey = 2 ** 26;
const minuteOf = (at: Date): number => Math.max(0, Math.floor(at.getTime() / 60_000));

export const nothingCounted = (): Counted => ({
  answered: 0,
  onTime: 0,
  late: 0,
  settled: 0,
  ended: new Map(),
  standing: new Map(),
  running: new Map(),
  due: new Map(),
});

const bump = (map: Map<number, number>, key: number, by: number): void => {
  const count = (map.get(key) ?? 0) + by;
  if (count === 0) map.delete(key);
  else map.set(key, count);
};

/** Counts a measure in, or (`by` -1) out again. */
export function count(into: Counted, measure: Measure, hours: RecordHours, by: 1 | -1 = 1): void {
  const passed = grainOf(measure[hours]);
  if (measure.ended !== null) {
    into.answered += by;
    bump(into.ended, passed, by);
  } else if (measure.runsFrom === null && !measure.settled) bump(into.standing, passed, by);
  else bump(into.running, minuteOf(measure.runsFrom ?? measure.begun) * runKey + passed, by);
  if (measure.onTime === true) into.onTime += by;
  if (measure.onTime === false) into.late += by;
  if (measure.settled) into.settled += by;
  if (measure.dueAt !== null) bump(into.due, minuteOf(measure.dueAt), by);
}

/** Adds counts to others. */
export function addCounts(into: Counted, more: Counted): void {
  into.answered += more.answered;
  into.onTime += more.onTime;
  into.late += more.late;
  into.settled += more.settled;
  for (const name of ['ended', 'standing', 'running', 'due'] as const)
    for (const [key, by] of more[name]) bump(into[name], key, by);
}
