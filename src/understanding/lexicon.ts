import { mark } from './grams.ts';
import { KnownWords } from './knownWords.ts';
import { PhraseTable } from './phraseTable.ts';
import { vocabulary } from './vocabulary.ts';

/** Longest phrase of a lexicon, in words. */
const longestPhrase = 3;

/** Words and phrases with their polarity (-3 to 3), by language. */
export type Lexicons = Readonly<Record<string, ReadonlyMap<string, number>>>;

/** A lexicon as it is looked up. */
export type LexiconTable = PhraseTable<number>;
/** `known`: lexicons that share it look each word up once. */
export const lexiconTable = (
  lexicon: Iterable<readonly [string, number]>,
  known = new KnownWords(),
): LexiconTable => new PhraseTable(lexicon, longestPhrase, known);

/**
 * What a lexicon says of a text, as marks: how much praise and how much blame it counts, which of them is more, which came last. A model learns for each
 * language what they are worth.
 */
export function lexiconMarks(
  lexicon: ReadonlyMap<string, number> | undefined,
  words: readonly string[],
): string[] {
  if (lexicon === undefined) return [];
  const table = tables.get(lexicon) ?? lexiconTable(lexicon);
  tables.set(lexicon, table);
  const numbers = vocabulary.numbersOf(words);
  return markNumbers(table, numbers, numbers.length).map((one) => vocabulary.words[one]!);
}

/** Training asks for the marks of many texts by the same lexicons. */
const tables = new WeakMap<ReadonlyMap<string, number>, LexiconTable>();

/** The same for the first `count` words by their numbers in the vocabulary; so are the marks. */
export function markNumbers(lexicon: LexiconTable, words: Int32Array, count: number): number[] {
  let praise = 0;
  let blame = 0;
  let last = 0;
  for (let at = 0; at < count; at++) {
    const polarity = lexicon.longestAt(words, count, at);
    if (polarity === undefined) continue;
    if (polarity > 0) praise += polarity;
    else blame -= polarity;
    last = polarity;
    at += lexicon.size - 1;
  }
  return [
    ...praises.slice(0, level(praise)),
    ...blames.slice(0, level(blame)),
    mores[Math.sign(praise - blame) + 1]!,
    lasts[Math.sign(last) + 1]!,
    ...(praise === 0 && blame === 0 ? [neither] : []),
  ];
}

const kept = (names: readonly string[]) => names.map((name) => vocabulary.keep(mark(name)));
const steps = [0, 1, 2, 3, 4];
const praises = kept(steps.map((step) => `praise${step}`));
const blames = kept(steps.map((step) => `blame${step}`));
const mores = kept(['more-1', 'more0', 'more1']);
const lasts = kept(['last-1', 'last0', 'last1']);
const neither = vocabulary.keep(mark('neither'));

/** Steps that a sum is told in: 0, 1, 2, 4, 7 and more. */
const level = (sum: number): number =>
  sum <= 0 ? 0 : sum <= 1 ? 1 : sum <= 2 ? 2 : sum <= 4 ? 3 : sum <= 7 ? 4 : 5;
