import { endOfHandle, isHandleAt, mayLink } from './addresses.ts';
import { isCut } from './cut.ts';
import { isLetter, isMark, isNumber, isSpace, kinds } from './letters.ts';
import { placeCues, saysAfter, saysAfterOthers, saysBefore, saysBeforeOthers } from './placeCues.ts';
import { placeKey } from './placeKey.ts';
import { vocabulary } from './vocabulary.ts';
import { isMail } from './words.ts';

/** A text as words that may name a place: how each is looked up, and what its spelling and its neighbours tell. */
export interface PlaceWord {
  /** Number in the vocabulary of the word as it is written; holds until another text is cut. */
  number: number;
  /** As it is looked up: without accents and apostrophes, lower case. */
  key: string;
  capital: boolean;
  /** All of it in large letters, as an abbreviation is. */
  large: boolean;
  /** Where it stands in the text, from and up to (UTF-16 units). */
  from: number;
  to: number;
  /** A sign between it and the word before that no name crosses. */
  apart: boolean;
  /** What it tells beside a name (`placeCues`). */
  cue: number;
}

/** Longer posts are read to here (UTF-16 units). */
const readTo = 8_000;
const links = /\b(?:https?:\/\/|www\.)\S+|[@＠][\p{L}\p{N}_.-]+/giu;
const run = /\S+/gu;
const blank = (match: string): string => ' '.repeat(match.length);
const beginsLarge = /^\p{Lu}/u;
const small = /^[a-z0-9]+$/;
/** All of what `placeCues` says. */
const cues = saysBefore | saysAfter | saysBeforeOthers | saysAfterOthers;

/** What a word tells by itself, however often it is written, by its number in the vocabulary: its key, and `isCapital`, `isLarge` and what it tells beside a name (`placeCues`) in one byte; its birth for which that holds. */
const keys: string[] = [];
const told = new Uint8Array(vocabulary.size);
const births = new Uint32Array(vocabulary.size);
const isCapital = 16;
const isLarge = 32;

function learn(number: number): void {
  const part = vocabulary.words[number]!;
  // Most are small letters of the Latin alphabet, which are their own key.
  const isSmall = small.test(part);
  const key = isSmall ? part : placeKey(part);
  const capital = !isSmall && beginsLarge.test(part);
  const large = capital && part.length > 1 && part === part.toUpperCase();
  births[number] = vocabulary.births[number]!;
  keys[number] = key;
  told[number] = (placeCues.get(key) ?? 0) | (capital ? isCapital : 0) | (large ? isLarge : 0);
}

/** The text that is cut. */
const units = new Uint16Array(readTo);

/** The words of a text; a tag like #KisumuDarkness is cut where its words begin. */
export function placeWords(text: string): PlaceWord[] {
  const cut = text.slice(0, readTo);
  const bare = mayLink(cut)
    ? cut.replace(run, (one) => (isMail(one) ? blank(one) : one)).replace(links, blank)
    : cut;
  if (!isCut(text)) vocabulary.begin();
  for (let i = 0; i < bare.length; i++) units[i] = bare.charCodeAt(i);
  const words: PlaceWord[] = [];
  let end = 0;
  let apart = false;
  for (let at = 0; at < bare.length; ) {
    if (isHandleAt(bare, at)) {
      at = endOfHandle(bare, at + 1);
      continue;
    }
    const to = endOfWord(bare, at);
    if (to === at) {
      const width = bare.codePointAt(at)! > 0xffff ? 2 : 1;
      apart ||= end > 0 && !isWithin(bare, at);
      at += width;
      continue;
    }
    addWord(bare, at, to, apart, words);
    apart = false;
    end = to;
    at = to;
  }
  return words;
}

function addWord(bare: string, at: number, to: number, apart: boolean, words: PlaceWord[]): void {
  const sign = at === 0 ? 0 : bare.charCodeAt(at - 1);
  const isTag = sign === 0x23 || sign === 0xff03;
  const parts = isTag ? bare.slice(at, to).split(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u) : [];
  addPart(at, isTag ? at + parts[0]!.length : to, isTag, apart, words);
  let from = at + (parts[0]?.length ?? 0);
  for (const part of parts.slice(1)) {
    addPart(from, from + part.length, isTag, false, words);
    from += part.length;
  }
}

function addPart(from: number, to: number, isTag: boolean, apart: boolean, words: PlaceWord[]): void {
  const number = vocabulary.numberOfUnits(units, from, to);
  if (births[number] !== vocabulary.births[number]) learn(number);
  const key = keys[number]!;
  if (key === '') return;
  const says = told[number]!;
  const capital = isTag || (says & isCapital) !== 0;
  words.push({ number, key, capital, large: (says & isLarge) !== 0, from, to, apart, cue: says & cues });
}

const inWord = isLetter | isMark | isNumber;

/** Bits of what stands at a place, a character of two units as a whole. */
function kindAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit < 0xd800 || unit >= 0xe000) return kinds[unit]!;
  const point = text.codePointAt(at)!;
  if (point < 0x10000) return 0;
  const character = String.fromCodePoint(point);
  return (
    (/\p{L}/u.test(character) ? isLetter : 0) |
    (/[\p{M}]/u.test(character) ? isMark : 0) |
    (/\p{N}/u.test(character) ? isNumber : 0)
  );
}

/** Behind the characters of these kinds. */
function endOfRun(text: string, from: number, kind: number): number {
  let at = from;
  while (at < text.length && (kindAt(text, at) & kind) !== 0) at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  return at;
}

/** Behind the word that begins here, with what follows after quotes; where none begins the same place. */
function endOfWord(text: string, from: number): number {
  let end = endOfRun(text, from, inWord);
  while (end > from && isQuote(text.charCodeAt(end))) {
    const next = endOfRun(text, end + 1, isLetter | isMark);
    if (next === end + 1) break;
    end = next;
  }
  return end;
}

/** Quotes that stand in a name: those of the keyboard and of print, the letter of Swahili and Hausa, the grave accent. */
const isQuote = (unit: number): boolean =>
  unit === 0x27 || unit === 0x2019 || unit === 0x2bc || unit === 0x60;

/** Signs and spaces that a name may have between its words. */
const isWithin = (text: string, at: number): boolean =>
  (kindAt(text, at) & isSpace) !== 0 || "-–_'’/".includes(text[at]!);

/**
 * What is left of a name when it is misheard: its first letter and its consonants, those taken for one that East and West Africans write for one another (l and r,
 * b and v, c, k and q, s and z, g and j, f and ph), none twice in a row.
 */
export function skeletonOf(key: string): string {
  let skeleton = '';
  let before = 0;
  for (let at = 0; at < key.length; at++) {
    const letter = key.charCodeAt(at);
    // "ph" is f, "sh" s, "ch" c: the h is dropped with the vowels.
    const isHard = letter === smallP && key.charCodeAt(at + 1) === smallH;
    const sound = isHard ? smallF : letter < 128 ? soundOf[letter]! : letter;
    if (isHard) at++;
    if (skeleton !== '' && letter < 128 && isSilent[letter] === 1) continue;
    if (sound !== before) skeleton += String.fromCharCode(sound);
    before = sound;
  }
  return skeleton;
}

const [smallP, smallH, smallF] = [112, 104, 102];
/** By letter of ASCII the one that stands for its sound. */
const soundOf = Uint8Array.from({ length: 128 }, (_, unit) => unit);
for (const letters of ['rl', 'bvp', 'kcq', 'sz', 'gj', 'td', 'nm'])
  for (const letter of letters) soundOf[letter.charCodeAt(0)] = letters.charCodeAt(0);
const isSilent = new Uint8Array(128);
for (const letter of 'aeiouyhw ') isSilent[letter.charCodeAt(0)] = 1;

/** Three rows of the table of `stepsBetween`, for words of up to so many letters. */
const longestMeasured = 256;
const tables = [0, 1, 2].map(() => new Int32Array(longestMeasured + 1));

/** Steps between two words when a step adds, drops or changes a letter or swaps two neighbours (Damerau-Levenshtein); more than `most` is `most + 1`, and so is a word of more than 256 letters. */
export function stepsBetween(a: string, b: string, most: number): number {
  const over = most + 1;
  if (Math.abs(a.length - b.length) > most || b.length > longestMeasured) return over;
  let [before, row, next] = tables as [Int32Array, Int32Array, Int32Array];
  for (let j = 0; j <= b.length; j++) row[j] = Math.min(j, over);
  for (let i = 1; i <= a.length; i++) {
    if (fillRow(a, b, i, most, [before, row, next]) > most) return over;
    [before, row, next] = [row, next, before];
  }
  return Math.min(row[b.length]!, over);
}

/** One row of it: only places up to `most` beside the middle can be of few steps. Answers the least of the row. */
function fillRow(
  a: string,
  b: string,
  i: number,
  most: number,
  [before, row, next]: readonly [Int32Array, Int32Array, Int32Array],
): number {
  const from = Math.max(1, i - most);
  const to = Math.min(b.length, i + most);
  const unit = a.charCodeAt(i - 1);
  next[from - 1] = from === 1 ? Math.min(i, most + 1) : most + 1;
  let lowest = next[from - 1]!;
  for (let j = from; j <= to; j++) {
    const same = unit === b.charCodeAt(j - 1);
    let least = Math.min(row[j - 1]! + (same ? 0 : 1), row[j]! + 1, next[j - 1]! + 1);
    if (i > 1 && j > 1 && unit === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1))
      least = Math.min(least, before[j - 2]! + 1);
    next[j] = least;
    if (least < lowest) lowest = least;
  }
  if (to < b.length) next[to + 1] = most + 1;
  return lowest;
}

/** Names that regions had before, or have in some lists. */
const former: Record<string, string> = {
  eden: 'garden route',
  uthungulu: 'king cetshwayo',
  'greater sekhukhune': 'sekhukhune',
  siyanda: 'zf mgcawu',
  'z f mgcawu': 'zf mgcawu',
  sisonke: 'harry gwala',
  'elegeyo marakwet': 'elgeyo marakwet',
  'bojanala platinum': 'bojanala',
  'thabo mofutsanyane': 'thabo mofutsanyana',
  'nelson mandela': 'nelson mandela bay',
  fct: 'federal capital territory',
  'abuja federal capital territory': 'federal capital territory',
  'fct abuja': 'federal capital territory',
  abuja: 'federal capital territory',
};

/** A region as it is compared: without what it is (county, district, state). */
export const regionKey = (name: string): string => {
  const key = placeKey(name)
    .replace(/\b(county|district|state|metropolitan|municipality|metro|province|local)\b/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^city of /, '');
  return former[key] ?? key;
};
