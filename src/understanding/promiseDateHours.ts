/** Reads times of the clock: "3pm", "15h30", "saa nne na nusu", "ከጠዋቱ 3 ሰዓት", "noon". */
import {
  type Atoms,
  type Clock,
  has,
  isAfter,
  near,
  type Piece,
  pastGlue,
  rangeTo,
} from './promiseDatePieces.ts';
import type { Atom } from './promiseDateTokens.ts';

const geez = /[\u1200-\u137f]/;

/** A time of the clock at this atom, or null. `isDayBefore`: a day or a part of it stands right before, so that a bare number may be an hour. */
export function readClock(atoms: Atoms, at: number, isDayBefore: boolean): Piece | null {
  const plain = clockAt(atoms, at, isDayBefore);
  if (plain !== null) return upTo(atoms, plain);
  // "2 to 4pm", "2-4pm": the first is an hour because the second is one.
  if (!isHour(atoms[at]) || isPartOfNumber(atoms, at)) return null;
  const second = rangeTo(atoms, at + 1, isAfter(atoms, at, 'between', 'from'));
  if (second === null) return null;
  const end = clockAt(atoms, second, false) ?? bareEnd(atoms, at, second, isDayBefore);
  return end === null ? null : { ...end, first: at };
}

/** "Tomorrow between 8 and 10", "between 8 and 10 tomorrow". */
function bareEnd(atoms: Atoms, at: number, second: number, isDayBefore: boolean): Piece | null {
  const hour = atoms[second];
  if (!isAfter(atoms, at, 'between') || !isHour(hour) || hour.number < 1 || hour.number > 12) return null;
  const next = atoms[pastGlue(atoms, second + 1, 2)];
  const isDayNext = near(next) && (next.day !== undefined || next.weekday !== undefined);
  if (near(atoms[second + 1]) && atoms[second + 1]!.unit !== undefined) return null;
  if (!isDayBefore && !isDayNext) return null;
  return { first: second, last: second, clock: { hour: hour.number, minute: 0, reading: 'open' } };
}

function clockAt(atoms: Atoms, at: number, isDayBefore: boolean): Piece | null {
  return (
    namedAt(atoms, at) ??
    halfPast(atoms, at) ??
    afterClockWord(atoms, at) ??
    withMinutes(atoms, at) ??
    withHourWord(atoms, at) ??
    bareAt(atoms, at, isDayBefore)
  );
}

const isHour = (atom: Atom | undefined): atom is Atom & { number: number } =>
  atom?.number !== undefined && atom.number <= 24 && (atom.digits?.length ?? 0) <= 2 && !has(atom, 'ordinal');

/** "Saa nne hadi saa sita" is read as two; "saa 2 hadi 4" has its second hour without a word for it. */
function upTo(atoms: Atoms, piece: Piece): Piece {
  const isBetween = isAfter(atoms, piece.first, 'between');
  const second = rangeTo(atoms, piece.last + 1, isBetween);
  const isLed = has(atoms[piece.first], 'clock', 'clockFromSix');
  if (second === null || !isLed || !isHour(atoms[second]) || atoms[second + 1]?.unit !== undefined)
    return piece;
  const { minute, last } = minutesAfter(atoms, second);
  return { ...piece, last, clock: { ...piece.clock!, hour: atoms[second].number, minute } };
}

/** "Noon", "midi", "12 noon", "midnight". */
function namedAt(atoms: Atoms, at: number): Piece | null {
  const skip =
    atoms[at]!.number === 12 && near(atoms[at + 1]) && has(atoms[at + 1], 'noon', 'midnight') ? 1 : 0;
  const atom = atoms[at + skip]!;
  if (!has(atom, 'noon', 'midnight')) return null;
  const hour = has(atom, 'noon') ? 12 : 24;
  return { first: at, last: at + skip, clock: { hour, minute: 0, reading: 'exact' } };
}

/** "Half past two", "a quarter to five". */
function halfPast(atoms: Atoms, at: number): Piece | null {
  const minute = has(atoms[at], 'halfPast')
    ? 30
    : has(atoms[at], 'quarterPast')
      ? 15
      : has(atoms[at], 'quarterTo')
        ? -15
        : null;
  const hour = atoms[at + 1];
  if (minute === null || !near(hour) || !isHour(hour) || hour.number < 1 || hour.number > 12) return null;
  const next = atoms[at + 2];
  if (near(next) && next.unit !== undefined) return null;
  const said = halfOfDay(atoms, at + 1, hour.number);
  if (said !== null)
    return { first: at, last: said.last, clock: { hour: said.hour, minute, reading: 'exact' } };
  return { first: at, last: at + 1, clock: { hour: hour.number, minute, reading: 'open' } };
}

/** "Saa nne", "aago mẹ́ta", "ƙarfe 3", "elekere 7:20": the word for the clock comes first. */
function afterClockWord(atoms: Atoms, at: number): Piece | null {
  const isSix = has(atoms[at], 'clockFromSix');
  if (!isSix && !has(atoms[at], 'clock')) return null;
  const number = pastGlue(atoms, at + 1, 1);
  const hour = atoms[number];
  if (!near(hour) || !isHour(hour)) return null;
  const { minute, last } = minutesAfter(atoms, number);
  const said = halfOfDay(atoms, last, hour.number);
  if (said !== null)
    return { first: at, last: said.last, clock: { hour: said.hour, minute, reading: 'exact' } };
  const reading = hour.number > 12 || hour.number === 0 ? 'exact' : isSix ? 'six' : 'open';
  return { first: at, last, clock: { hour: hour.number, minute, reading } };
}

/** Minutes after an hour: ":30", "and a half". */
function minutesAfter(atoms: Atoms, at: number): { minute: number; last: number } {
  const next = atoms[at + 1];
  if (next?.digits?.length === 2 && /^[:.h]$/.test(next.before) && next.number! < 60)
    return { minute: next.number!, last: at + 1 };
  if (!near(next)) return { minute: 0, last: at };
  if (has(next, 'half')) return { minute: 30, last: at + 1 };
  if (has(next, 'quarter')) return { minute: 15, last: at + 1 };
  if (has(next, 'lessQuarter')) return { minute: -15, last: at + 1 };
  return { minute: 0, last: at };
}

/** "pm" after an hour and its minutes. */
function halfOfDay(atoms: Atoms, last: number, hour: number): { hour: number; last: number } | null {
  const next = atoms[last + 1];
  if (!near(next) || !has(next, 'am', 'pm') || hour > 12 || hour < 1) return null;
  return { hour: (hour % 12) + (has(next, 'pm') ? 12 : 0), last: last + 1 };
}

/** "15:00", "3:30 p.m.", "9.30am", "15h30", "3:30 ሰዓት". */
function withMinutes(atoms: Atoms, at: number): Piece | null {
  const hour = atoms[at]!;
  if (!isHour(hour) || hour.digits === undefined || isPartOfNumber(atoms, at)) return null;
  const isH = atoms[at + 1]?.key === 'h' && near(atoms[at + 1]);
  const minuteAt = isH ? at + 2 : at + 1;
  const minute = atoms[minuteAt];
  if (minute?.digits?.length !== 2 || minute.number! > 59) return null;
  if (!(isH ? /^\s?$/ : /^[:.]$/).test(minute.before)) return null;
  if (atoms[minuteAt + 1]?.digits !== undefined && /^[:./-]$/.test(atoms[minuteAt + 1]!.before)) return null;
  const said = halfOfDay(atoms, minuteAt, hour.number);
  if (said !== null)
    return {
      first: at,
      last: said.last,
      clock: { hour: said.hour, minute: minute.number!, reading: 'exact' },
    };
  if (minute.before === '.') return null;
  const isGeez = [atoms[at - 1], atoms[minuteAt + 1]].some((atom) => geez.test(atom?.key ?? ''));
  const last = has(atoms[minuteAt + 1], 'clockFromSixAfter') ? minuteAt + 1 : minuteAt;
  const reading = openReading(hour, isGeez, !isH);
  return { first: at, last, clock: { hour: hour.number, minute: minute.number!, reading } };
}

/** Hours of 1 to 12 that are written without a nought may be of either half of the day; in Amharic they are counted from six. */
function openReading(hour: Atom, isGeez: boolean, mayBeOpen: boolean): Clock['reading'] {
  const value = hour.number!;
  if (value > 12 || value === 0 || hour.digits?.startsWith('0')) return 'exact';
  if (isGeez) return 'six';
  return mayBeOpen ? 'open' : 'exact';
}

/** A number that goes on before or is money, a mark or a share is no hour. */
const isPartOfNumber = (atoms: Atoms, at: number): boolean =>
  /[\p{Sc}+#/.:%*_]$/u.test(atoms[at]!.before) && !/^\s*[.:]\s+$/.test(atoms[at]!.before);

/** "3pm", "10 o'clock", "15h", "à 15 heures", "3 ሰዓት ተኩል", "1500 hours". */
function withHourWord(atoms: Atoms, at: number): Piece | null {
  const hour = atoms[at]!;
  if (isPartOfNumber(atoms, at)) return null;
  if (hour.digits?.length === 4) return military(atoms, at);
  if (!isHour(hour)) return null;
  const said = halfOfDay(atoms, at, hour.number);
  if (said !== null)
    return { first: at, last: said.last, clock: { hour: said.hour, minute: 0, reading: 'exact' } };
  const half = minutesAfter(atoms, at);
  const word = atoms[half.last + 1];
  if (!near(word) || !has(word, 'clockAfter', 'clockFromSixAfter')) return null;
  const isSix = has(word, 'clockFromSixAfter');
  const after = half.minute === 0 ? minutesAfter(atoms, half.last + 1) : { ...half, last: half.last + 1 };
  const clock = { hour: hour.number, minute: after.minute };
  if (isSix)
    return { first: at, last: after.last, clock: { ...clock, reading: hour.number > 12 ? 'exact' : 'six' } };
  if (word.unit !== undefined && !isClockHere(atoms, at, word)) return null;
  return {
    first: at,
    last: after.last,
    clock: { ...clock, reading: word.unit === undefined ? 'open' : 'exact' },
  };
}

/** "15 heures" is a time after a word that leads to one or after a day, else a length; "15h" is a time. */
function isClockHere(atoms: Atoms, at: number, word: Atom): boolean {
  if (word.key === 'h' && word.before === '' && !isAfter(atoms, at, 'within', 'ago'))
    return atoms[at]!.number !== 24;
  const lead = atoms[at - 1];
  return (
    near(atoms[at]) &&
    (has(lead, 'by', 'to', 'from', 'glue') ||
      lead?.day !== undefined ||
      lead?.weekday !== undefined ||
      lead?.part !== undefined)
  );
}

function military(atoms: Atoms, at: number): Piece | null {
  const { number } = atoms[at]!;
  const [hour, minute] = [Math.floor(number! / 100), number! % 100];
  const isSo = near(atoms[at + 1]) && atoms[at + 1]!.unit === 'hour' && hour < 24 && minute < 60;
  return isSo ? { first: at, last: at + 1, clock: { hour, minute, reading: 'exact' } } : null;
}

/** "By 5", "tomorrow at 9", "yau kafin 5": a number alone is an hour where a day stands beside it, or the clause ends after "by". */
function bareAt(atoms: Atoms, at: number, isDayBefore: boolean): Piece | null {
  const hour = atoms[at]!;
  if (!isHour(hour) || hour.number < 1 || hour.number > 12 || isPartOfNumber(atoms, at) || !near(hour))
    return null;
  const lead = atoms[at - 1];
  if (!has(lead, 'by')) return null;
  const next = atoms[at + 1];
  const isEnd = next === undefined || next.key === 'sharp' || /^\s?[.,;!?)\n]/.test(next.before);
  if (/^[.,:/]$/.test(next?.before ?? '') && next?.digits !== undefined) return null;
  const found = pastGlue(atoms, at + 1, 2);
  const beside = has(atoms[found], 'this') && near(atoms[found]) ? atoms[found + 1] : atoms[found];
  const isDayNext =
    near(beside) && (beside.day !== undefined || beside.weekday !== undefined || beside.part !== undefined);
  if (/[%°\p{Sc}]/u.test(hour.after)) return null;
  const isLed = leadsToHour.test(lead?.key ?? '');
  const isAfterDay = isDayBefore && isLed && !(near(next) && next.unit !== undefined);
  if (!isDayNext && !isAfterDay && !(isEnd && isLed)) return null;
  return { first: at, last: at, clock: { hour: hour.number, minute: 0, reading: 'open' } };
}

/** Words after which a number alone is an hour. */
const leadsToHour =
  /^(?:by|before|at|around|about|vers|avant|a|as|kabla|kafin|ate|antes|tupu|bitarenze|mbere|ki)$/;
