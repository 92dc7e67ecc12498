/** What many measurements say together. Every figure of the response record comes from `figuresOf`. Pure. */
import { type AtTime, kaplanMeier } from './kaplanMeier.ts';
import { type Hours, openTime } from './officeHours.ts';
import { type Counted, grainAt, mostGrains, runKey, timeOfGrain } from './recordCounts.ts';

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

/** What is counted, at one instant: how many ended after each time, and how many wait as long by now. */
export class Tally {
  readonly ended = new Float64Array(mostGrains);
  readonly waiting = new Float64Array(mostGrains);
  onTime = 0;
  late = 0;
  settled = 0;
  readonly #passed: PassedSince;
  readonly #minute: number;

  constructor(passed: PassedSince, now: Date) {
    this.#passed = passed;
    this.#minute = now.getTime() / 60_000;
  }

  /** Takes in how many of what `Counted` keeps under this key. */
  take(what: keyof Pick<Counted, 'ended' | 'standing' | 'running' | 'due'>, key: number, many: number): void {
    if (what === 'ended') this.#add(this.ended, key, many);
    else if (what === 'standing') this.#add(this.waiting, key, many);
    else if (what === 'running') {
      const minute = Math.floor(key / runKey);
      this.#add(this.waiting, this.#passed(minute) + (key - minute * runKey), many);
    } else if (key < this.#minute) this.late += many;
  }

  #add(to: Float64Array, time: number, many: number): void {
    const grain = grainAt(time);
    to[grain] = (to[grain] ?? 0) + many;
  }

  /** Takes in what another holds. */
  join(other: Tally): void {
    for (let grain = 0; grain < mostGrains; grain++) {
      this.ended[grain] = (this.ended[grain] ?? 0) + (other.ended[grain] ?? 0);
      this.waiting[grain] = (this.waiting[grain] ?? 0) + (other.waiting[grain] ?? 0);
    }
    this.onTime += other.onTime;
    this.late += other.late;
    this.settled += other.settled;
  }
}

/** Takes counts in. */
export function tally(into: Tally, counted: Counted): void {
  into.onTime += counted.onTime;
  into.late += counted.late;
  into.settled += counted.settled;
  for (const what of ['ended', 'standing', 'running', 'due'] as const)
    for (const [key, many] of counted[what]) into.take(what, key, many);
}

/** The figures. */
export function figuresOf({ ended, waiting, onTime, late, settled }: Tally): Figures {
  const times: AtTime[] = [];
  let [answered, unanswered] = [0, 0];
  for (let grain = 0; grain < mostGrains; grain++) {
    const at = { time: timeOfGrain(grain), answered: ended[grain] ?? 0, waiting: waiting[grain] ?? 0 };
    if (at.answered + at.waiting === 0) continue;
    answered += at.answered;
    unanswered += at.waiting;
    times.push(at);
  }
  const count = answered + unanswered;
  return {
    count,
    answered,
    settled,
    share: count === 0 ? null : answered / count,
    median: answered === 0 ? null : (rank(times, (answered - 1) >> 1) + rank(times, answered >> 1)) / 2,
    ninth: answered === 0 ? null : rank(times, Math.ceil(answered * 0.9) - 1),
    likely: kaplanMeier(times),
    onTime,
    late,
  };
}

/** The time at a place (from 0) of those that were answered. */
function rank(times: readonly AtTime[], place: number): number {
  let before = 0;
  for (const { time, answered } of times) {
    before += answered;
    if (place < before) return time;
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
    const passed = Math.floor(since(minute * 60_000) / 1_000);
    known.set(minute, passed);
    return passed;
  };
}
