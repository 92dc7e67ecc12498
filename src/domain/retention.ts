/** For how long words are kept, and when they go: every night, in the organisation's own time. */
import { evenStretches } from './zone.ts';

/** The kinds, in the order in which a night goes through them. */
export const retentionKinds = ['public', 'private', 'notes', 'raw', 'audit'] as const;
export type RetentionKind = (typeof retentionKinds)[number];

/** Days for which each kind is kept; null: until somebody erases it. */
export type RetentionTerms = Record<RetentionKind, number | null>;

/** What goes when nobody has said anything: nothing. */
export const keepEverything: RetentionTerms = {
  public: null,
  private: null,
  notes: null,
  raw: null,
  audit: null,
};

/** The shortest term of a kind, in days. The audit must outlive whoever has something to hide in it. */
export const leastDays: Record<RetentionKind, number> = {
  public: 1,
  private: 1,
  notes: 1,
  raw: 1,
  audit: 90,
};

/** How much there is of each kind, or how much went. */
export interface RetentionCounts {
  /** Of authors. */
  posts: number;
  /** Ours to them. */
  answers: number;
  files: number;
  notes: number;
  raw: number;
  audit: number;
}

export const nothingRemoved: RetentionCounts = { posts: 0, answers: 0, files: 0, notes: 0, raw: 0, audit: 0 };

/** Both together. */
export function addCounts(one: RetentionCounts, other: Partial<RetentionCounts>): RetentionCounts {
  return {
    posts: one.posts + (other.posts ?? 0),
    answers: one.answers + (other.answers ?? 0),
    files: one.files + (other.files ?? 0),
    notes: one.notes + (other.notes ?? 0),
    raw: one.raw + (other.raw ?? 0),
    audit: one.audit + (other.audit ?? 0),
  };
}

const hour = 3_600_000;
const day = 24 * hour;
/** By the wall clock. */
const beginsAt = 2 * hour;

/** The instant before which this kind goes; null while it is kept. */
export function keptSince(terms: RetentionTerms, kind: RetentionKind, now: Date): Date | null {
  const days = terms[kind];
  return days === null ? null : new Date(now.getTime() - days * day);
}

/** The kind that comes after this one (null: the first) and has a term; null after the last. */
export function nextKind(terms: RetentionTerms, after: RetentionKind | null): RetentionKind | null {
  const from = after === null ? 0 : retentionKinds.indexOf(after) + 1;
  return retentionKinds.slice(from).find((kind) => terms[kind] !== null) ?? null;
}

/** The latest two o'clock in the morning; on a day on which clocks are changed it may be an hour off. */
export function lastNight(now: Date, timeZone: string): Date {
  const offset = offsetAt(now.getTime(), timeZone);
  const wall = now.getTime() + offset;
  return new Date(Math.floor((wall - beginsAt) / day) * day + beginsAt - offset);
}

/** The two o'clock that comes next. */
export function nextNight(now: Date, timeZone: string): Date {
  return new Date(lastNight(now, timeZone).getTime() + day);
}

function offsetAt(instant: number, timeZone: string): number {
  const stretches = evenStretches(timeZone, Math.floor(instant / day));
  return stretches.find(({ start, end }) => start <= instant && instant < end)?.offset ?? 0;
}

/** True when this night's work was not begun. What was set today waits for the night: until then it can be taken back. */
export function isRunDue(
  now: Date,
  of: { timeZone: string; changedAt: Date; lastBegan: Date | null },
): boolean {
  const night = lastNight(now, of.timeZone);
  return of.changedAt < night && (of.lastBegan === null || of.lastBegan < night);
}
