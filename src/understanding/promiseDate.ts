/** When a promise is due: reads the first moment to come in the words of a reply. Pure; ten languages and texts that mix them. */
import type { Exactness } from '../domain/saying.ts';
import type { Order } from './promiseDateDates.ts';
import { dueOf } from './promiseDateDue.ts';
import { type Moment, momentsOf } from './promiseDateMoments.ts';
import { atomsOf } from './promiseDateTokens.ts';

/** When and where something was said. */
export interface SaidAt {
  at: Date;
  /** Of the house that promises: "Africa/Kigali". */
  timeZone: string;
  /** ISO 639-3; null, "mixed" or any other: every language's words are tried. */
  language: string | null;
  /** How dates in figures are read; the day first where it is not said. */
  order?: Order;
}

export interface PromiseDue {
  /** The last moment at which it is kept. */
  due: Date;
  /** How exact the words are. */
  exact: Exactness;
  /** The words that say so: from and up to, in UTF-16 units of the text. */
  because: [from: number, to: number];
}

/**
 * When what a text promises is due: the first moment in it that lies after `at` and is no range's beginning; null where there is none. A text is read to its 5,000th UTF-16 unit.
 * A time of the clock is due to its minute, a part of a day when it ends (partEnds), a day and longer at 23:59 of its last day, all on the wall clock of the zone. A date without a year is the
 * next one that comes, but one that passed less than five months ago is taken for that one.
 * Verbs that tell of the past void a weekday, a date or a time beside them. Throws RangeError for an unknown time zone or an `at` that is no instant; no text makes it throw.
 */
export function promiseDue(text: string, said: SaidAt): PromiseDue | null {
  const atoms = atomsOf(text, said.language);
  for (const moment of momentsOf(atoms, said.order ?? 'dmy')) {
    const found = dueOf(moment, said);
    if (found !== null && found.due > said.at) return { ...found, because: placeOf(moment) };
  }
  return null;

  function placeOf({ first, last }: Moment): [number, number] {
    return [atoms[first]!.from, atoms[last]!.to];
  }
}
