/** Phrases and patterns of words that speak for what a post wants of a desk. */
import { KnownWords } from './knownWords.ts';
import { OnceEach } from './onceEach.ts';
import { PatternBook } from './patternBook.ts';
import type { PatternsToLearn } from './patterns.ts';
import { PhraseTable } from './phraseTable.ts';
import { type ServiceOutput, serviceOutputs } from './serviceOutputs.ts';
import { vocabulary } from './vocabulary.ts';
import { wordsOfMeaning } from './words.ts';

/**
 * A value of the file's list `phrases`: of all languages, lower case, words parted by single spaces, and what they speak for. Patterns of words stand
 * there by language (`listsOfPatterns`).
 */
export type SpeakingPhrase = readonly [phrase: string, says: readonly ServiceOutput[]];

/** Longest phrase, in words; a longer one is never found. */
const longestPhrase = 4;

/** The same phrases; those that speak for the same hold one list together. */
export function* sharing(phrases: Iterable<SpeakingPhrase>): Generator<SpeakingPhrase> {
  const once = new OnceEach<SpeakingPhrase[1]>();
  for (const [phrase, says] of phrases) yield [phrase, once.of(says)];
}

/** Phrases as they are looked up. */
export type Phrases = PhraseTable<readonly ServiceOutput[]>;
export const phraseBook = (
  says: Iterable<readonly [string, readonly ServiceOutput[]]>,
  known = new KnownWords(),
): Phrases => new PhraseTable(says, longestPhrase, known);

/** A phrase as it was met in a text. */
export interface Met {
  /** Where its first word stands, and how many there are. */
  at: number;
  size: number;
  says: readonly ServiceOutput[];
}

/** The phrases in a text, longest first at each place, none inside another. */
export function phrasesIn(words: readonly string[], phrases: Phrases): Met[] {
  const numbers = vocabulary.numbersOf(words);
  return phrasesOf(numbers, numbers.length, phrases);
}

export function phrasesOf(numbers: Int32Array, count: number, phrases: Phrases): Met[] {
  const met: Met[] = [];
  for (let at = 0; at < count; at++) {
    const says = phrases.longestAt(numbers, count, at);
    if (says === undefined) continue;
    met.push({ at, size: phrases.size, says });
    at += phrases.size - 1;
  }
  return met;
}

/** A phrase as it is looked up: cut into words as a post is. */
export const phraseKey = (phrase: string): string => wordsOfMeaning(phrase).join(' ');

/** How many phrases of a text speak for each thing. */
export function phraseCounts(met: readonly Met[]): Map<ServiceOutput, number> {
  const counts = new Map<ServiceOutput, number>();
  for (const { says } of met) for (const name of says) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** Books of patterns by language. */
export type PatternBooks = ReadonlyMap<string, PatternBook>;
export const patternBooks = (
  patterns: Readonly<Record<string, PatternsToLearn>>,
  known = new KnownWords(),
): PatternBooks =>
  new Map(Object.entries(patterns).map(([language, one]) => [language, new PatternBook(one, known)]));

/** Languages whose patterns are looked for in a text of a language: its own, and those that are mixed into it. In any other all are. */
const beside: Readonly<Record<string, readonly string[]>> = {
  eng: ['eng', 'pcm'],
  fra: ['fra'],
  swa: ['swa', 'eng'],
  kin: ['kin', 'fra', 'eng'],
  pcm: ['pcm', 'eng'],
  hau: ['hau', 'pcm', 'eng'],
  yor: ['yor', 'pcm', 'eng'],
  ibo: ['ibo', 'pcm', 'eng'],
  amh: ['amh', 'eng'],
  por: ['por'],
};

/** The patterns in a text, as phrases are told. */
export function patternsIn(words: readonly string[], books: PatternBooks, language: string): Met[] {
  const numbers = vocabulary.numbersOf(words);
  return patternsOf(numbers, numbers.length, books, language);
}

export function patternsOf(numbers: Int32Array, count: number, books: PatternBooks, language: string): Met[] {
  const met: Met[] = [];
  for (const name of beside[language] ?? books.keys())
    for (const { at, size, says } of books.get(name)?.findNumbers(numbers, count) ?? [])
      met.push({ at, size, says: speaksFor[says] ?? [] });
  return met;
}

/** For what a pattern alone speaks. */
const speaksFor: Readonly<Record<string, readonly ServiceOutput[]>> = Object.fromEntries(
  serviceOutputs.map((name) => [name, [name]]),
);
