/** Names of staff inside a text that the public reads. Pure. */

/** What is known of a member, present or gone. */
export interface StaffName {
  name: string;
  email: string;
  /** As it ends the member's answers ("^Naledi"); null without one. */
  signature: string | null;
}

/** What a name may be confused with: alone these are masked only where they are written as a name inside a sentence. */
const alsoWords = new Set(
  (
    'abundance admin agent amani aime art bank baraka bill bishop black blanche blessing brown care charity chance claire client clement comfort constant cook customer day desk ' +
    'dean drew faith favour fidele field fields fleur florence forest frank furaha gift good grace grant green guy hall happiness happy harmony head heart help hill hope house imani ' +
    'jack joy juste justice king lake lane law light long love lucky mark marin mark may mercy mine miracle mason neema office olive page park patience peace pierre pleasure precious price ' +
    'prince princess promise prudence queen rain ray reception rehema rich rich rivers robin rose ruby service shepherd sky social staff stone storm sue summer sunday support team ' +
    'trust tumaini unit violet victor ward water wells west white will wise wisdom wood woods young monday tuesday wednesday thursday friday saturday june april august'
  ).split(' '),
);
/** True for a word (in small letters) that is a name too, and says nothing about anybody where it stands alone. */
export const isOrdinaryWord = (word: string): boolean => alsoWords.has(word);
const titles = new Set(['mr', 'mrs', 'ms', 'miss', 'dr', 'prof', 'sr', 'mme', 'mlle', 'bwana', 'bibi']);
const leastLetters = 3;
const isLetter = /\p{L}/u;

const letter = '[\\p{L}\\p{N}\\p{M}_]';
/** Stands for a mask that is there already: no name reaches into it or over it. */
const barrier = '\uE000';

/** One form for one letter: "É", "e" and "ｅ" are the same, and signs that are not seen count for nothing. */
const plain = (letters: string): string =>
  letters
    .replaceAll('\u200B', ' ')
    .normalize('NFKD')
    .replaceAll(/[\p{Mn}\p{Cf}]/gu, '')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replaceAll(/[’ʼ]/gu, "'");

/** The text in its plain form, and for each of its units where it stands in the text. */
interface Folded {
  plain: string;
  from: number[];
  to: number[];
}

function fold(text: string, mask: string): Folded {
  const folded: Folded = { plain: '', from: [], to: [] };
  const put = (units: string, from: number, to: number) => {
    folded.plain += units;
    for (let i = 0; i < units.length; i++) {
      folded.from.push(from);
      folded.to.push(to);
    }
  };
  let at = 0;
  for (const part of text.split(new RegExp(`(${quoted(mask)})`, 'u'))) {
    if (part === mask) put(barrier, at, at + part.length);
    else {
      let here = at;
      for (const one of part) {
        put(plain(one), here, here + one.length);
        here += one.length;
      }
    }
    at += part.length;
  }
  return folded;
}

const quoted = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const wordsOf = (name: string): string[] => name.split(/[\s._]+/u).filter((one) => isLetter.test(one));
const lettersIn = (word: string): number => [...word].filter((one) => isLetter.test(one)).length;

/** Without what stands around the letters, so that every name begins and ends with one. */
const trimmed = (text: string): string =>
  text.replace(/^[^\p{L}\p{N}]+/u, '').replace(/[^\p{L}\p{N}]+$/u, '');

/** Builds what masks the names of these members; built once for all texts of a page. */
export function nameMasker(staff: readonly StaffName[], mask: string): (text: string) => string {
  const names = sought(staff);
  return names === null ? (text) => text : (text) => masked(text, mask, names);
}

/** The names of these members in a text, as they are written there. */
export function namesFound(text: string, staff: readonly StaffName[]): string[] {
  const names = sought(staff);
  if (names === null) return [];
  return placesOf(text, '•••', names).map(({ from, to }) => text.slice(from, to));
}

/** What finds the names; null where there are none. */
function sought(staff: readonly StaffName[]): RegExp | null {
  const { whole, alone } = patterns(staff);
  if (whole.length === 0 && alone.length === 0) return null;
  // A name that holds another is looked for first.
  const longestFirst = (some: string[]) => [...new Set(some)].sort((a, b) => b.length - a.length);
  const either = (some: string[]) => (some.length === 0 ? '(?!)' : longestFirst(some).join('|'));
  return new RegExp(
    `(?<!${letter})[@^]?(?:(${either(whole)})|(${either(alone.map(quoted))}))(?!${letter})`,
    'gu',
  );
}

/** The text with every name of staff in it replaced by the mask; the very same text where there is none. */
export function maskNames(text: string, staff: readonly StaffName[], mask: string): string {
  return nameMasker(staff, mask)(text);
}

function patterns(staff: readonly StaffName[]): { whole: string[]; alone: string[] } {
  const whole: string[] = [];
  const alone: string[] = [];
  for (const { name, email, signature } of staff) {
    const words = wordsOf(plain(name)).map(trimmed);
    const own = words.length > 1 && titles.has(words[0] ?? '') ? words.slice(1) : words;
    // "Naledi Dlamini", "naledi.dlamini", "NalediDlamini"
    if (own.length > 1) whole.push(own.map(quoted).join('[\\s._-]*'));
    for (const word of [own[0], own.at(-1)])
      if (word !== undefined && lettersIn(word) >= leastLetters) alone.push(word);
    const address = trimmed(plain(email));
    if (address.includes('@')) whole.push(quoted(address), `(?<=@)${quoted(address.replace(/@.*$/su, ''))}`);
    const sign = plain(signature ?? '').trim();
    const initials = trimmed(sign);
    if (sign.startsWith('^') && initials !== '') whole.push(`(?<=\\^)${quoted(initials)}`);
  }
  return { whole, alone };
}

function masked(text: string, mask: string, names: RegExp): string {
  let result = '';
  let done = 0;
  for (const { from, to } of placesOf(text, mask, names)) {
    result += text.slice(done, from) + mask;
    done = to;
  }
  return result + text.slice(done);
}

/** Where names stand in a text, in its order. */
function placesOf(text: string, mask: string, names: RegExp): { from: number; to: number }[] {
  const folded = fold(text, mask);
  const places: { from: number; to: number }[] = [];
  for (const found of folded.plain.matchAll(names)) {
    const end = found.index + found[0].length;
    const from = folded.from[found.index] ?? 0;
    const to = afterMarks(text, folded.to[end - 1] ?? text.length);
    const written = text.slice(from, to);
    if (
      isOrdinary(found[0]) &&
      !isWrittenAsName(written, found[2] === undefined ? null : folded.plain.slice(0, found.index))
    )
      continue;
    places.push({ from, to });
  }
  return places;
}

/** A letter's own marks go with it; signs of direction around a name stay in pairs. */
function afterMarks(text: string, at: number): number {
  return at + (/^\p{M}*/u.exec(text.slice(at))?.[0].length ?? 0);
}

/** True where nothing but words that are no names elsewhere stands. */
const isOrdinary = (found: string): boolean => {
  const words = found.split(/[\s._-]+/u);
  return words.every((word) => alsoWords.has(word));
};

/**
 * Like "Hope" in "I met Hope": not "hope", not "HOPE", and not where any word would have a capital (after `before`; null where a full name needs no such care). With a sign before
 * it ("@hope", "^Hope") it is a name, and no ordinary word.
 */
function isWrittenAsName(written: string, before: string | null): boolean {
  if (!/^\p{Lu}.*\p{Ll}/su.test(written.normalize('NFC'))) return false;
  return before === null || !/(?:^|[.!?…:;\n\r؟。])[^\p{L}\p{N}\uE000,\n]*$/u.test(before);
}

/** Our own answer, masked but for the signature with which the member who wrote it chose to end it. */
export function maskAnswer(text: string, signature: string | null, mask: (text: string) => string): string {
  const sign = signature?.trim() ?? '';
  const body = text.trimEnd();
  if (sign === '' || !body.endsWith(sign)) return mask(text);
  const at = body.length - sign.length;
  return mask(text.slice(0, at)) + text.slice(at);
}
