import { type GramShape, gramOfPair, gramsOfWord, mostGrams } from './grams.ts';

/** A linear model as it is trained and as it is read from its file. */
export interface Parameters {
  shape: GramShape;
  /** What each column says. */
  outputs: readonly string[];
  /** Weight of row r for output k at r * outputs.length + k, in steps of `steps[k]`. */
  weights: Int8Array;
  steps: readonly number[];
  biases: readonly number[];
  /** How telling a row is (inverse document frequency) in sixteenths; 0: never seen in training, counts for nothing. */
  telling: Uint8Array;
}

/** What one word (or pair) adds: a number an output, then the square of its length. */
type Part = Float32Array;

/** Words remembered; the least lately met are forgotten in halves. */
const mostRemembered = 30_000;

/**
 * Scores of a text: for every output the sum over its grams of weight times telling, divided by the length of the text's vector, plus the bias. What a word adds
 * is remembered, since a few thousand words are most of what people write.
 */
export class LinearModel {
  readonly #parameters: Parameters;
  readonly #rows = new Int32Array(mostGrams);
  /** What a word adds while it is added up. */
  readonly #sums: Int32Array;
  #young = new Map<string, Part>();
  #old = new Map<string, Part>();

  constructor(parameters: Parameters) {
    this.#parameters = parameters;
    this.#sums = new Int32Array(parameters.outputs.length);
  }

  /** Writes a score an output into `scores`. */
  score(words: readonly string[], scores: Float64Array): void {
    const { outputs, biases, shape } = this.#parameters;
    const k = outputs.length;
    scores.fill(0);
    let square = 0;
    let before: string | null = null;
    for (const word of words) {
      square += this.#add(this.partOfWord(word), scores);
      if (shape.pairs && before !== null) square += this.#addPair(before, word, scores);
      before = word;
    }
    const length = square > 0 ? Math.sqrt(square) : 1;
    for (let o = 0; o < k; o++) scores[o] = scores[o]! / length + biases[o]!;
  }

  /** What a word adds to each output before the division by the text's length; the last number is what it adds to the square of that length. */
  partOfWord(word: string): Part {
    const known = this.#young.get(word) ?? this.#recall(word);
    if (known !== undefined) return known;
    const part = this.#sum(gramsOfWord(this.#parameters.shape, word, this.#rows));
    if (this.#young.size >= mostRemembered) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(word, part);
    return part;
  }

  #recall(key: string): Part | undefined {
    const part = this.#old.get(key);
    if (part !== undefined) this.#young.set(key, part);
    return part;
  }

  /** Pairs are too many to be remembered; each is one row, added where it stands. Answers what it adds to the square of the length. */
  #addPair(first: string, second: string, scores: Float64Array): number {
    const { weights, steps, telling, shape } = this.#parameters;
    const row = gramOfPair(shape, first, second);
    const tell = telling[row]! / 16;
    if (tell === 0) return 0;
    const k = scores.length;
    for (let o = 0; o < k; o++) scores[o]! += tell * weights[row * k + o]! * steps[o]!;
    return tell * tell;
  }

  #add(part: Part, scores: Float64Array): number {
    const k = scores.length;
    for (let o = 0; o < k; o++) scores[o]! += part[o]!;
    return part[k]!;
  }

  #sum(count: number): Part {
    const rows = this.#rows;
    const sums = this.#sums;
    const { outputs, weights, steps, telling } = this.#parameters;
    const k = outputs.length;
    let square = 0;
    sums.fill(0);
    // In sixteenths and steps, which are whole numbers: what they are worth is multiplied in once.
    for (let g = 0; g < count; g++) {
      const row = rows[g]!;
      const tell = telling[row]!;
      if (tell === 0) continue;
      square += tell * tell;
      const at = row * k;
      for (let o = 0; o < k; o++) sums[o] = sums[o]! + tell * weights[at + o]!;
    }
    const part = new Float32Array(k + 1);
    for (let o = 0; o < k; o++) part[o] = (sums[o]! * steps[o]!) / 16;
    part[k] = square / 256;
    return part;
  }
}

/** Turns scores into shares that sum to one (softmax), in place. */
export function toShares(scores: Float64Array): void {
  let most = Number.NEGATIVE_INFINITY;
  for (const score of scores) most = Math.max(most, score);
  let sum = 0;
  for (let o = 0; o < scores.length; o++) {
    scores[o] = Math.exp(scores[o]! - most);
    sum += scores[o]!;
  }
  for (let o = 0; o < scores.length; o++) scores[o]! /= sum;
}

/** A score as a probability (logistic). */
export const toProbability = (score: number): number => 1 / (1 + Math.exp(-score));

/** What a few facts make probable, each weighed. A fact without a weight counts for nothing. */
export const probabilityOf = (facts: readonly number[], weights: readonly number[]): number =>
  toProbability(facts.reduce((sum, fact, at) => sum + fact * (weights[at] ?? 0), 0));
