import { type GramShape, gramFrom, gramsOfWord, mostGrams } from './grams.ts';
import { vocabulary } from './vocabulary.ts';

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

/**
 * Scores of a text: for every output the sum over its grams of weight times telling, divided by the length of the text's vector, plus the bias. What a word adds
 * is kept by its number in the vocabulary, since a few thousand words are most of what people write.
 */
export class LinearModel {
  /** By the number of a word: what it adds to each output before the division by the text's length, then what it adds to the square of that length. */
  readonly parts: Float32Array;
  readonly #parameters: Parameters;
  /** Outputs, and one. */
  readonly #width: number;
  /** By number: the birth of the word whose part is kept. */
  readonly #births = new Uint32Array(vocabulary.size);
  /** What a word's grams are while they are added up: where the weights of each begin, and how telling it is. */
  readonly #rows = new Int32Array(mostGrams);
  readonly #tells = new Int32Array(mostGrams);
  readonly #numbers: Int32Array = new Int32Array(1);

  constructor(parameters: Parameters) {
    this.#parameters = parameters;
    this.#width = parameters.outputs.length + 1;
    this.parts = new Float32Array(vocabulary.size * this.#width);
  }

  /** Writes a score an output into `scores`. */
  score(words: readonly string[], scores: Float64Array): void {
    scores.fill(0);
    let square = 0;
    let before = -1;
    let beginning = 0;
    for (const word of words) {
      // Each stands alone: however many there are, the vocabulary has room.
      vocabulary.begin();
      const number = vocabulary.numberOf(word);
      this.#numbers[0] = number;
      square += this.#sum(this.#numbers, 1, scores);
      if (this.#parameters.shape.pairs && before >= 0) square += this.#addPair(beginning, number, scores);
      before = number;
      beginning = vocabulary.beginnings[number]!;
    }
    this.#finish(square, scores);
  }

  /** The same for the first `count` words by their numbers. */
  scoreNumbers(numbers: Int32Array, count: number, scores: Float64Array): void {
    scores.fill(0);
    this.#finish(this.#sum(numbers, count, scores), scores);
  }

  /** Where in `parts` stands what a word adds. */
  partAt(number: number): number {
    const at = number * this.#width;
    if (this.#births[number] !== vocabulary.births[number]) this.#learn(number, at);
    return at;
  }

  /** What a word adds to each output before the division by the text's length; the last number is what it adds to the square of that length. */
  partOfWord(word: string): Float32Array {
    const at = this.partAt(vocabulary.numberOf(word));
    return this.parts.slice(at, at + this.#width);
  }

  /** Adds words and pairs to the scores; answers what they add to the square of the length. */
  #sum(numbers: Int32Array, count: number, scores: Float64Array): number {
    const { parts } = this;
    const { pairs } = this.#parameters.shape;
    const k = scores.length;
    let square = 0;
    for (let n = 0; n < count; n++) {
      const number = numbers[n]!;
      const at = this.partAt(number);
      for (let o = 0; o < k; o++) scores[o]! += parts[at + o]!;
      square += parts[at + k]!;
      if (pairs && n > 0)
        square += this.#addPair(vocabulary.beginnings[numbers[n - 1]!]!, number, scores);
    }
    return square;
  }

  #finish(square: number, scores: Float64Array): void {
    const { biases } = this.#parameters;
    const length = square > 0 ? Math.sqrt(square) : 1;
    for (let o = 0; o < scores.length; o++) scores[o] = scores[o]! / length + biases[o]!;
  }

  /** Pairs are too many to be remembered; each is one row, added where it stands. Answers what it adds to the square of the length. */
  #addPair(beginning: number, second: number, scores: Float64Array): number {
    const { weights, steps, telling, shape } = this.#parameters;
    const row = gramFrom(shape, beginning, vocabulary.words[second]!);
    const tell = telling[row]! / 16;
    if (tell === 0) return 0;
    const k = scores.length;
    for (let o = 0; o < k; o++) scores[o]! += tell * weights[row * k + o]! * steps[o]!;
    return tell * tell;
  }

  #learn(number: number, at: number): void {
    const { shape, telling, weights, steps } = this.#parameters;
    const { parts } = this;
    const rows = this.#rows;
    const tells = this.#tells;
    const k = this.#width - 1;
    const grams = gramsOfWord(shape, vocabulary.words[number]!, rows);
    let count = 0;
    let square = 0;
    for (let g = 0; g < grams; g++) {
      const row = rows[g]!;
      const tell = telling[row]!;
      if (tell === 0) continue;
      square += tell * tell;
      rows[count] = row * k;
      tells[count++] = tell;
    }
    // In sixteenths and steps, which are whole numbers: what they are worth is multiplied in once.
    sumRows(weights, rows, tells, count, k);
    for (let o = 0; o < k; o++) parts[at + o] = (sums[o]! * steps[o]!) / 16;
    parts[at + k] = square / 256;
    this.#births[number] = vocabulary.births[number]!;
  }
}

/** What `sumRows` answers; room for any model. */
const sums = new Int32Array(256);

/** Writes into `sums` the sum of rows of weights, each times how telling it is: four outputs at a time, which stay in registers. */
function sumRows(weights: Int8Array, rows: Int32Array, tells: Int32Array, count: number, k: number): void {
  let o = 0;
  for (; o + 4 <= k; o += 4) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let g = 0; g < count; g++) {
      const at = rows[g]! + o;
      const tell = tells[g]!;
      a = (a + Math.imul(tell, weights[at]!)) | 0;
      b = (b + Math.imul(tell, weights[at + 1]!)) | 0;
      c = (c + Math.imul(tell, weights[at + 2]!)) | 0;
      d = (d + Math.imul(tell, weights[at + 3]!)) | 0;
    }
    sums[o] = a;
    sums[o + 1] = b;
    sums[o + 2] = c;
    sums[o + 3] = d;
  }
  for (; o < k; o++) {
    let a = 0;
    for (let g = 0; g < count; g++) a = (a + Math.imul(tells[g]!, weights[rows[g]! + o]!)) | 0;
    sums[o] = a;
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
