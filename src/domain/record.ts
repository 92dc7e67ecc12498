/**
 * The response record: what is measured of a case, and what many measurements say together. Every figure on every screen comes from `figuresOf`. Pure.
 *
 * - first: from the author's first post to our first answer strictly later; a member who settles the matter without an answer ends no wait;
 * - next: from the author's first post after an answer of ours to our next answer;
 * - resolution: from the author's first post until a member settles the matter, less the time in which we waited for the author (domain/clocks.ts).
 *
 * Nobody is left out: what is not answered is counted as unanswered, and as waiting until now.
 */
import { type ClockEvent, inOrder, type Promises, resolutionRuns, responses } from './clocks.ts';
import { kaplanMeier } from './kaplanMeier.ts';
import { afterOpenTime, type Hours, openTime } from './officeHours.ts';
import { promise, type QueueFacts } from './queue.ts';

export const recordKinds = ['first', 'next', 'resolution'] as const;
export type RecordKind = (typeof recordKinds)[number];

/** By the clock on the wall, or by the organisation's office hours. */
export const recordHours = ['clock', 'office'] as const;
export type RecordHours = (typeof recordHours)[number];

/** By what waits are told apart. An executive is a member whose role that is. */
export const recordDimensions = [
  'network',
  'language',
  'place',
  'topic',
  'unit',
  'team',
  'member',
  'executive',
] as const;
export type RecordDimension = (typeof recordDimensions)[number];

/** Which waits are listed. */
export const spanStates = ['all', 'answered', 'waiting'] as const;
export type SpanState = (typeof spanStates)[number];

/** Something that moved a clock, and where it stands. */
export interface RecordEvent extends ClockEvent {
  /** Of a post: which. */
  postId: string | null;
  /** Who answered or settled; null for authors, and for what was written elsewhere. */
  memberId: string | null;
}

/** One wait, or one matter. */
export interface Measure {
  kind: RecordKind;
  begun: Date;
  /** When it was answered or settled; null: not yet. */
  ended: Date | null;
  /** Since when its clock runs; null once it ended, and while a matter waits for its author. */
  runsFrom: Date | null;
  /** Whole seconds that had passed before `runsFrom`, or in all. */
  clock: number;
  office: number;
  /** Ended within what is promised; null: not ended, or nothing is promised. */
  onTime: boolean | null;
  /** When it is late; null once it ended, while its clock stands, or where nothing is promised. */
  dueAt: Date | null;
  /** A member settled the matter without the answer that is waited for. */
  settled: boolean;
  begunPostId: string | null;
  endedPostId: string | null;
  /** Who answered or settled; null: nobody yet, or nobody here. */
  memberId: string | null;
}

type Judged = Pick<QueueFacts, 'severity' | 'vulnerable' | 'threat'>;

/** Everything that is measured of a case, in order of kind and time. */
export function measuresOf(judged: Judged, events: readonly RecordEvent[], promises: Promises): Measure[] {
  const sorted = inOrder(events) as RecordEvent[];
  const waits = responses(sorted);
  const [first] = waits;
  const measured = (kind: RecordKind, minutes: number | null) =>
    reading(judged, sorted, promises, kind, minutes);
  const found: Measure[] = [];
  if (first !== undefined && first.kind === 'first') {
    const answer = waits.find(({ kind, end }) => kind === 'first' && end === 'answered');
    const settled = waits.findLast(({ kind }) => kind === 'first')?.end === 'settled';
    const wait = { from: first.from, to: answer?.to ?? null, settled };
    found.push(measured('first', promises.firstResponseMinutes)([wait]));
  }
  for (const { kind, from, to, end } of waits)
    if (kind === 'next') {
      const wait = { from, to: end === 'answered' ? to : null, settled: end === 'settled' };
      found.push(measured('next', promises.nextResponseMinutes)([wait]));
    }
  const runs = resolutionRuns(sorted);
  if (runs.length > 0) {
    const settled = sorted.findLast(({ kind }) => kind !== 'answer')?.kind === 'resolved';
    const minutes = promises.resolutionMinutes;
    found.push(
      measured('resolution', minutes)(
        runs.map((run) => ({ ...run, settled })),
        !settled,
      ),
    );
  }
  return found;
}

interface Run {
  from: Date;
  to: Date | null;
  settled: boolean;
}

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1_000);

/** Reads the runs of one wait; `stands`: the last run's end ended nothing, the clock only stands. */
function reading(
  judged: Judged,
  events: readonly RecordEvent[],
  promises: Promises,
  kind: RecordKind,
  minutes: number | null,
): (runs: readonly Run[], stands?: boolean) => Measure {
  return (runs, stands = false) => {
    const [begin] = runs;
    const last = runs.at(-1);
    if (begin === undefined || last === undefined) throw new RangeError('a wait that never began');
    const ended = stands ? null : endOf(kind, runs, events);
    const passed = (hours: Hours) =>
      runs.reduce((sum, { from, to }) => sum + (to === null ? 0 : openTime(hours, from, to)), 0);
    const by = events.find((event) => ended !== null && isEnd(kind, event) && sameTime(event.at, ended));
    return {
      kind,
      begun: begin.from,
      ended,
      runsFrom: last.to === null ? last.from : null,
      clock: seconds(passed(null)),
      office: seconds(passed(promises.hours)),
      ...againstPromise({ judged, promises, minutes, ended, last, passed }),
      settled: kind !== 'resolution' && ended === null && last.settled,
      begunPostId:
        events.find(({ kind: what, at }) => what === 'inbound' && sameTime(at, begin.from))?.postId ?? null,
      endedPostId: kind === 'resolution' ? null : (by?.postId ?? null),
      memberId: by?.memberId ?? null,
    };
  };
}

const sameTime = (a: Date, b: Date): boolean => a.getTime() === b.getTime();
const isEnd = (kind: RecordKind, event: RecordEvent): boolean =>
  event.kind === (kind === 'resolution' ? 'resolved' : 'answer');

/** When it ended: with its answer, or with the word of a member that settled the matter for good. */
function endOf(kind: RecordKind, runs: readonly Run[], events: readonly RecordEvent[]): Date | null {
  const last = runs.at(-1)?.to ?? null;
  if (kind !== 'resolution' || last === null) return last;
  // Settled while we waited for the author: the clock stood already.
  return events.find((event) => event.kind === 'resolved' && event.at >= last)?.at ?? null;
}

function againstPromise(one: {
  judged: Judged;
  promises: Promises;
  minutes: number | null;
  ended: Date | null;
  last: Run;
  passed: (hours: Hours) => number;
}): Pick<Measure, 'onTime' | 'dueAt'> {
  if (one.minutes === null) return { onTime: null, dueAt: null };
  const { time, hours } = promise(one.judged, one.minutes, one.promises.hours);
  const passed = one.passed(hours);
  if (one.ended !== null) return { onTime: passed <= time, dueAt: null };
  if (one.last.to !== null) return { onTime: null, dueAt: null };
  return {
    onTime: null,
    dueAt: passed >= time ? one.last.from : afterOpenTime(hours, one.last.from, time - passed),
  };
}

/** Up to how many seconds times are read how finely: nobody reads a median of days to the second, and a million waits become some thousands of numbers. */
const grains = [
  [300, 1],
  [3_600, 5],
  [21_600, 30],
  [86_400, 120],
  [604_800, 600],
  [5_184_000, 7_200],
] as const;
const coarsest = 86_400;
/** Two years and more are one. */
const longest = 2 ** 26 - (2 ** 26 % coarsest);

/** A time of whole seconds as figures read it: rounded down, by less than 1.7 % and mostly by less than 0.5 %. */
export function grainOf(time: number): number {
  const grain = grains.find(([most]) => time < most)?.[1] ?? coarsest;
  return Math.min(longest, time - (time % grain));
}

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

export interface Figures {
  /** All that began. */
  count: number;
  answered: number;
  /** Settled by a member without the answer; among the unanswered. */
  settled: number;
  /** 0 to 1; null of nothing. */
  share: number | null;
  /** Seconds, of the answered alone. */
  median: number | null;
  /** Nine of ten answered ones took no longer; seconds. */
  ninth: number | null;
  /** Of all, those who still wait included: Kaplan-Meier, with its 95 % interval; seconds. Null: more than half have no answer. */
  likely: { median: number | null; low: number | null; high: number | null };
  onTime: number;
  /** Ended too late, or still waiting behind the time that is promised. */
  late: number;
}

/** What the counts say now. */
export function figuresOf(counted: Counted, passed: PassedSince, now: Date): Figures {
  const ended = [...counted.ended].sort(([a], [b]) => a - b);
  const { answered } = counted;
  const times = ended.map(([time, many]) => ({ time, answered: many, waiting: 0 }));
  let waiting = 0;
  for (const [time, many] of [...counted.standing, ...runningNow(counted, passed)]) {
    waiting += many;
    times.push({ time, answered: 0, waiting: many });
  }
  let late = counted.late;
  for (const [minute, many] of counted.due) if (minute * 60_000 < now.getTime()) late += many;
  return {
    count: answered + waiting,
    answered,
    settled: counted.settled,
    share: answered + waiting === 0 ? null : answered / (answered + waiting),
    median: answered === 0 ? null : (rank(ended, (answered - 1) >> 1) + rank(ended, answered >> 1)) / 2,
    ninth: answered === 0 ? null : rank(ended, Math.ceil(answered * 0.9) - 1),
    likely: kaplanMeier(times),
    onTime: counted.onTime,
    late,
  };
}

function* runningNow(counted: Counted, passed: PassedSince): Generator<[number, number]> {
  for (const [key, many] of counted.running)
    yield [grainOf(passed(Math.floor(key / runKey)) + (key % runKey)), many];
}

/** The value at a place (from 0) of sorted values with how many of each. */
function rank(sorted: readonly [number, number][], place: number): number {
  let before = 0;
  for (const [value, many] of sorted) {
    before += many;
    if (place < before) return value;
  }
  return Number.NaN;
}

/** Whole seconds since a minute since 1970. */
export type PassedSince = (minute: number) => number;

/** How long ago minutes are, by these hours; nothing for what is to come. Each is reckoned once, by a sum over the days between, since a month has forty thousand and many wait since each. */
export function passedUntil(hours: Hours, now: Date): PassedSince {
  const day = 86_400_000;
  const at = (instant: number) => new Date(instant);
  const known = new Map<number, number>();
  const fromDay = new Map<number, number>();
  let first = Math.floor(now.getTime() / day);
  fromDay.set(first, openTime(hours, at(first * day), now));
  const since = (from: number): number => {
    const next = Math.floor(from / day) + 1;
    if (hours === null || next * day >= now.getTime()) return openTime(hours, at(from), now);
    for (; first > next; first--)
      fromDay.set(
        first - 1,
        (fromDay.get(first) ?? 0) + openTime(hours, at((first - 1) * day), at(first * day)),
      );
    return openTime(hours, at(from), at(next * day)) + (fromDay.get(next) ?? 0);
  };
  return (minute) => {
    const there = known.get(minute);
    if (there !== undefined) return there;
    const passed = seconds(since(minute * 60_000));
    known.set(minute, passed);
    return passed;
  };
}
