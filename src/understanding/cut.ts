import { endOfHandle, isHandleAt, mayLink } from './addresses.ts';
import {
  emoji,
  firstEmoji,
  isJoiner,
  isLetter,
  isMark,
  isNumber,
  isOdd,
  isSpace,
  isUnsettled,
  kinds,
  lowered,
} from './letters.ts';
import { vocabulary } from './vocabulary.ts';
import { readTo, withoutAddresses, wordsOfLanguage, wordsOfMeaning } from './words.ts';

/** A text as numbers of the vocabulary. They hold until another text is cut. */
export interface Cut {
  /** `wordsOfMeaning`; only the first `meanings` count. */
  meaning: Int32Array;
  meanings: number;
  /** `wordsOfLanguage`; only the first `languages` count. */
  language: Int32Array;
  languages: number;
}

/** A text is at most so long when its spelling is levelled: a character of `readTo` becomes three at most. */
const longest = 3 * readTo + 2;

/** The text as it is levelled: lower case, one kind of quotes, nothing stretched. */
const units = new Uint16Array(longest);
/** For each unit 1 where it belongs to a tag. */
const tagged = new Uint8Array(longest);
const cut: Cut = {
  meaning: new Int32Array(longest),
  meanings: 0,
  language: new Int32Array(longest),
  languages: 0,
};
/** Where each word of `meaning` stands in `units`: those of `language` are mostly the same. */
const starts = new Int32Array(longest);
const ends = new Int32Array(longest);
let last = '';
let lastNumber = 0;

/** True for the text that was cut last: words that are met in it now are part of it. */
export const isCut = (text: string): boolean => last === text && lastNumber === vocabulary.text;

/**
 * Cuts a text into the words that `wordsOfMeaning` and `wordsOfLanguage` find, several times faster: unit by unit. Texts with rare letters, of which more must be
 * known than what each is by itself, go through those. The same text again is not cut again.
 */
export function cutText(text: string): Cut {
  if (isCut(text)) return cut;
  lastNumber = vocabulary.begin();
  last = text;
  cut.meanings = 0;
  cut.languages = 0;
  const size = level(text);
  if (size >= 0) {
    cutMeaning(size);
    cutLanguage(size);
  } else {
    for (const word of wordsOfMeaning(text)) cut.meaning[cut.meanings++] = vocabulary.numberOf(word);
    for (const word of wordsOfLanguage(text)) cut.language[cut.languages++] = vocabulary.numberOf(word);
  }
  return cut;
}

const hash = 0x23;
const wideHash = 0xff03;
const at = 0x40;
const wideAt = 0xff20;
const quote = 0x27;

/** Writes `units` and `tagged`; answers how many, or -1 where a text needs more than a look at each unit. */
function level(whole: string): number {
  const text = settled(whole.slice(0, readTo));
  if (text === null) return -1;
  let size = 0;
  let tagTo = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const kind = kinds[unit]!;
    if ((kind & isOdd) !== 0) {
      if (!isEmoji(text, i)) return -1;
      size = putPair(size, unit, text.charCodeAt(++i));
      continue;
    }
    if (isHandleAt(text, i)) {
      units[size] = 32;
      tagged[size++] = 0;
      i = endOfHandle(text, i + 1) - 1;
      continue;
    }
    if ((unit === hash || unit === wideHash) && i >= tagTo) {
      tagTo = endOfTag(text, i + 1);
      if (tagTo === i + 1) tagTo = 0;
      else if (isJoiner(text.charCodeAt(tagTo))) return -1;
    }
    if (isJoiner(unit)) continue;
    const lower = lowered[unit]!;
    if (size > 1 && units[size - 1] === lower && units[size - 2] === lower) continue;
    units[size] = lower;
    tagged[size++] = i < tagTo ? 1 : 0;
  }
  return size;
}

/** Without links and mail addresses, composed (NFC); null where that changes what is a tag or a handle. */
function settled(text: string): string | null {
  let unsettled = false;
  let signs = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if ((kinds[unit]! & isUnsettled) !== 0) unsettled = true;
    if (unit === at || unit === wideAt || unit === hash || unit === wideHash) signs = true;
  }
  const bare = mayLink(text) ? withoutAddresses(text) : text;
  if (!unsettled) return bare;
  const composed = bare.normalize('NFC');
  return composed === bare || !signs ? composed : null;
}

const isEmoji = (text: string, i: number): boolean => {
  const point = text.codePointAt(i)! - firstEmoji;
  return point >= 0 && emoji[point] === 1;
};

/** Two units that are one character, unless it is the third of its kind. */
function putPair(size: number, first: number, second: number): number {
  const stretched =
    size > 3 &&
    units[size - 1] === second &&
    units[size - 2] === first &&
    units[size - 3] === second &&
    units[size - 4] === first;
  if (stretched) return size;
  units[size] = first;
  units[size + 1] = second;
  tagged[size] = 0;
  tagged[size + 1] = 0;
  return size + 2;
}

function endOfTag(text: string, from: number): number {
  let i = from;
  for (; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if ((kinds[unit]! & (isLetter | isNumber)) === 0 && unit !== 0x5f) break;
  }
  return i;
}

const inWord = isLetter | isMark | isNumber;
const letters = isLetter | isMark;
const zero = vocabulary.keep('0');

function cutMeaning(size: number): void {
  let i = 0;
  while (i < size) {
    const from = i;
    let all = kinds[units[i]!]!;
    if ((all & inWord) !== 0) {
      while (++i < size && (kinds[units[i]!]! & inWord) !== 0) all |= kinds[units[i]!]!;
      const end = endOfParts(i, size);
      const isFigure = (all & letters) === 0 && end === i;
      i = end;
      starts[cut.meanings] = from;
      ends[cut.meanings] = end;
      cut.meaning[cut.meanings++] = isFigure ? zero : vocabulary.numberOfUnits(units, from, end);
    } else {
      i += (all & isOdd) === 0 ? 1 : 2;
      if ((all & isSpace) !== 0 || units[from] === hash) continue;
      starts[cut.meanings] = from;
      ends[cut.meanings] = i;
      cut.meaning[cut.meanings++] = vocabulary.numberOfUnits(units, from, i);
    }
  }
}

/** Behind what follows a word with a quote before it: "don't", "n'umwana". */
function endOfParts(from: number, size: number): number {
  let i = from;
  while (i + 1 < size && units[i] === quote && (kinds[units[i + 1]!]! & letters) !== 0) {
    i += 2;
    while (i < size && (kinds[units[i]!]! & letters) !== 0) i++;
  }
  return i;
}

const isPlain = (i: number): boolean => (kinds[units[i]!]! & letters) !== 0 && tagged[i] === 0;

function cutLanguage(size: number): void {
  let meaning = 0;
  let i = 0;
  while (i < size) {
    if (!isPlain(i)) {
      i++;
      continue;
    }
    const from = i;
    while (i < size && isPlain(i)) i++;
    while (i + 1 < size && units[i] === quote && tagged[i] === 0 && isPlain(i + 1)) {
      i += 2;
      while (i < size && isPlain(i)) i++;
    }
    while (meaning < cut.meanings && starts[meaning]! < from) meaning++;
    const isSame = meaning < cut.meanings && starts[meaning] === from && ends[meaning] === i;
    cut.language[cut.languages++] = isSame ? cut.meaning[meaning]! : vocabulary.numberOfUnits(units, from, i);
  }
}
