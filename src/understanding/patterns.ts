/**
 * Patterns of words, for what is said in a thousand ways that share a bone: "going to ... kill myself", "we will ... back to you". A line of a pattern file is a
 * name for what it speaks for, a colon, and parts that follow each other in a text:
 *
 *     KILL = kill*|murder|finish off       words that stand for one another; a name in capitals
 *     self: I|WE ..3 KILL myself            `..` up to three other words, `..5` up to five; `^` the beginning of the text
 *
 * A star at the end or the beginning of a word stands for the rest of it. A phrase inside a list may have several words.
 */
export interface Patterns {
  /** Lists of words that stand for one another, each word as it is looked up. */
  lists: string[][];
  patterns: Pattern[];
}

export interface Pattern {
  says: string;
  /** Numbers of lists; below 0 so many other words at most; `begin` the text's beginning. */
  parts: number[];
  /** Which part is looked for first: the one that is met least. */
  rarest: number;
}

/** The part that stands for a text's beginning. */
export const begin = -1_000;
const usualGap = 3;

/** Where a pattern was met: from its first word to its last. */
export interface PatternMet {
  says: string;
  at: number;
  size: number;
}

/** Reads pattern files together. Throws a sentence with the line that cannot be read. */
export function readPatterns(files: readonly string[], keyOf: (phrase: string) => string): Patterns {
  const numbers = new Map<string, number>();
  const lists: string[][] = [];
  const patterns: Pattern[] = [];
  const listOf = (words: readonly string[]): number => {
    const key = words.join('|');
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, lists.length);
    return lists.push([...words]) - 1;
  };
  for (const file of files) {
    const named = new Map<string, string[]>();
    for (const raw of file.split('\n')) {
      const line = raw.replace(/(^|\s)#.*$/, '').trim();
      if (line === '') continue;
      const definition = /^([A-Z][A-Z_0-9]*)\s*=\s*(.+)$/.exec(line);
      if (definition !== null) named.set(definition[1]!, wordsOf(definition[2]!, named, keyOf, line));
      else patterns.push(readPattern(line, (part) => listOf(wordsOf(part, named, keyOf, line))));
    }
  }
  return { lists, patterns };
}

function wordsOf(
  list: string,
  named: ReadonlyMap<string, string[]>,
  keyOf: (phrase: string) => string,
  line: string,
): string[] {
  const words = list.split('|').flatMap((one) => {
    const word = one.trim();
    const known = named.get(word);
    if (known !== undefined) return known;
    if (/^[A-Z][A-Z_0-9]+$/.test(word)) throw new Error(`No list is called ${word}: ${line}`);
    const key = word
      .split('_')
      .map((part) => starred(part, keyOf, line))
      .join(' ');
    return [key];
  });
  return [...new Set(words)];
}

/** One word of a list, with its star. */
function starred(word: string, keyOf: (phrase: string) => string, line: string): string {
  const key = keyOf(word.replaceAll('*', ''));
  if (key === '' || (word.includes('*') && (key.length < 2 || key.includes(' '))))
    throw new Error(`"${word}" is no word: ${line}`);
  return `${word.startsWith('*') ? '*' : ''}${key}${word.endsWith('*') ? '*' : ''}`;
}

function readPattern(line: string, listOf: (part: string) => number): Pattern {
  const [, says, rest] = /^([a-z_]+):\s*(.+)$/.exec(line) ?? [];
  if (says === undefined || rest === undefined) throw new Error(`This is no pattern: ${line}`);
  const parts = rest.split(/\s+/).map((part) => {
    if (part === '^') return begin;
    const gap = /^\.\.([1-9])?$/.exec(part);
    if (gap === null && part.startsWith('..')) throw new Error(`A gap is of 1 to 9 words: ${line}`);
    return gap === null ? listOf(part) : -Number(gap[1] ?? usualGap);
  });
  const rarest = parts.findIndex((part) => part >= 0);
  if (rarest < 0 || parts.at(-1)! < 0) throw new Error(`A pattern ends with a word: ${line}`);
  return { says, parts, rarest };
}

/** Words remembered with what may begin with them. */
const mostRemembered = 30_000;

/** A word or phrase of a list, as it is met by its first word. */
interface Entry {
  list: number;
  rest: readonly string[];
}
/** What may begin with a word, and those of it with which patterns are looked for first. */
interface Remembered {
  entries: readonly Entry[];
  starts: readonly { entry: Entry; patterns: readonly Pattern[] }[];
}
const nothing: Remembered = { entries: [], starts: [] };

/** Finds patterns in texts. */
export class PatternBook {
  /** Patterns by the list of their rarest part. */
  readonly #by = new Map<number, Pattern[]>();
  /** By a whole first word; by how it begins and ends, its first or last two letters. */
  readonly #whole = new Map<string, Entry[]>();
  readonly #beginnings = new Map<string, [string, Entry][]>();
  readonly #endings = new Map<string, [string, Entry][]>();
  #memory = new Map<string, Remembered>();
  /** By list: the number of the text in which a first word of it was met last. */
  readonly #met: Int32Array;
  #text = 0;

  constructor({ lists, patterns }: Patterns) {
    this.#met = new Int32Array(lists.length);
    for (const pattern of patterns) push(this.#by, pattern.parts[pattern.rarest]!, pattern);
    lists.forEach((words, list) => {
      for (const word of words) this.#learn(word, list);
    });
  }

  #learn(phrase: string, list: number): void {
    const [word = '', ...rest] = phrase.split(' ');
    const entry = { list, rest };
    if (word.endsWith('*')) push(this.#beginnings, word.slice(0, 2), [word.slice(0, -1), entry]);
    else if (word.startsWith('*')) push(this.#endings, word.slice(-2), [word.slice(1), entry]);
    else push(this.#whole, word, entry);
  }

  /** The patterns in a text of words as `wordsOfMeaning` cuts it, in the order of the words that were looked for. */
  find(words: readonly string[]): PatternMet[] {
    const met: PatternMet[] = [];
    this.#text++;
    for (const word of words)
      for (const { list } of this.#remembered(word).entries) this.#met[list] = this.#text;
    for (let at = 0; at < words.length; at++) {
      for (const { entry, patterns } of this.#remembered(words[at]!).starts) {
        if (!stands(entry.rest, words, at + 1)) continue;
        for (const pattern of patterns)
          if (this.#mayStand(pattern.parts))
            meet(this, pattern, words, [at, at + 1 + entry.rest.length], met);
      }
    }
    return met;
  }

  /** False where some part of a pattern stands nowhere in the text: most patterns are done with by that. */
  #mayStand(parts: readonly number[]): boolean {
    for (const part of parts) if (part >= 0 && this.#met[part] !== this.#text) return false;
    return true;
  }

  /** How many words of the list stand at `at`, the longest phrase first; none where it is not met. */
  *sizesAt(list: number, words: readonly string[], at: number): Generator<number> {
    const word = words[at];
    if (word === undefined) return;
    for (const entry of this.#remembered(word).entries)
      if (entry.list === list && stands(entry.rest, words, at + 1)) yield 1 + entry.rest.length;
  }

  #remembered(word: string): Remembered {
    const known = this.#memory.get(word);
    if (known !== undefined) return known;
    const found = [
      ...(this.#whole.get(word) ?? []),
      ...(this.#beginnings.get(word.slice(0, 2)) ?? [])
        .filter(([start]) => word.startsWith(start))
        .map(([, entry]) => entry),
      ...(this.#endings.get(word.slice(-2)) ?? [])
        .filter(([end]) => word.endsWith(end))
        .map(([, entry]) => entry),
    ];
    const starts = found.flatMap((entry) => {
      const patterns = this.#by.get(entry.list);
      return patterns === undefined ? [] : [{ entry, patterns }];
    });
    if (this.#memory.size >= mostRemembered) this.#memory = new Map();
    const remembered = found.length === 0 ? nothing : { entries: found, starts };
    this.#memory.set(word, remembered);
    return remembered;
  }
}

function meet(
  book: PatternBook,
  { says, parts, rarest }: Pattern,
  words: readonly string[],
  [from, to]: readonly [number, number],
  met: PatternMet[],
): void {
  const start = beginningOf(book, parts, rarest - 1, words, from);
  const end = start < 0 ? -1 : endOf(book, parts, rarest + 1, words, to);
  if (end >= 0) met.push({ says, at: start, size: end - start });
}

/** Where the parts from `part` on end, when they follow at `at`; -1 where they do not. */
function endOf(
  book: PatternBook,
  parts: readonly number[],
  part: number,
  words: readonly string[],
  at: number,
): number {
  if (part === parts.length) return at;
  const wanted = parts[part]!;
  if (wanted === begin) return -1;
  if (wanted >= 0) {
    for (const size of book.sizesAt(wanted, words, at)) {
      const end = endOf(book, parts, part + 1, words, at + size);
      if (end >= 0) return end;
    }
    return -1;
  }
  for (let gap = 0; gap <= -wanted && at + gap < words.length; gap++) {
    const end = endOf(book, parts, part + 1, words, at + gap);
    if (end >= 0) return end;
  }
  return -1;
}

/** Longest phrase that stands before another part, in words. */
const longestPhrase = 6;

/** Where the parts up to `part` begin, when they end before `at`; -1 where they do not. */
function beginningOf(
  book: PatternBook,
  parts: readonly number[],
  part: number,
  words: readonly string[],
  at: number,
): number {
  if (part < 0) return at;
  const wanted = parts[part]!;
  if (wanted === begin) return at === 0 ? 0 : -1;
  const farthest = wanted < 0 ? -wanted : longestPhrase;
  for (let back = wanted < 0 ? 0 : 1; back <= farthest && back <= at; back++) {
    if (wanted >= 0 && ![...book.sizesAt(wanted, words, at - back)].includes(back)) continue;
    const start = beginningOf(book, parts, part - 1, words, at - back);
    if (start >= 0) return start;
  }
  return -1;
}

const stands = (rest: readonly string[], words: readonly string[], at: number): boolean =>
  rest.every((word, n) => isWord(word, words[at + n]));

function isWord(word: string, written: string | undefined): boolean {
  if (written === undefined) return false;
  if (word.endsWith('*')) return written.startsWith(word.slice(0, -1));
  return word.startsWith('*') ? written.endsWith(word.slice(1)) : written === word;
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

/** Says of each pattern which part is met least in texts of a kind; looking for it first costs least. */
export function rarestFirst({ lists, patterns }: Patterns, texts: Iterable<readonly string[]>): Patterns {
  const book = new PatternBook({
    lists,
    patterns: lists.map((_, list) => ({ says: String(list), parts: [list], rarest: 0 })),
  });
  const counts = lists.map(() => 0);
  for (const words of texts) for (const { says } of book.find(words)) counts[Number(says)]!++;
  const rarest = (parts: readonly number[]) =>
    parts.reduce(
      (best, part, at) => (part >= 0 && (best < 0 || counts[part]! < counts[parts[best]!]!) ? at : best),
      -1,
    );
  return { lists, patterns: patterns.map((one) => ({ ...one, rarest: rarest(one.parts) })) };
}
