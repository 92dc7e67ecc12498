/** Reads dates of the calendar: "15 March", "15/03/2027", "le 15", "መጋቢት 6". */
import {
  type Atoms,
  type DaySlot,
  has,
  isAfter,
  near,
  type Piece,
  pastGlue,
  rangeTo,
} from './promiseDatePieces.ts';
import type { Atom } from './promiseDateTokens.ts';

/** In figures the day comes first, or the month. */
export type Order = 'dmy' | 'mdy';

/** A date at this atom, or null. Whether its month has such a day is seen when it is resolved. */
export function readDate(atoms: Atoms, at: number, order: Order): Piece | null {
  return (
    readFigures(atoms, at, order) ??
    readDayMonth(atoms, at) ??
    readMonthDay(atoms, at) ??
    readDayOfMonth(atoms, at) ??
    readMonth(atoms, at)
  );
}

const dated = (month: number, dayOfMonth: number, year: number | null = null): DaySlot => ({
  is: 'date',
  calendar: 'gregorian',
  year,
  month,
  dayOfMonth,
});

const isDayOfMonth = (atom: Atom | undefined): atom is Atom & { number: number } =>
  atom?.number !== undefined && atom.number >= 1 && atom.number <= 31 && (atom.digits?.length ?? 0) <= 2;

/** A year stands near, or after a comma. */
function yearAt(atoms: Atoms, at: number): { year: number; at: number } | null {
  // "ኅዳር 25 ቀን 2019": the twenty-fifth day.
  const found = pastGlue(atoms, atoms[at]?.key === 'ቀን' ? at + 1 : at, 2);
  const atom = atoms[found];
  if (atom?.digits?.length !== 4 || !/^,?\s{0,2}$/.test(atom.before)) return null;
  const year = atom.number!;
  return year >= 2000 && year <= 2100 ? { year, at: found } : null;
}

function readDayMonth(atoms: Atoms, at: number): Piece | null {
  if (!isDayOfMonth(atoms[at])) return null;
  const upTo = rangeTo(atoms, afterOrdinal(atoms, at), isAfter(atoms, at, 'between'));
  const lastDay = upTo !== null && isDayOfMonth(atoms[upTo]) ? upTo : at;
  const month = pastGlue(atoms, afterOrdinal(atoms, lastDay), 3);
  if (!/^[\s,'’.-]{0,2}$/.test(atoms[month]?.before ?? '?')) return null;
  const year = yearAt(atoms, month + 1);
  const day = inMonth(atoms[month], atoms[lastDay]!.number!, year?.year ?? null);
  return day === null ? null : { first: at, last: year?.at ?? month, day };
}

/** The day of a month that an atom names; null where it names none. */
function inMonth(named: Atom | undefined, dayOfMonth: number, year: number | null): DaySlot | null {
  if (named?.month !== undefined) return dated(named.month, dayOfMonth, year);
  const month = named?.ethiopicMonth;
  return month === undefined ? null : { is: 'date', calendar: 'ethiopic', year, month, dayOfMonth };
}

/** "15th": the place after the number and its ending. */
const afterOrdinal = (atoms: Atoms, at: number): number =>
  atoms[at + 1]?.before === '' && has(atoms[at + 1], 'ordinal') ? at + 2 : at + 1;

function readMonthDay(atoms: Atoms, at: number): Piece | null {
  const { month, ethiopicMonth } = atoms[at]!;
  if (month === undefined && ethiopicMonth === undefined) return null;
  const first = pastGlue(atoms, at + 1, 1);
  const number = atoms[first];
  if (!isDayOfMonth(number) || !/^[\s.]{0,2}$/.test(number.before) || number.digits === undefined)
    return null;
  const upTo = rangeTo(atoms, afterOrdinal(atoms, first), false);
  const lastDay =
    upTo !== null && isDayOfMonth(atoms[upTo]) && atoms[upTo]?.digits !== undefined ? upTo : first;
  // "May 3 technicians" would be a date too, but "March 3:30" is not.
  if (atoms[lastDay + 1]?.before === ':') return null;
  const end = afterOrdinal(atoms, lastDay) - 1;
  const year = yearAt(atoms, end + 1);
  const day = inMonth(atoms[at], atoms[lastDay]!.number!, year?.year ?? null);
  return day === null ? null : { first: at, last: year?.at ?? end, day };
}

/** "Le 15", "tarehe 15", "the 15th", "ọjọ́ kẹrìnlá oṣù tó ń bọ̀": in this month or the one that is named next. */
function readDayOfMonth(atoms: Atoms, at: number): Piece | null {
  const number = atoms[at];
  if (!isDayOfMonth(number)) return null;
  const end = afterOrdinal(atoms, at) - 1;
  const isOrdinal = end > at && number.digits !== undefined;
  const isNamed = has(number, 'ordinal') && number.digits === undefined;
  const isLed = near(number) && has(atoms[at - 1], 'dayOfMonth');
  const next = atoms[end + 1];
  const isAlone =
    next === undefined ||
    !near(next) ||
    has(next, 'by', 'within', 'glue', 'clock', 'clockFromSix', 'from') ||
    next.part !== undefined ||
    next.weekday !== undefined;
  if (!(isOrdinal && isAfter(atoms, at, 'by')) && !(isLed && (isAlone || isOrdinal))) return null;
  if (isLed && next?.unit !== undefined && next.unit !== 'month' && near(next)) return null;
  if (next !== undefined && /^[:/.%]\S?$/.test(next.before) && next.number !== undefined) return null;
  if (isNamed && !isLed) return null;
  const month = pastGlue(atoms, end + 1, 2);
  const isMonthAfter = near(atoms[month]) && atoms[month].unit === 'month';
  const isNext = isMonthAfter && has(atoms[month + 1], 'next');
  const last = isNext ? month + 1 : isMonthAfter ? month : end;
  return {
    first: at,
    last,
    day: { is: 'dayOfMonth', dayOfMonth: number.number, monthsAhead: isNext ? 1 : null },
  };
}

/** Names of months that are other words, too: they need a day beside them. */
const otherWords = /^(?:may|mar|mata|set|out|mei|mai|mars|march|belu|sept)$/;

const leadsToMonth =
  /^(?:in|by|before|en|em|ate|avant|courant|kabla|katika|hadi|bitarenze|mbere|muri|kafin|tupu)$/;

/** "By the end of March", "in April": until the month is over. */
function readMonth(atoms: Atoms, at: number): Piece | null {
  const { month, key } = atoms[at]!;
  if (month === undefined) return null;
  const isEnd = isAfter(atoms, at, 'end');
  const isLed = near(atoms[at]) && leadsToMonth.test(atoms[at - 1]?.key ?? '');
  if (!isEnd && (otherWords.test(key) || !isLed)) return null;
  const year = yearAt(atoms, at + 1);
  if (year !== null) return null;
  return { first: at, last: at, period: { unit: 'month', ahead: 0, working: false, month } };
}

/** "2027-03-15", "15/03/2027", "15.03.27", "15/03". */
function readFigures(atoms: Atoms, at: number, order: Order): Piece | null {
  const [first, second, third] = [atoms[at], atoms[at + 1], atoms[at + 2]];
  if (first?.digits === undefined || second?.digits === undefined || isJoined(first)) return null;
  const sign = second.before;
  if (!/^[/.-]$/.test(sign)) return null;
  const isThree = third?.digits !== undefined && third.before === sign;
  if (isJoined(atoms[at + (isThree ? 3 : 2)])) return null;
  if (isThree) return withYear(first, second, third, order, at);
  const led = isAfter(atoms, at, 'by', 'dayOfMonth', 'this');
  const pair =
    sign === '/' && isDatePair(first, second, led) ? inOrder(first.number!, second.number!, order) : null;
  return pair === null ? null : { first: at, last: at + 1, day: dated(pair.month, pair.dayOfMonth) };
}

/** True where a number goes on from the one before: what is longer than a date is none. */
const isJoined = (atom: Atom | undefined): boolean =>
  atom?.digits !== undefined && /^[/.+_#-]$/.test(atom.before);

function withYear(first: Atom, second: Atom, third: Atom, order: Order, at: number): Piece | null {
  const place = { first: at, last: at + 2 };
  if (first.digits!.length === 4 && second.before === '-')
    return isYear(first.number!)
      ? { ...place, day: dated(second.number!, third.number!, first.number!) }
      : null;
  const isShort = third.digits!.length === 2 && second.before === '/';
  const year = isShort ? 2000 + third.number! : third.number!;
  if (!isShort && third.digits!.length !== 4) return null;
  const pair =
    first.digits!.length > 2 || second.digits!.length > 2
      ? null
      : inOrder(first.number!, second.number!, order);
  return pair === null || !isYear(year) ? null : { ...place, day: dated(pair.month, pair.dayOfMonth, year) };
}

const isYear = (year: number): boolean => year >= 2000 && year <= 2100;

/** "15/03" is a date; "4/5" is a mark out of five, and "24/7" is always. Where a preposition leads to it, it is a date all the same. */
function isDatePair(first: Atom, second: Atom, led: boolean): boolean {
  const [a, b] = [first.digits!, second.digits!];
  if (a.length > 2 || b.length > 2 || (a === '24' && b === '7')) return false;
  return led || b.startsWith('0') || (a.startsWith('0') && b.length === 2);
}

/** A pair of numbers as day and month: in the order that is usual, or the only one that is possible. */
function inOrder(first: number, second: number, order: Order): { dayOfMonth: number; month: number } | null {
  const [dayOfMonth, month] = order === 'dmy' ? [first, second] : [second, first];
  const isDate = (one: number, other: number) => one >= 1 && one <= 31 && other >= 1 && other <= 12;
  if (isDate(dayOfMonth, month)) return { dayOfMonth, month };
  return isDate(month, dayOfMonth) ? { dayOfMonth: month, month: dayOfMonth } : null;
}
