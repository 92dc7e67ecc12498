/**
 * The clocks of a case: first response, next response, resolution, each in the time that counts (office hours; for danger and safety the clock). Every screen and every
 * report takes its numbers from here. Pure; the definitions:
 *
 * - first response: from the author's first post to our first answer strictly later;
 * - next response: from the author's first post after an answer of ours, or a member's opening the case again, to our next answer strictly later;
 * - resolution: from the author's first post until a member settles the matter, less the time in which we waited for the author. It goes on when the case is opened again.
 */
import { afterOpenTime, type Hours, openTime } from './officeHours.ts';
import { promise, type QueueFacts, type ResponseTimes } from './queue.ts';

/** What moves a clock: a post of the author's, an answer that the author can see, a member's word. */
export interface ClockEvent {
  kind: 'inbound' | 'answer' | 'resolved' | 'reopened';
  at: Date;
}

export interface Interval {
  from: Date;
  /** Null: it still runs. */
  to: Date | null;
}

/** A wait of the author's; `settled`: a member settled the matter without an answer. */
export interface Response extends Interval {
  kind: 'first' | 'next';
  end: 'answered' | 'settled' | null;
}

export const clockNames = ['first_response', 'next_response', 'resolution'] as const;
export type ClockName = (typeof clockNames)[number];

export interface Clock {
  name: ClockName;
  state: 'running' | 'paused' | 'stopped';
  startedAt: Date;
  /** What is promised, in milliseconds of the time that counts. */
  promised: number;
  /** What has passed of it: until now while it runs. */
  passed: number;
  /** Null while it does not run. */
  dueAt: Date | null;
}

export interface Promises extends ResponseTimes {
  /** Null: no time is promised until the matter is settled. */
  resolutionMinutes: number | null;
}

/** Every wait of the author for an answer, oldest first; an answer at the very instant of a post does not answer it. */
export function responses(events: readonly ClockEvent[]): Response[] {
  const found: Response[] = [];
  let from: Date | null = null;
  let kind: Response['kind'] = 'first';
  for (const event of inOrder(events)) {
    const end = endOf(event, from);
    if (event.kind === 'inbound' || event.kind === 'reopened') from ??= event.at;
    else if (from !== null && end !== null) {
      found.push({ kind, from, to: event.at, end });
      from = null;
    }
    if (event.kind === 'answer') kind = 'next';
  }
  return from === null ? found : [...found, { kind, from, to: null, end: null }];
}

function endOf({ kind, at }: ClockEvent, from: Date | null): Response['end'] {
  if (from === null) return null;
  if (kind === 'resolved') return 'settled';
  return kind === 'answer' && at > from ? 'answered' : null;
}

/** The stretches in which the resolution clock runs, oldest first. */
export function resolutionRuns(events: readonly ClockEvent[]): Interval[] {
  const runs: Interval[] = [];
  let from: Date | null = null;
  let begun = false;
  for (const { kind, at } of inOrder(events)) {
    const runsNow: boolean = kind === 'inbound' || kind === 'reopened';
    if (!begun && kind !== 'inbound') continue;
    begun = true;
    if (runsNow) from ??= at;
    else if (from !== null) {
      runs.push({ from, to: at });
      from = null;
    }
  }
  return from === null ? runs : [...runs, { from, to: null }];
}

/** The time of these stretches that counts, in milliseconds; what still runs counts until now. */
export function timeOf(stretches: readonly Interval[], hours: Hours, now: Date): number {
  return stretches.reduce((sum, { from, to }) => sum + openTime(hours, from, to ?? now), 0);
}

/** The clocks of a case now; none before its author's first post. */
export function clocksOf(
  facts: Pick<QueueFacts, 'severity' | 'vulnerable' | 'threat'>,
  events: readonly ClockEvent[],
  promises: Promises,
  now: Date,
): Clock[] {
  const waits = responses(events);
  const first = waits.findLast(({ kind }) => kind === 'first');
  const next = waits.findLast(({ kind }) => kind === 'next');
  const clock = (name: ClockName, runs: readonly Interval[], minutes: number | null): Clock[] => {
    const [begin] = runs;
    if (begin === undefined || minutes === null) return [];
    const { time, hours } = promise(facts, minutes, promises.hours);
    return [{ name, startedAt: begin.from, promised: time, ...reading(runs, time, hours, now) }];
  };
  const settled = inOrder(events).findLast(({ kind }) => kind !== 'answer')?.kind === 'resolved';
  const resolution = clock('resolution', resolutionRuns(events), promises.resolutionMinutes);
  return [
    ...clock('first_response', first === undefined ? [] : [first], promises.firstResponseMinutes),
    ...clock('next_response', next === undefined ? [] : [next], promises.nextResponseMinutes),
    ...resolution.map((one) =>
      one.state === 'stopped' && !settled ? { ...one, state: 'paused' as const } : one,
    ),
  ];
}

function reading(
  runs: readonly Interval[],
  promised: number,
  hours: Hours,
  now: Date,
): Pick<Clock, 'state' | 'passed' | 'dueAt'> {
  const passed = timeOf(runs, hours, now);
  const last = runs.at(-1);
  if (last === undefined || last.to !== null) return { state: 'stopped', passed, dueAt: null };
  const before = timeOf(runs.slice(0, -1), hours, now);
  return { state: 'running', passed, dueAt: dueFrom(last.from, promised - before, hours) };
}

/** Used up already: it was due when it began to run again. */
function dueFrom(from: Date, left: number, hours: Hours): Date {
  return left <= 0 ? from : afterOpenTime(hours, from, left);
}

/** By time; of the same instant an answer before a post, since it cannot answer it. */
export function inOrder(events: readonly ClockEvent[]): ClockEvent[] {
  const rank = { answer: 0, resolved: 1, reopened: 2, inbound: 3 };
  return events.toSorted((a, b) => a.at.getTime() - b.at.getTime() || rank[a.kind] - rank[b.kind]);
}
