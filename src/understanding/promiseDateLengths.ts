/** Reads lengths of time that end with the promise: "within 48 hours", "ndani ya masaa 24", "2 to 3 working days". */
import type { Unit } from './dateWordTypes.ts';
import { minute } from './promiseDateClock.ts';
import {
  type Atoms,
  dashed,
  has,
  isAfter,
  near,
  type Piece,
  pastGlue,
  rangeTo,
} from './promiseDatePieces.ts';

/** Nobody promises further ahead; larger numbers are no lengths of time. Days. */
const longest = 400;
const daysIn: Readonly<Record<Unit, number>> = {
  minute: 1 / 1440,
  hour: 1 / 24,
  day: 1,
  workday: 1.4,
  week: 7,
  month: 30,
};

interface Length {
  first: number;
  last: number;
  unit: Unit;
  count: number;
  isRange: boolean;
}

/** A length of time at this atom that says when a promise is due; null where it says how long something lasts, or is a time of the clock. */
export function readLength(atoms: Atoms, at: number): Piece | null {
  const found = halfHourAt(atoms, at) ?? numberThenUnit(atoms, at) ?? unitThenNumber(atoms, at);
  if (found === null) return null;
  const { first, last, unit, count, isRange } = found;
  const after = near(atoms[last + 1]) ? atoms[last + 1] : undefined;
  if (has(after, 'agoAfter') && !has(after, 'withinAfter', 'next'))
    return { first, last: last + 1, void: true };
  if (isAfter(atoms, first, 'ago', 'last') && !has(atoms[first - 1], 'within', 'next'))
    return { first, last, void: true };
  const isLed = isAfter(atoms, first, 'within') && isNoClock(atoms, found);
  const isFollowed =
    has(after, 'withinAfter') ||
    (has(after, 'glue') && has(atoms[last + 2], 'withinAfter') && near(atoms[last + 2]));
  if (!isLed && !isFollowed && !isRangeOfDays(atoms, found, isRange)) return null;
  if (isAfter(atoms, first, 'every')) return null;
  if (count <= 0 || count * daysIn[unit] > longest) return null;
  const place = { first, last: isFollowed && !isLed && has(after, 'withinAfter') ? last + 1 : last };
  if (unit === 'minute' || unit === 'hour')
    return { ...place, length: count * (unit === 'hour' ? 60 : 1) * minute };
  return { ...place, day: { is: 'length', unit, count } };
}

/** A range alone is a length too, but "de 9 heures à 12 heures" is two times of the clock, and hours after a word for the clock are. */
const isRangeOfDays = (atoms: Atoms, { first, unit }: Length, isRange: boolean): boolean =>
  isRange &&
  !has(atoms[first], 'clockFromSix') &&
  !(
    unit === 'hour' &&
    isAfter(atoms, first, 'by', 'from') &&
    has(atoms[first - 1], 'by', 'from') &&
    !has(atoms[first - 1], 'within')
  );

/** "Before 15 h", "avant 10 heures", "kabla ya saa nne": words for lengths that lead to times of the clock, too. */
function isNoClock(atoms: Atoms, { first, last, unit, count }: Length): boolean {
  if (unit !== 'hour') return true;
  const [lead] = has(atoms[first - 1], 'within') ? [atoms[first - 1]!] : [atoms[first - 2]!];
  const isClockWord =
    has(atoms[first], 'clock', 'clockFromSix', 'clockFromSixAfter') ||
    has(atoms[last], 'clockAfter', 'clockFromSixAfter');
  return !isClockWord || !has(lead, 'by', 'to') || count > 23;
}

function halfHourAt(atoms: Atoms, at: number): Length | null {
  return atoms[at]!.halfHour === true
    ? { first: at, last: at, unit: 'minute', count: 30, isRange: false }
    : null;
}

/** "48 hours", "2 to 3 working days", "1-2 hours", "an hour", "une heure et demie". */
function numberThenUnit(atoms: Atoms, at: number): Length | null {
  const { number, isOne, key } = atoms[at]!;
  if ((number === undefined && isOne !== true) || (key.length > 4 && atoms[at]!.digits !== undefined))
    return null;
  if (/[\d.,:/#+-]$/.test(atoms[at]!.before) && !dashedWord(atoms, at)) return null;
  const upTo = number === undefined ? null : rangeTo(atoms, at + 1, isAfter(atoms, at, 'between'));
  const counted = upTo !== null && atoms[upTo]?.number !== undefined ? upTo : at;
  const unitAt = pastCouple(atoms, counted + 1);
  const unit = atoms[unitAt];
  if (unit?.unit === undefined || !near(unit)) return null;
  // "Moja wiki" ends one phrase and begins another; "24 masaa" is written by who thinks in English.
  if (unit.numberAfter === true && atoms[at]!.digits === undefined && key !== 'otu') return null;
  // "15h30" is a time.
  if (unit.key === 'h' && atoms[unitAt + 1]?.before === '' && atoms[unitAt + 1]?.digits !== undefined)
    return null;
  // "Within the hour", "dans la semaine"; "the day" and "la semaine" alone are no lengths.
  if (/^(?:the|la|le)$/.test(key) && !/^(?:within|dans)$/.test(atoms[at - 1]?.key ?? '')) return null;
  const half = near(atoms[unitAt + 1]) && has(atoms[unitAt + 1], 'half') && unit.unit === 'hour' ? 0.5 : 0;
  const count = (atoms[counted]!.number ?? 1) + half;
  const last = half > 0 ? unitAt + 1 : unitAt;
  const working = workingAfter(atoms, last, unit.unit);
  return { first: at, last: working.last, unit: working.unit, count, isRange: counted !== at };
}

const dashedWord = (atoms: Atoms, at: number): boolean =>
  dashed(atoms[at]) && atoms[at - 1]?.digits === undefined;

/** The number again in figures ("twenty-four (24) hours"), "deux prochaines heures", "three full days". */
const pastCouple = (atoms: Atoms, at: number): number => {
  const atom = atoms[at];
  const isAgain =
    atom?.number !== undefined && atom.number === atoms[at - 1]?.number && /\(/.test(atom.before);
  return near(atom) && (isAgain || has(atom, 'next') || atom.key === 'full') ? at + 1 : at;
};

/** "Masaa 24", "siku mbili hadi tatu", "kwanaki 3 na aiki". */
function unitThenNumber(atoms: Atoms, at: number): Length | null {
  const { unit, numberAfter } = atoms[at]!;
  if (unit === undefined || numberAfter !== true) return null;
  const first = atoms[at + 1]?.number === undefined ? pastGlue(atoms, at + 1, 1) : at + 1;
  const number = atoms[first];
  if (!near(number) || number.number === undefined || has(number, 'ordinal')) return null;
  // "Saa 2:30" is a time.
  if (atoms[first + 1]?.before === ':' && atoms[first + 1]?.digits !== undefined) return null;
  const upTo = rangeTo(atoms, first + 1, isAfter(atoms, at, 'between'));
  const isRange = upTo !== null && atoms[upTo]?.number !== undefined && atoms[upTo + 1]?.unit !== 'month';
  const counted = isRange ? upTo : first;
  const half = near(atoms[counted + 1]) && has(atoms[counted + 1], 'half') && unit === 'hour' ? 0.5 : 0;
  const working = workingAfter(atoms, half > 0 ? counted + 1 : counted, unit);
  return {
    first: at,
    last: working.last,
    unit: working.unit,
    count: atoms[counted]!.number! + half,
    isRange,
  };
}

/** "Siku 3 za kazi": days of work where the word for it follows. */
function workingAfter(atoms: Atoms, last: number, unit: Unit): { unit: Unit; last: number } {
  if (unit !== 'day') return { unit, last };
  const next = has(atoms[last + 1], 'working') ? last + 1 : pastGlue(atoms, last + 1, 1);
  return near(atoms[next]) && has(atoms[next], 'working') ? { unit: 'workday', last: next } : { unit, last };
}
