/** A text as the words that may say when: each with all that it may mean in the languages that are tried. */
import { dateWords } from './dateWords.ts';
import type { DayPart, Role, Unit } from './dateWordTypes.ts';
import { type Language, languages } from './language.ts';
import { ethiopicMonths } from './promiseDateWordsAmharic.ts';

/** Longer texts are read to here, in UTF-16 units. */
export const readTo = 5_000;

/** What a phrase of one or more words may mean. Several may hold at once: "saa" is an hour, and stands before one. */
export interface Meaning {
  /** Days from today; "past" for any before. */
  day?: number | 'past';
  weekday?: number;
  /** From 1. */
  month?: number;
  ethiopicMonth?: number;
  part?: DayPart;
  unit?: Unit;
  /** The unit may be followed by its number. */
  numberAfter?: boolean;
  number?: number;
  /** "An", "une": a number before a unit only. */
  isOne?: boolean;
  /** Written in digits. */
  digits?: string;
  halfHour?: boolean;
  roles: ReadonlySet<Role>;
  /** Verbs of what was, and of what will be. */
  was?: boolean;
  willBe?: boolean;
}

/** A phrase in the text. */
export interface Atom extends Meaning {
  /** UTF-16 units. */
  from: number;
  to: number;
  /** What stands between the one before and this. */
  before: string;
  /** The sign or letter right after it. */
  after: string;
  /** As looked up: its first word. */
  key: string;
}

/** A word as it stands in the text. */
export interface Token {
  from: number;
  to: number;
  before: string;
  key: string;
  /** Written with accents, dots or hooks. */
  marked: boolean;
  capital: boolean;
}

interface Entry {
  words: readonly string[];
  meaning: Omit<Meaning, 'roles'> & { role?: Role };
  plain: boolean;
  /** Only written with accents, unless the language is known. */
  accented: boolean;
  capital: boolean;
}
type Lexicon = ReadonlyMap<string, readonly Entry[]>;

interface Book {
  lexicon: Lexicon;
  was: readonly RegExp[];
  willBe: readonly RegExp[];
}

const hooks: Readonly<Record<string, string>> = {
  ɗ: 'd',
  ƙ: 'k',
  ɓ: 'b',
  ƴ: 'y',
  ŋ: 'n',
  ı: 'i',
  œ: 'oe',
  æ: 'ae',
};
/** Letters of Ge'ez that sound alike and are written for one another, each row as its first. */
const alike: readonly (readonly [string, string])[] = [
  ['ሀ', 'ሃሐሓኀኃ'],
  ['ሁ', 'ሑኁ'],
  ['ሂ', 'ሒኂ'],
  ['ሄ', 'ሔኄ'],
  ['ህ', 'ሕኅ'],
  ['ሆ', 'ሖኆ'],
  ['ሰ', 'ሠ'],
  ['ሱ', 'ሡ'],
  ['ሲ', 'ሢ'],
  ['ሳ', 'ሣ'],
  ['ሴ', 'ሤ'],
  ['ስ', 'ሥ'],
  ['ሶ', 'ሦ'],
  ['አ', 'ኣዓዐ'],
  ['ኡ', 'ዑ'],
  ['ኢ', 'ዒ'],
  ['ኤ', 'ዔ'],
  ['እ', 'ዕ'],
  ['ኦ', 'ዖ'],
];
const oneLetter = new Map(
  alike.flatMap(([one, others]) => [...others].map((other) => [other, one] as const)),
);
const isPlain = /^[a-z0-9]*$/i;
const geez = /[\u1200-\u137f]/;

/** A word as it is looked up: small letters without marks, and one of the letters that sound alike. */
export function keyOf(word: string): string {
  if (isPlain.test(word)) return word.toLowerCase();
  if (geez.test(word)) return word.replace(/[\u1200-\u137f]/g, (letter) => oneLetter.get(letter) ?? letter);
  return word
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[ɗƙɓƴŋıœæ]/g, (letter) => hooks[letter] ?? letter);
}

/** What is a word, for texts and for the phrases that are looked up in them. */
export const wordPattern = /\p{Nd}+|[\p{L}\p{M}]+|&/gu;

/** The words of a text; of what addresses hold there is none. */
export function tokensOf(text: string): Token[] {
  const bare = blankAddresses(text);
  let end = 0;
  return [...bare.matchAll(wordPattern)].map(({ 0: written, index: from }) => {
    const before = bare.slice(end, from);
    end = from + written.length;
    return {
      from,
      to: end,
      before,
      key: keyOf(written),
      marked: !isPlain.test(written),
      capital: /^\p{Lu}/u.test(written),
    };
  });
}

/** Links, mail addresses and handles become as many signs that no date has. Looked at run by run, so that no text takes longer than its length; "@5pm" is a time. */
const blankAddresses = (text: string): string =>
  /[@＠]|:\/\/|www\./i.test(text)
    ? text.replace(/\S+/g, (run) => (isAddress.test(run) && !isTime.test(run) ? '|'.repeat(run.length) : run))
    : text;
const isAddress = /[@＠]|https?:\/\/|www\./i;
const isTime = /^[@＠]\d{1,2}(?::\d\d)?(?:[ap]m|h)?[.,!]?$/i;

/** The words of a phrase are parted by blanks, hyphens, apostrophes and the dots of "p.m." */
const joins = /^(?:\s{0,3}|[-‐‑'’ʼ‘`´.፡])$/;
/** Languages that are written without accents: a word that has them is none of theirs. */
const unmarked: ReadonlySet<Language> = new Set(['eng', 'swa', 'kin', 'pcm']);
const mostWords = 7;

const books = new Map<string, Book>();

/** The words that are tried for a language: its own and English, which replies of every house are mixed with; all where it is not known. */
function bookOf(language: string | null): Book {
  const known = languages.find((one) => one === language) ?? null;
  const there = books.get(known ?? 'all');
  if (there !== undefined) return there;
  const tried = known === null ? languages : [...new Set<Language>([known, 'eng'])];
  const entries = tried.flatMap((one) => entriesOf(one, one === known));
  const lexicon = new Map<string, Entry[]>();
  for (const entry of entries) {
    const first = entry.words[0]!;
    const list = lexicon.get(first);
    if (list === undefined) lexicon.set(first, [entry]);
    else list.push(entry);
  }
  for (const list of lexicon.values()) list.sort((a, b) => b.words.length - a.words.length);
  const regexes = (what: 'was' | 'willBe') => tried.flatMap((one) => dateWords[one][what] ?? []);
  const made = { lexicon, was: regexes('was'), willBe: regexes('willBe') };
  books.set(known ?? 'all', made);
  return made;
}

/** Every phrase of a language with what it means. `named`: the text is known to be in it. */
function entriesOf(language: Language, named: boolean): Entry[] {
  const words = dateWords[language];
  const entries: Entry[] = [];
  const add = (ways: string | undefined, meaning: Entry['meaning']) => {
    for (const way of (ways ?? '').split('|')) {
      if (way === '') continue;
      const keys = [...way.matchAll(wordPattern)].map(([word]) => keyOf(word));
      entries.push({
        words: keys,
        meaning,
        plain: unmarked.has(language),
        accented: way.includes('!') && !named,
        capital: way.endsWith('^'),
      });
    }
  };
  for (const [offset, ways] of Object.entries(words.days))
    add(ways, { day: offset === 'past' ? 'past' : Number(offset) });
  words.weekdays.forEach((ways, weekday) => {
    add(ways, { weekday });
  });
  words.months.forEach((ways, n) => {
    add(ways, { month: n + 1 });
  });
  if (language === 'amh')
    ethiopicMonths.forEach((ways, n) => {
      add(ways, { ethiopicMonth: n + 1 });
    });
  for (const [part, ways] of Object.entries(words.parts)) add(ways, { part: part as DayPart });
  for (const [part, ways] of Object.entries(words.todayParts ?? {}))
    add(ways, { day: 0, part: part as DayPart });
  for (const [unit, ways] of Object.entries(words.units))
    add(ways, { unit: unit as Unit, numberAfter: words.numberAfter });
  words.numbers.forEach((ways, n) => {
    add(ways, { number: n + 1 });
  });
  for (const [value, ways] of Object.entries(words.others)) add(ways, { number: Number(value) });
  words.ordinals?.forEach((ways, n) => {
    add(ways, { number: n + 1, role: 'ordinal' });
  });
  add(words.one, { isOne: true });
  add(words.halfHour, { halfHour: true });
  for (const [role, ways] of Object.entries(words.words)) add(ways, { role: role as Role });
  return entries;
}

/** The text's phrases in their order, the longest from each word on; words that mean nothing here are phrases of one word. */
export function atomsOf(text: string, language: string | null): Atom[] {
  const book = bookOf(language);
  const tokens = tokensOf(text.slice(0, readTo));
  const atoms: Atom[] = [];
  for (let n = 0; n < tokens.length; ) {
    const { length, meaning } = lookUp(book.lexicon, tokens, n);
    const { from, before, key } = tokens[n]!;
    const { to } = tokens[n + length - 1]!;
    const cue = (list: readonly RegExp[]) => list.some((one) => one.test(key));
    const told = { was: cue(book.was), willBe: cue(book.willBe) };
    atoms.push({ ...meaning, ...told, from, to, before, after: text.charAt(to), key });
    n += length;
  }
  return atoms;
}

const nothing: Meaning = { roles: new Set() };

function lookUp(
  lexicon: Lexicon,
  tokens: readonly Token[],
  at: number,
): { length: number; meaning: Meaning } {
  const { key, marked } = tokens[at]!;
  const isNumber = /^\p{Nd}/u.test(key);
  for (const tried of keysOf(key)) {
    const found = longest(lexicon.get(tried) ?? [], tokens, at, marked && !geez.test(key));
    if (found !== null) return found;
  }
  return { length: 1, meaning: isNumber ? numberOf(key) : nothing };
}

/** Digits of any script; more than four are no part of a date. */
function numberOf(key: string): Meaning {
  if (key.length > 4) return nothing;
  const value = /^[0-9]+$/.test(key) ? Number(key) : Number.NaN;
  return Number.isNaN(value) ? nothing : { number: value, digits: key, roles: new Set() };
}

/** A word of Amharic may carry a preposition and an ending: the longest that is known. */
function keysOf(key: string): string[] {
  if (!geez.test(key)) return [key];
  const stems = [
    key,
    ...['እስከ', 'ስለ', 'በ', 'ለ', 'የ', 'ከ'].flatMap((one) =>
      key.startsWith(one) ? [key.slice(one.length)] : [],
    ),
  ];
  const bare = stems.flatMap((stem) => [stem, ...(/[ንምውቱኑዋ]$/.test(stem) ? [stem.slice(0, -1)] : [])]);
  return bare.filter((stem) => stem.length > 1 || stem === key);
}

function longest(
  entries: readonly Entry[],
  tokens: readonly Token[],
  at: number,
  marked: boolean,
): { length: number; meaning: Meaning } | null {
  const fits = ({ words, plain, accented, capital }: Entry) =>
    !(plain && marked) &&
    !(accented && !marked) &&
    (!capital || tokens[at]!.capital) &&
    words.length <= mostWords &&
    words.every((word, n) => {
      const token = tokens[at + n];
      return n === 0 || (token !== undefined && sameWord(token.key, word) && joins.test(token.before));
    });
  const first = entries.find(fits);
  if (first === undefined) return null;
  const { length } = first.words;
  const same = entries.filter((entry) => entry.words.length === length && fits(entry));
  const roles = new Set(same.flatMap(({ meaning }) => meaning.role ?? []));
  const meaning = Object.assign({}, ...same.map((entry) => entry.meaning).reverse(), { roles }) as Meaning;
  return { length, meaning };
}

const sameWord = (key: string, word: string): boolean =>
  key === word || (geez.test(key) && keysOf(key).includes(word));
