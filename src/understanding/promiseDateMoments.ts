/** Pieces that stand together make a moment ("Friday" and "3pm"); two that a word joins are a range, of which only the end counts. */
import type { Order } from './promiseDateDates.ts';
import { type Atoms, dashed, has, isAfter, type Piece } from './promiseDatePieces.ts';
import { piecesOf } from './promiseDateReading.ts';
import type { Atom } from './promiseDateTokens.ts';

/** A moment as it was said: pieces of one kind each. */
export type Moment = Omit<Piece, 'void'>;

/** A moment with what stands around it. */
interface Said extends Piece {
  isRange: boolean;
  /** After "between": "and" joins it with its end. */
  isBetween: boolean;
}

/** More words between two pieces part them. */
const mostGlue = 3;

/** The moments of a text in their order, without beginnings of ranges and what is told of the past. */
export function momentsOf(atoms: Atoms, order: Order): Moment[] {
  const said: Said[] = [];
  for (const piece of piecesOf(atoms, order)) {
    const before = said.at(-1);
    const isBetween = isAfter(atoms, piece.first, 'between');
    const how = before === undefined ? 'apart' : meeting(atoms, before, piece);
    if (how === 'one')
      said[said.length - 1] = {
        ...together(before!, piece),
        isRange: before!.isRange,
        isBetween: before!.isBetween || isBetween,
      };
    else if (how === 'range')
      said[said.length - 1] = { ...rangeEnd(before!, piece), isRange: true, isBetween: false };
    else said.push({ ...piece, isRange: false, isBetween });
  }
  return said.filter((one) => one.void !== true && !isBeginning(atoms, one) && !isPast(atoms, one));
}

type Meeting = 'one' | 'range' | 'apart';

/** How a piece stands to the moment before it. */
function meeting(atoms: Atoms, before: Said, piece: Piece): Meeting {
  const first = atoms[piece.first]!;
  const gap = atoms.slice(before.last + 1, piece.first);
  if (gap.length > mostGlue + 1) return 'apart';
  const isJoined =
    dashed(gap[0] ?? first) ||
    gap.some((atom) => has(atom, 'to')) ||
    (gap.some((atom) => has(atom, 'and')) && before.isBetween);
  const signs = [...gap, first].map(({ before: sign }) => sign);
  // The dot of "p.m." ends no sentence.
  if (has(atoms[before.last], 'am', 'pm')) signs[0] = signs[0]!.replace(/^\.(?=\s)/, '');
  const areNear = signs.every((sign) => /^[\s,'’ʼ‘`´\-–—(]{0,3}$/.test(sign) && !sign.includes('\n'));
  const isGlue = (atom: Atom) => has(atom, 'glue', 'by', 'to', 'and', 'this', 'between', 'from');
  if (!areNear || !gap.every(isGlue)) return 'apart';
  if (before.day !== undefined && piece.day !== undefined && gap.some((atom) => has(atom, 'from', 'since')))
    return 'apart';
  if (canJoin(before, piece)) return 'one';
  if (isJoined) return before.void === piece.void ? 'range' : 'apart';
  return 'apart';
}

/** Each kind once; a weekday may explain another day ("tomorrow, Friday"), or be one of a week. */
function canJoin(a: Piece, b: Piece): boolean {
  if (a.length !== undefined || b.length !== undefined) return false;
  if (a.clock !== undefined && b.clock !== undefined) return false;
  if (a.part !== undefined && b.part !== undefined) return false;
  if (a.period !== undefined && b.period !== undefined) return false;
  if (a.day !== undefined && b.day !== undefined)
    return (
      (a.day.is === 'weekday') !== (b.day.is === 'weekday') && a.day.is !== 'length' && b.day.is !== 'length'
    );
  const [period, other] = a.period !== undefined ? [a.period, b] : [b.period, a];
  if (period === undefined) return true;
  return other.day?.is === 'weekday' && period.unit === 'week' && !period.working;
}

function together(a: Piece, b: Piece): Piece {
  const day = a.day === undefined || a.day.is === 'weekday' ? (b.day ?? a.day) : a.day;
  const made: Piece = { ...a, ...b, first: Math.min(a.first, b.first), last: Math.max(a.last, b.last) };
  if (a.void === true || b.void === true) return { first: made.first, last: made.last, void: true };
  if (day === undefined) return made;
  if (day.is !== 'weekday' || made.period === undefined) return { ...made, day };
  const { period, ...rest } = made;
  return { ...rest, day: { ...day, weeksAhead: period.ahead } };
}

/** The end of a range has what it leaves out from the beginning: "tomorrow between 2 and 4pm". */
function rangeEnd(before: Piece, end: Piece): Piece {
  const made: Piece = { ...end, first: before.first };
  if (before.day?.is === 'weekday' && end.day?.is === 'weekday') made.sinceWeekday = before.day.weekday;
  if (end.day === undefined && before.day !== undefined && end.period === undefined) made.day = before.day;
  if (
    end.part === undefined &&
    before.part !== undefined &&
    end.clock !== undefined &&
    end.clock.reading !== 'exact'
  )
    made.part = before.part;
  return made;
}

/** "Since Monday", "after 2pm", "tangu Jumatatu": what begins then is due at no time that is said. "Every Friday" is no day. */
function isBeginning(atoms: Atoms, { first, isRange, length, day }: Said): boolean {
  if (isAfter(atoms, first, 'every')) return true;
  if (isRange || length !== undefined || day?.is === 'length') return false;
  return isAfter(atoms, first, 'since');
}

/** Tomorrow and yesterday are one word of Kinyarwanda. */
const isBothWays = /^ejo(?:bundi)?$/;

/** Signs and words that end a clause. */
const sentenceEnd = /[.!?;።፤\n]\s|[!?;።፤\n]/;
const joins =
  /^(?:and|but|et|mais|e|mas|na|lakini|kandi|ariko|da|kuma|amma|ati|sugbon|ma|mana|እና|ግን|so|then)$/;
/** A clause is looked at so many words to either side. */
const clauseWords = 25;

/**
 * True where the verb beside a moment tells of the past: "on 3 March we received it", "tulipokea Jumatatu". "Tomorrow" and lengths of time need no verb. The verbs of the moment's own clause decide,
 * the last before it or else the first after it; where the clause has none, the next one of the sentence.
 */
function isPast(atoms: Atoms, { first, last, day, length, period }: Said): boolean {
  const isAhead =
    day?.is === 'length' || (day?.is === 'offset' && day.days > 0 && !isBothWays.test(atoms[first]!.key));
  const isSure = length !== undefined || (period !== undefined && period.month === null) || isAhead;
  if (isSure) return false;
  for (let n = first - 1; n >= Math.max(0, first - clauseWords); n--) {
    if (endsClause(atoms, n + 1)) break;
    const cue = cueAt(atoms, n);
    if (cue !== null) return cue === 'was';
    // "We received it and on Friday we will call": the word begins a clause of its own.
    if (joins.test(atoms[n]!.key) && nextCue(atoms, last) === 'willBe') break;
  }
  return nextCue(atoms, last) === 'was';
}

/** The first verb after an atom in its sentence. */
function nextCue(atoms: Atoms, last: number): 'was' | 'willBe' | null {
  for (let n = last + 1; n < Math.min(atoms.length, last + clauseWords); n++) {
    if (sentenceEnd.test(atoms[n]!.before)) return null;
    const cue = cueAt(atoms, n);
    if (cue !== null) return cue;
  }
  return null;
}

const endsClause = (atoms: Atoms, at: number): boolean => {
  const sign = atoms[at]?.before ?? '';
  return sentenceEnd.test(sign) || /[,:]/.test(sign);
};

/** A verb of the past after one of the future is its participle: "will be restored". */
function cueAt(atoms: Atoms, at: number): 'was' | 'willBe' | null {
  const atom = atoms[at]!;
  if (atom.willBe === true) return 'willBe';
  if (atom.was !== true) return null;
  for (let n = at - 1; n >= Math.max(0, at - 3); n--) {
    if (sentenceEnd.test(atoms[n + 1]!.before)) break;
    if (atoms[n]!.willBe === true || isPassive.test(atoms[n]!.key)) return 'willBe';
  }
  return 'was';
}

/** Before a participle: "get it restored", "sera rétabli" are of the future, "to be fixed" too. */
const isPassive = /^(?:be|get|getting|have|being|etre|avoir|ser|estar)$/;
