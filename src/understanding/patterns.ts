import { listIn, type ModelFile } from './modelFile.ts';

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

/** Patterns as a book learns them: lists are gone through once, and none is kept. */
export interface PatternsToLearn {
  lists: Iterable<readonly string[]>;
  patterns: readonly Pattern[];
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

const patternsPrefix = 'patterns ';
const wordsPrefix = 'words ';

/** Patterns by name as lists of a file of models. */
export const listsOfPatterns = (all: Readonly<Record<string, Patterns>>): Record<string, Iterable<unknown>> =>
  Object.fromEntries(
    Object.entries(all).flatMap(([name, { lists, patterns }]) => [
      [`${patternsPrefix}${name}`, patterns],
      [`${wordsPrefix}${name}`, lists],
    ]),
  );

/** The patterns of a file of models, by name. */
export const patternsOfFile = (file: ModelFile): Record<string, PatternsToLearn> =>
  Object.fromEntries(
    Object.keys(file.lists ?? {})
      .filter((name) => name.startsWith(patternsPrefix))
      .map((name) => {
        const own = name.slice(patternsPrefix.length);
        const lists = listIn<string[]>(file, `${wordsPrefix}${own}`);
        return [own, { lists, patterns: [...listIn<Pattern>(file, name)] }];
      }),
  );

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
