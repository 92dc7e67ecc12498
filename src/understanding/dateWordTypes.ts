/** What words of time are told of a language; dateWords.ts has them. */

/** When a part of a day ends is in promiseDateClock.ts. */
export type DayPart = 'dawn' | 'morning' | 'afternoon' | 'evening' | 'night' | 'close';
export type Unit = 'minute' | 'hour' | 'day' | 'workday' | 'week' | 'month';

export interface DateWords {
  /** Days from today: 0 today, 1 tomorrow; "past": any before today. */
  days: Partial<Record<'0' | '1' | '2' | '3' | 'past', string>>;
  /** Sunday first. */
  weekdays: readonly string[];
  /** January first; empty where nobody writes them so. */
  months: readonly string[];
  parts: Partial<Record<DayPart, string>>;
  /** Today and a part of it in one: "tonight". */
  todayParts?: Partial<Record<DayPart, string>>;
  units: Partial<Record<Unit, string>>;
  /** True where the number stands after the unit ("masaa 24"); before it is understood, too. */
  numberAfter: boolean;
  /** From one on, then others by their value. */
  numbers: readonly string[];
  others: Readonly<Record<number, string>>;
  /** Ordinal numbers from the first on, for days of a month. */
  ordinals?: readonly string[];
  /** One, before or after a unit only: "an hour". */
  one?: string;
  /** Half a unit: "half an hour", as a whole phrase with the hour in it. */
  halfHour?: string;
  words: Partial<Record<Role, string>>;
  /** Words of a clause that tell of what was, and of what will be (searched in single words without marks). */
  was?: RegExp;
  willBe?: RegExp;
}

/** What else a word does in a phrase of time. */
export type Role =
  | 'within' // before a length of time that ends with the promise: "within", "in"
  | 'withinAfter' // the same after it: "from now"
  | 'by' // before a moment: "by", "before", "at"
  | 'from' // a beginning: what begins then is kept then
  | 'since' // a beginning that says nothing of when something is due
  | 'to' // between the two ends of a range
  | 'and' // the same, after "between"
  | 'between'
  | 'every'
  | 'this'
  | 'next'
  | 'last'
  | 'ago'
  | 'agoAfter'
  | 'end'
  | 'working'
  | 'weekend'
  | 'clock' // before the hour, counted from midnight or noon
  | 'clockFromSix' // before the hour, counted from six
  | 'clockAfter'
  | 'clockFromSixAfter'
  | 'am'
  | 'pm'
  | 'noon'
  | 'midnight'
  | 'halfPast' // before the hour
  | 'quarterPast'
  | 'quarterTo'
  | 'half' // after the hour
  | 'quarter'
  | 'lessQuarter'
  | 'dayOfMonth' // before a number: "tarehe 15"
  | 'ordinal' // after it: "15th"
  | 'glue'; // may stand between the parts of one moment
