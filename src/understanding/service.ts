import {
  type Kind,
  kinds,
  nuisances,
  type SeverityName,
  severities,
  type TargetName,
  targetNames,
  type Vulnerability,
  vulnerabilities,
} from '../domain/finding.ts';
import { type Threat, threats } from '../domain/threat.ts';
import { cutText } from './cut.ts';
import { formOf } from './form.ts';
import { KnownWords } from './knownWords.ts';
import type { LanguageName } from './language.ts';
import { isLetter, isNumber, kinds as kindsOfUnits } from './letters.ts';
import { LinearModel, toProbability } from './linearModel.ts';
import { type ModelFile, onlyModel } from './modelFile.ts';
import { PatternBook } from './patternBook.ts';
import type { Patterns } from './patterns.ts';
import { PhraseTable } from './phraseTable.ts';
import { vocabulary } from './vocabulary.ts';
import { wordsOfMeaning } from './words.ts';

/** Everything that the model says, in the order of its columns. */
export const serviceOutputs = [
  ...kinds,
  ...severities,
  ...vulnerabilities,
  ...threats,
  ...nuisances,
  ...targetNames,
] as const;
export type ServiceOutput = (typeof serviceOutputs)[number];

/** Something found, how sure it is, and the words that caused it. */
export interface Found<Name extends string> {
  name: Name;
  /** 0 to 1. */
  confidence: number;
  /** Words of the text, as they stand in it, lower case; runs of neighbours together. */
  because: string[];
}

export interface ServiceFinding {
  /** None of them: the post is something else. */
  kinds: Found<Kind>[];
  severity: Found<SeverityName> | null;
  vulnerable: Found<Vulnerability>[];
  threats: Found<Threat>[];
  abuse: Found<'abuse'> | null;
  spam: Found<'spam'> | null;
  /** Whom the post means, if it feels something. */
  target: Found<TargetName> | null;
}

/** What belongs to the model besides its weights. */
export interface ServiceExtra {
  /** By where a language was learned: from real posts, or from sentences of our own alone. */
  settled: Record<Learned, Settled>;
  /** Phrases of all languages, lower case, words parted by single spaces, and what they speak for. */
  phrases: Record<string, ServiceOutput[]>;
  /** By language, patterns of words and what they speak for. */
  patterns: Record<string, Patterns>;
}

/** What turns scores into findings. */
export interface Settled {
  /** From which probability on a thing is said. */
  from: Record<ServiceOutput, number>;
  /** How much the words as a whole and the phrases in them are worth for a thing: weights of `evidence`. */
  evidence: Record<ServiceOutput, number[]>;
}

/** How a language was learned. What people say who write to nobody in particular is mostly no matter of a desk; our own sentences are mostly one. */
export type Learned = 'real' | 'own';
const learnedFromReal: ReadonlySet<string> = new Set([
  'swa',
  'kin',
  'pcm',
  'hau',
  'yor',
  'ibo',
  'amh',
  'por',
]);
export const learnedOf = (language: string): Learned => (learnedFromReal.has(language) ? 'real' : 'own');

/** Longest phrase, in words; a longer one is never found. */
const longestPhrase = 4;

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

function phrasesOf(numbers: Int32Array, count: number, phrases: Phrases): Met[] {
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

/** What speaks for a thing: something always, the score of all words, one phrase, a second one, a pattern, a second one. */
export const evidence = (score: number, phrases: number, patterns: number): number[] => [
  1,
  score,
  phrases > 0 ? 1 : 0,
  phrases > 1 ? 1 : 0,
  patterns > 0 ? 1 : 0,
  patterns > 1 ? 1 : 0,
];

/** Books of patterns by language. */
export type PatternBooks = ReadonlyMap<string, PatternBook>;
export const patternBooks = (
  patterns: Readonly<Record<string, Patterns>>,
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

function patternsOf(numbers: Int32Array, count: number, books: PatternBooks, language: string): Met[] {
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

/** What the model is shown of a text: its words, and facts on its form that no word tells. */
export function serviceWords(text: string): string[] {
  const words = wordsOfMeaning(text);
  return [...words, ...formOf(text, words.length).map((number) => vocabulary.words[number]!)];
}

/** True for words of a letter or number, false for signs. */
const hasLetter = (word: string): boolean =>
  (kindsOfUnits[word.charCodeAt(0)]! & (isLetter | isNumber)) !== 0 || /[\p{L}\p{N}]/u.test(word);

const nothing: ServiceFinding = {
  kinds: [],
  severity: null,
  vulnerable: [],
  threats: [],
  abuse: null,
  spam: null,
  target: null,
};

/** By name, its column. */
const columns: ReadonlyMap<string, number> = new Map(serviceOutputs.map((name, o) => [name, o]));

/** What was found in a text on the way to what is said of it. */
interface Seen {
  shares: Float64Array;
  met: readonly Met[];
  settled: Settled;
}

/** Tells what a post wants of a desk: its kind, how grave it is and for whom, and what is no matter of a desk at all. */
export class ServiceModel {
  readonly #model: LinearModel;
  readonly #settled: ServiceExtra['settled'];
  readonly #phrases: Phrases;
  readonly #patterns: PatternBooks;
  readonly #scores = new Float64Array(serviceOutputs.length);
  /** How many phrases, and how many patterns, speak for each. */
  readonly #phrasesFor = new Int32Array(serviceOutputs.length);
  readonly #patternsFor = new Int32Array(serviceOutputs.length);
  /** A text as the model is shown it, and the words of it that are said; by their numbers. */
  #shown = new Int32Array(256);
  #said = new Int32Array(256);
  #saidCount = 0;

  constructor(file: ModelFile) {
    this.#model = new LinearModel(onlyModel(file));
    const { settled, phrases, patterns } = file.extra as ServiceExtra;
    const known = new KnownWords();
    this.#settled = settled;
    // Patterns first: their words then have low numbers, and what books keep by these is short.
    this.#patterns = patternBooks(patterns, known);
    this.#phrases = phraseBook(Object.entries(phrases), known);
  }

  find(text: string, language: LanguageName): ServiceFinding {
    const shown = this.#show(text);
    if (this.#saidCount === 0) return nothing;
    const phrases = phrasesOf(this.#said, this.#saidCount, this.#phrases);
    const patterns = patternsOf(this.#said, this.#saidCount, this.#patterns, language);
    const settled = this.#settled[learnedOf(language)];
    const shares = this.#probabilities(shown, phrases, patterns, settled);
    const seen: Seen = { shares, met: [...phrases, ...patterns], settled };
    // What is in no language is in none of these kinds either: numbers, names, a shout.
    const kindsFound = language === 'und' && this.#saidCount < 2 ? [] : this.#all(kinds, seen);
    return {
      kinds: kindsFound,
      severity: this.#surest(severities, seen),
      vulnerable: this.#all(vulnerabilities, seen),
      threats: ownWords(this.#all(threats, seen)),
      abuse: this.#found('abuse', seen),
      spam: this.#found('spam', seen),
      target: this.#surest(targetNames, seen),
    };
  }

  /** Writes the numbers of `serviceWords`, and of those that are said; answers how many the former are. */
  #show(text: string): number {
    const { meaning, meanings } = cutText(text);
    const marks = formOf(text, meanings);
    const count = meanings + marks.length;
    if (this.#shown.length < count) {
      this.#shown = new Int32Array(2 * count);
      this.#said = new Int32Array(2 * count);
    }
    let said = 0;
    for (let n = 0; n < meanings; n++) {
      const number = meaning[n]!;
      this.#shown[n] = number;
      if (vocabulary.words[number]!.charCodeAt(0) > 32) this.#said[said++] = number;
    }
    this.#shown.set(marks, meanings);
    this.#saidCount = said;
    return count;
  }

  #found<Name extends ServiceOutput>(name: Name, { shares, met, settled }: Seen): Found<Name> | null {
    const confidence = shares[columns.get(name)!]!;
    return confidence >= settled.from[name] ? { name, confidence, because: this.#causes(met, name) } : null;
  }

  #all<Name extends ServiceOutput>(names: readonly Name[], seen: Seen): Found<Name>[] {
    const all: Found<Name>[] = [];
    for (const name of names) {
      const found = this.#found(name, seen);
      if (found !== null) all.push(found);
    }
    return all;
  }

  /** What the words as a whole and the phrases in them make probable, output by output. */
  #probabilities(
    shown: number,
    phrases: readonly Met[],
    patterns: readonly Met[],
    { evidence: weights }: Settled,
  ): Float64Array {
    const scores = this.#scores;
    this.#model.scoreNumbers(this.#shown, shown, scores);
    countInto(this.#phrasesFor, phrases);
    countInto(this.#patternsFor, patterns);
    for (let o = 0; o < scores.length; o++) {
      const sum = sumOfEvidence(
        weights[serviceOutputs[o]!],
        scores[o]!,
        this.#phrasesFor[o]!,
        this.#patternsFor[o]!,
      );
      scores[o] = toProbability(sum);
    }
    return scores;
  }

  /** The one that is surest, measured by how sure it must be. */
  #surest<Name extends ServiceOutput>(
    names: readonly Name[],
    { shares, met, settled: { from } }: Seen,
  ): Found<Name> | null {
    let best: { name: Name; confidence: number; over: number } | null = null;
    for (const name of names) {
      const confidence = shares[columns.get(name)!]!;
      const over = confidence / from[name];
      if (over >= 1 && (best === null || over > best.over)) best = { name, confidence, over };
    }
    return best === null
      ? null
      : { name: best.name, confidence: best.confidence, because: this.#causes(met, best.name) };
  }

  /** The phrases that speak for it; without one the words that together make up most of what speaks for it at all, neighbours joined. */
  #causes(met: readonly Met[], name: ServiceOutput): string[] {
    const own = met.filter(({ says }) => says.includes(name));
    const words = [...this.#said.subarray(0, this.#saidCount)].map((number) => vocabulary.words[number]!);
    if (own.length > 0) return own.map(({ at, size }) => words.slice(at, at + size).join(' '));
    const output = columns.get(name)!;
    const { parts } = this.#model;
    const votes = words.map((word, at) => {
      // A sign is no reason that anybody could follow.
      return hasLetter(word) ? Math.max(0, parts[this.#model.partAt(this.#said[at]!) + output]!) : 0;
    });
    const sum = votes.reduce((all, vote) => all + vote, 0);
    const order = [...votes.keys()].sort((a, b) => votes[b]! - votes[a]! || a - b);
    const chosen = new Set<number>();
    let share = 0;
    for (const at of order) {
      if (share >= 0.5 * sum || chosen.size >= 5 || votes[at] === 0) break;
      chosen.add(at);
      share += votes[at]!;
    }
    return joined(words, chosen);
  }
}

/** Beside a threat against oneself one against others must be so sure. */
const besideSelf = 0.8;

/** "I will kill" is most of "I will kill myself", and sounds like a threat against others. One against oneself is never left out: help is offered for it. */
function ownWords(found: Found<Threat>[]): Found<Threat>[] {
  const self = found.find(({ name }) => name === 'self')?.confidence ?? 0;
  return found.filter(({ name, confidence }) => name === 'self' || confidence >= besideSelf * self);
}

function countInto(counts: Int32Array, met: readonly Met[]): void {
  counts.fill(0);
  for (const { says } of met)
    for (const name of says) {
      const column = columns.get(name);
      if (column !== undefined) counts[column]!++;
    }
}

/** The facts of `evidence`, each weighed, without writing them down. */
function sumOfEvidence(weights: readonly number[], score: number, phrases: number, patterns: number): number {
  const [always = 0, words = 0, phrase = 0, phraseMore = 0, pattern = 0, patternMore = 0] = weights;
  let sum = always + score * words;
  if (phrases > 0) sum += phrase;
  if (phrases > 1) sum += phraseMore;
  if (patterns > 0) sum += pattern;
  if (patterns > 1) sum += patternMore;
  return sum;
}

function joined(words: readonly string[], chosen: ReadonlySet<number>): string[] {
  const runs: string[] = [];
  words.forEach((word, at) => {
    if (!chosen.has(at)) return;
    if (chosen.has(at - 1)) runs[runs.length - 1] += ` ${word}`;
    else runs.push(word);
  });
  return runs;
}
