/** The pieces of a moment: a day, a part of it, a time of the clock, a length of time, a week or a month; and how the words of a text are asked for them. */
import type { DayPart, Role, Unit } from './dateWordTypes.ts';
import type { Atom } from './promiseDateTokens.ts';

export type DaySlot =
  | { is: 'offset'; days: number }
  | { is: 'weekday'; weekday: number; next: boolean; weeksAhead: number | null }
  /** In the Gregorian or the Ethiopic calendar; months from 1, no year: the next one. */
  | { is: 'date'; calendar: 'gregorian' | 'ethiopic'; year: number | null; month: number; dayOfMonth: number }
  | { is: 'dayOfMonth'; dayOfMonth: number; monthsAhead: number | null }
  | { is: 'length'; unit: Exclude<Unit, 'minute' | 'hour'>; count: number };

/** `open`: of 1 to 12, and nothing says of which half of the day. `six`: counted from six. Hours 0 to 24. */
export interface Clock {
  hour: number;
  minute: number;
  reading: 'exact' | 'open' | 'six';
}

export interface Period {
  unit: 'week' | 'month' | 'weekend';
  ahead: number;
  /** The days of work only. */
  working: boolean;
  /** A month by its name (from 1) rather than by its distance. */
  month: number | null;
}

export interface Piece {
  /** Places of atoms, both included. */
  first: number;
  last: number;
  day?: DaySlot;
  part?: DayPart;
  clock?: Clock;
  /** Milliseconds. */
  length?: number;
  period?: Period;
  /** The weekday on which a range of weekdays begins. */
  sinceWeekday?: number;
  /** It is over, or comes again and again: nothing is due then. */
  void?: boolean;
}

/** The atoms of a text, and how they are asked. */
export type Atoms = readonly Atom[];
export const has = (atom: Atom | undefined, ...roles: Role[]): boolean =>
  atom !== undefined && roles.some((role) => atom.roles.has(role));

/** Atoms that belong together have only blanks, an apostrophe, a hyphen or a bracket between them. */
export const near = (atom: Atom | undefined): atom is Atom =>
  atom !== undefined && /^[\s'’ʼ‘`´\-‐‑()]{0,3}$/.test(atom.before);
export const dashed = (atom: Atom | undefined): atom is Atom =>
  atom !== undefined && /^\s?[-–—~]\s?$/.test(atom.before);

/** Where the next atom that is no glue stands, `most` further at most. */
export function pastGlue(atoms: Atoms, at: number, most: number): number {
  let n = at;
  while (n < at + most && near(atoms[n]) && has(atoms[n], 'glue') && isOnlyGlue(atoms[n]!)) n += 1;
  return n;
}

const isOnlyGlue = ({ unit, part, day, number, roles }: Atom): boolean =>
  unit === undefined &&
  part === undefined &&
  day === undefined &&
  number === undefined &&
  !roles.has('clockFromSix');

/** True where the atom before is of a role, or the one before that and glue between. */
export function isAfter(atoms: Atoms, at: number, ...roles: Role[]): boolean {
  if (!near(atoms[at])) return false;
  const before = atoms[at - 1];
  if (has(before, ...roles)) return true;
  return has(before, 'glue') && near(before) && has(atoms[at - 2], ...roles);
}

/** The number after a sign that joins two ends of a range ("2 to 3", "1-2", "siku mbili hadi tatu"), or after nothing. */
export function rangeTo(atoms: Atoms, at: number, isBetween: boolean): number | null {
  if (dashed(atoms[at]) && atoms[at].number !== undefined) return at;
  const joins = near(atoms[at]) && (has(atoms[at], 'to') || (isBetween && has(atoms[at], 'and')));
  if (!joins) return null;
  const next = pastGlue(atoms, at + 1, 1);
  return near(atoms[next]) ? next : null;
}
