import { cutText } from './cut.ts';
import { LinearModel, probabilityOf, toShares } from './linearModel.ts';
import { type ModelFile, onlyModel } from './modelFile.ts';
import { vocabulary } from './vocabulary.ts';

/** The languages that are told apart, by their names in ISO 639-3. */
export const languages = ['eng', 'fra', 'swa', 'kin', 'pcm', 'hau', 'yor', 'ibo', 'amh', 'por'] as const;
export type Language = (typeof languages)[number];

/** What is said of a text's language: one of them, several, or that nobody could say ("undetermined" in ISO 639-2). */
export type LanguageName = Language | 'mixed' | 'und';

export interface LanguageFinding {
  name: LanguageName;
  /** 0 to 1. */
  confidence: number;
  /** The language that most of it is in, also when it is mixed; null when nobody could say. */
  chief: Language | null;
}

/** Fewer letters than these are taken for a language only when there is little doubt. */
const enoughLetters = 15;
/** Shorter texts are never called mixed: a greeting and a name are no second language. */
const wordsToMix = 5;

const cannotTell: LanguageFinding = { name: 'und', confidence: 0, chief: null };

/** What belongs to the model besides its weights. */
export interface LanguageExtra {
  /** Weights of `mixtureOf`, learned from texts that are mixed and texts that are not. */
  mixture: number[];
  /** By the chief language: above this a text is called mixed. */
  mixedFrom: Record<Language, number>;
  /** Scores are divided by it: shares are then as often right as they say. */
  temperature: number;
}

/** Tells the language of texts by the letters of their words. */
export class LanguageModel {
  readonly #model: LinearModel;
  readonly #extra: LanguageExtra;
  readonly #scores = new Float64Array(languages.length);

  constructor(file: ModelFile) {
    this.#model = new LinearModel(onlyModel(file));
    this.#extra = file.extra as LanguageExtra;
  }

  find(text: string): LanguageFinding {
    const { language: words, languages: count } = cutText(text);
    const letters = lettersOf(words, count);
    if (letters < 2) return cannotTell;
    const { shares, chief } = this.#shares(words, count);
    const sure = shares[chief]!;
    if (letters < enoughLetters && sure < 0.8) return cannotTell;
    const mixture = count < wordsToMix ? 0 : this.#mixed(words, count, chief);
    if (mixture > this.#extra.mixedFrom[languages[chief]!])
      return { name: 'mixed', confidence: mixture, chief: languages[chief]! };
    if (sure < 0.3) return cannotTell;
    return { name: languages[chief]!, confidence: sure, chief: languages[chief]! };
  }

  #shares(words: Int32Array, count: number): { shares: Float64Array; chief: number } {
    const scores = this.#scores;
    this.#model.scoreNumbers(words, count, scores);
    for (let o = 0; o < scores.length; o++) scores[o]! /= this.#extra.temperature;
    toShares(scores);
    let chief = 0;
    for (let o = 1; o < scores.length; o++) if (scores[o]! > scores[chief]!) chief = o;
    return { shares: scores, chief };
  }

  /** The probability that a second language carries a part of it. */
  #mixed(words: Int32Array, count: number, chief: number): number {
    const facts = mixtureOfNumbers(this.#model, words, count, { shares: this.#scores, chief });
    return probabilityOf(facts, this.#extra.mixture);
  }
}

/** English inside Nigerian Pidgin, and the other way round, is no mixture. */
const kin = (one: number, other: number): boolean =>
  (languages[one] === 'eng' && languages[other] === 'pcm') ||
  (languages[one] === 'pcm' && languages[other] === 'eng');

/** How much a neighbour's language counts for a word: a name between two Swahili words is read as Swahili. */
const neighbour = 0.6;
/** No word speaks louder than this for a second language. */
const loudest = 4;

/** Facts of which a rule learns whether a text is mixed: what a second language gains over the chief one, in how many words, in how long a run. At most 16,000 words. */
export function mixtureOf(
  model: LinearModel,
  words: readonly string[],
  shares: Float64Array,
  chief: number,
): number[] {
  const numbers = vocabulary.numbersOf(words);
  return mixtureOfNumbers(model, numbers, numbers.length, { shares, chief });
}

/** The same for the first `n` words by their numbers. */
function mixtureOfNumbers(
  model: LinearModel,
  words: Int32Array,
  n: number,
  { shares, chief }: { shares: Float64Array; chief: number },
): number[] {
  const k = shares.length;
  findLeaders(model, words, n, { k, chief });
  gains.fill(0);
  counts.fill(0);
  for (let at = 0; at < n; at++) {
    const best = bests[at]!;
    counts[best]!++;
    if (best !== chief) gains[best]! += Math.min(loudest, leads[at]!);
  }
  let second = -1;
  for (let o = 0; o < k; o++)
    if (o !== chief && !kin(o, chief) && (second < 0 || gains[o]! > gains[second]!)) second = o;
  const run = longestRun(n, second);
  const facts = [
    1,
    gains[second]! / 8,
    gains[second]! / n,
    Math.min(6, counts[second]!) / 3,
    counts[second]! / n,
    Math.min(6, run) / 3,
    run / n,
    Math.log(shares[second]! + 1e-4) / 4,
    shares[chief]!,
    Math.min(20, n) / 20,
    second === 0 ? 1 : 0,
  ];
  for (let o = 0; o < languages.length; o++) facts.push(o === chief ? 1 : 0);
  return facts;
}

const gains = new Float64Array(languages.length);
const counts = new Float64Array(languages.length);
/** Scores of words, a number a word and language; kept, since most texts are short. */
let alone = new Float64Array(128 * languages.length);
/** For each word the language that it speaks most for with its neighbours, and by how much more than for the chief one. */
let bests = new Uint8Array(128);
let leads = new Float64Array(128);

/** Fills `bests` and `leads`: the neighbours of a word count in part. */
function findLeaders(
  model: LinearModel,
  words: Int32Array,
  n: number,
  { k, chief }: { k: number; chief: number },
): void {
  scoreAlone(model, words, n, k);
  for (let at = 0; at < n; at++) {
    let best = 0;
    let most = Number.NEGATIVE_INFINITY;
    let ofChief = 0;
    for (let o = 0; o < k; o++) {
      const before = at > 0 ? alone[(at - 1) * k + o]! : 0;
      const after = at + 1 < n ? alone[(at + 1) * k + o]! : 0;
      const score = alone[at * k + o]! + neighbour * (before + after);
      if (o === chief) ofChief = score;
      if (score > most) {
        most = score;
        best = o;
      }
    }
    bests[at] = best;
    leads[at] = most - ofChief;
  }
}

/** Fills `alone`. */
function scoreAlone(model: LinearModel, words: Int32Array, n: number, k: number): void {
  if (alone.length < n * k) {
    alone = new Float64Array(2 * n * k);
    bests = new Uint8Array(2 * n);
    leads = new Float64Array(2 * n);
  }
  const { parts } = model;
  for (let at = 0; at < n; at++) {
    const part = model.partAt(words[at]!);
    const square = parts[part + k]!;
    const length = square > 0 ? Math.sqrt(square) : 1;
    for (let o = 0; o < k; o++) alone[at * k + o] = parts[part + o]! / length;
  }
}

function longestRun(n: number, language: number): number {
  let run = 0;
  let longest = 0;
  for (let at = 0; at < n; at++) {
    run = bests[at] === language ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** As `lettersIn` counts them. */
function lettersOf(words: Int32Array, count: number): number {
  let sum = Math.max(0, count - 1);
  for (let at = 0; at < count; at++) sum += vocabulary.words[words[at]!]!.length;
  return sum;
}
