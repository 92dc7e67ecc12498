/** Reads the pieces of moments in a text. How pieces make a moment is in promiseDateMoments.ts. */
import type { Role, Unit } from './dateWordTypes.ts';
import { type Order, readDate } from './promiseDateDates.ts';
import { readClock } from './promiseDateHours.ts';
import { readLength } from './promiseDateLengths.ts';
import { type Atoms, has, isAfter, near, type Piece, pastGlue } from './promiseDatePieces.ts';

/** Words before a part of a day or the end of a week that make a wish of it: "good evening", "bonne fin de semaine". */
const wishes =
  /^(?:good|gud|nice|great|lovely|blessed|pleasant|wonderful|restful|happy|bon|bonne|belle|excellente?|boa|bom|otima|excelente|barka|ina|sannu|habari|mwaramutse|mwiriwe|kaaro|karo|ezi|መልካም|እንደምን)$/;
const wishesAfter = /^(?:njema|mwema|nzuri|mwiza|ryiza|oma)$/;
const isWish = (atoms: Atoms, at: number): boolean =>
  wishesAfter.test(atoms[at + 1]?.key ?? '') ||
  [1, 2].some((back) => near(atoms[at - back + 1]) && wishes.test(atoms[at - back]?.key ?? ''));

/** All pieces of a text from left to right; none overlaps another. */
export function piecesOf(atoms: Atoms, order: Order): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < atoms.length; ) {
    const piece = pieceAt(atoms, at, order, pieces.at(-1));
    if (piece !== null) pieces.push(piece);
    at = piece === null ? at + 1 : piece.last + 1;
  }
  return pieces;
}

function pieceAt(atoms: Atoms, at: number, order: Order, before: Piece | undefined): Piece | null {
  const follows = before !== undefined && pastGlue(atoms, before.last + 1, 3) === at && near(atoms[at]);
  const isDayBefore = follows && (before.day !== undefined || before.part !== undefined);
  const isBeside = isDayBefore || (follows && before.clock !== undefined);
  return (
    readDate(atoms, at, order) ??
    readLength(atoms, at) ??
    readClock(atoms, at, isDayBefore) ??
    readPeriod(atoms, at) ??
    readDay(atoms, at) ??
    readPart(atoms, at, isBeside)
  );
}

/** "Next week", "mwisho wa wiki hii", "à la fin du mois": this, next, last and the end of it, and one unit. */
function readPeriod(atoms: Atoms, at: number): Piece | null {
  if (has(atoms[at], 'weekend')) return weekendAt(atoms, at);
  const roles = new Set<Role>();
  let unit: Unit | null = null;
  let last = at;
  for (let n = at; n < at + 7 && atoms[n] !== undefined && (n === at || near(atoms[n])); n++) {
    const atom = atoms[n]!;
    const said = (['end', 'this', 'next', 'last', 'working'] as const).filter((role) => atom.roles.has(role));
    const isUnit: boolean =
      unit === null && (atom.unit === 'week' || atom.unit === 'month' || atom.unit === 'day');
    if (isUnit) unit = atom.unit ?? null;
    else if (said.length === 0 && (n === at || !has(atom, 'glue'))) break;
    if (!isUnit) for (const role of said) roles.add(role);
    if (isUnit || said.length > 0) last = n;
  }
  return unit === null ? null : periodOf(unit, roles, { first: at, last }, isWish(atoms, at));
}

function periodOf(
  unit: Unit,
  said: ReadonlySet<Role>,
  place: Pick<Piece, 'first' | 'last'>,
  wished: boolean,
): Piece | null {
  if (said.has('last')) return { ...place, void: true };
  if (!said.has('end') && !said.has('next') && !said.has('this')) return null;
  if (wished) return { ...place, void: true };
  if (unit === 'day')
    return said.has('end')
      ? { ...place, part: 'close', ...(said.has('this') ? { day: { is: 'offset', days: 0 } } : {}) }
      : null;
  if (unit !== 'week' && unit !== 'month') return null;
  return {
    ...place,
    period: { unit, ahead: said.has('next') ? 1 : 0, working: said.has('working'), month: null },
  };
}

function weekendAt(atoms: Atoms, at: number): Piece | null {
  const around = [atoms[at - 1], near(atoms[at + 1]) ? atoms[at + 1] : undefined];
  const said = (role: Role) => around.some((atom) => has(atom, role));
  const last = around[1] !== undefined && has(around[1], 'this', 'next', 'last') ? at + 1 : at;
  if (said('last')) return { first: at, last, void: true };
  if (!said('this') && !said('next') && !isAfter(atoms, at, 'by', 'within')) return null;
  const ahead = said('next') ? 1 : 0;
  return { first: at, last, period: { unit: 'weekend', ahead, working: false, month: null } };
}

/** Today, tomorrow, a weekday; with "next", "last" or "every" beside it. */
function readDay(atoms: Atoms, at: number): Piece | null {
  const { day, weekday, part } = atoms[at]!;
  const place = { first: at, last: at };
  if (day === 'past') return { ...place, void: true };
  if (day !== undefined)
    return { ...place, day: { is: 'offset', days: day }, ...(part === undefined ? {} : { part }) };
  if (weekday === undefined) return null;
  const after = near(atoms[at + 1]) ? atoms[at + 1] : undefined;
  const isAfterIt =
    has(after, 'next', 'last') && after?.unit === undefined && atoms[at + 2]?.unit === undefined;
  const beside = near(atoms[at]) ? atoms[at - 1] : undefined;
  const said = (role: Role) => has(beside, role) || (isAfterIt && has(after, role));
  const last = isAfterIt ? at + 1 : at;
  if (said('last') || said('every')) return { first: at, last, void: true };
  return { first: at, last, day: { is: 'weekday', weekday, next: said('next'), weeksAhead: null } };
}

/** What a part of a day is of: "amasaha y'ijoro", "za asubuhi". */
const ofAnother = /^(?:z|za|nke|y|w|ya|do)$/;
/** Words that say when without another before them. */
const alone =
  /^(?:nirole|lale|laaro|laaaro|losan|lowuro|loru|nimugoroba|kumugoroba|mugitondo|kumanywa|nijoro|ninjoro|asubuhi|mchana|jioni|usiku|alasiri|alfajiri|[\u1200-\u137f]+)$/;

/** A part of a day is one beside a day, or after a word that leads to it; "good morning" is none. */
function readPart(atoms: Atoms, at: number, isBeside: boolean): Piece | null {
  const { part, to, from, key } = atoms[at]!;
  if (isBeside && has(atoms[at], 'am', 'pm'))
    return { first: at, last: at, part: has(atoms[at], 'am') ? 'morning' : 'afternoon' };
  if (part === undefined || isWish(atoms, at)) return null;
  // "N'abalị iri": the tenth of a month.
  if (has(atoms[at], 'dayOfMonth') && near(atoms[at + 1]) && atoms[at + 1]!.number !== undefined) return null;
  const before = near(atoms[at]) ? atoms[at - 1] : undefined;
  if (has(before, 'last', 'every')) return { first: at, last: at, void: true };
  const after = near(atoms[at + 1]) ? atoms[at + 1] : undefined;
  const isThisAfter = has(after, 'this') && after?.unit === undefined;
  const last = isThisAfter ? at + 1 : at;
  if (isThisAfter || (has(before, 'this') && before?.number === undefined))
    return { first: at, last, part, day: { is: 'offset', days: 0 } };
  const next = atoms[pastGlue(atoms, at + 1, 3)];
  const isWhole = to - from > key.length && !ofAnother.test(key);
  const leads =
    isBeside || isAfter(atoms, at, 'by', 'within') || part === 'close' || isWhole || alone.test(key);
  const isDayNext =
    near(next) &&
    (next.day !== undefined ||
      next.weekday !== undefined ||
      has(next, 'clock', 'clockFromSix') ||
      next.number !== undefined);
  return leads || isDayNext ? { first: at, last: at, part } : null;
}
