/**
 * The response record: what is measured of a case, and what many measurements say together. Every figure on every screen comes from `figuresOf` in recordFigures.ts. Pure.
 *
 * - first: from the author's first post to our first answer strictly later; a member who settles the matter without an answer ends no wait;
 * - next: from the author's first post after an answer of ours to our next answer;
 * - resolution: from the author's first post until a member settles the matter, less the time in which we waited for the author (domain/clocks.ts).
 *
 * Nobody is left out: what is not answered is counted as unanswered, and as waiting until now.
 */
import { type ClockEvent, inOrder, type Promises, resolutionRuns } from './clocks.ts';
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
  /** Ended within what is promised; false, too, where it stands and took longer. Null: not ended, or nothing is promised. */
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
  const measured = (kind: RecordKind, minutes: number | null) =>
    reading(judged, sorted, promises, kind, minutes);
  const found: Measure[] = waitsOf(sorted).map(({ kind, ...wait }) =>
    measured(kind, kind === 'first' ? promises.firstResponseMinutes : promises.nextResponseMinutes)([wait]),
  );
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

/**
 * Every wait of the author for an answer, oldest first: from a post to the first answer after it. A member's word ends none and begins none: an answer that leaves after the matter was settled (it had waited for
 * its undo, or for approval) answers like any other.
 */
function waitsOf(sorted: readonly RecordEvent[]): (Run & { kind: 'first' | 'next' })[] {
  const found: (Run & { kind: 'first' | 'next' })[] = [];
  let kind: 'first' | 'next' = 'first';
  let from: Date | null = null;
  let settled = false;
  for (const event of sorted) {
    if (event.kind === 'inbound') from ??= event.at;
    settled = event.kind === 'resolved' || (event.kind === 'answer' && settled);
    if (event.kind !== 'answer') continue;
    if (from !== null && event.at > from) {
      found.push({ kind, from, to: event.at, settled: false });
      from = null;
    }
    kind = 'next';
  }
  return from === null ? found : [...found, { kind, from, to: null, settled }];
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
  // It stands while the author is waited for; what took longer than promised by then is late whatever they do.
  if (one.last.to !== null) return { onTime: passed > time ? false : null, dueAt: null };
  return {
    onTime: null,
    dueAt: passed >= time ? one.last.from : afterOpenTime(hours, one.last.from, time - passed),
  };
}
