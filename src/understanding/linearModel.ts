import { type GramShape, gramFrom, gramsOfWord, mostGrams } from './grams.ts';
import { vocabulary } from './vocabulary.ts';

/** A linear model as it is trained and as it is read from its file. */
export interface Parameters {
  shape: GramShape;
  /** What each column says. */
  outputs: readonly string[];
  /** What one of the table's weights is worth, by output. */
  steps: readonly number[];
  biases: readonly number[];
  /** Rows one after the other, as `tableOf` makes them. It is not copied. */
  table: Int32Array;
}

/** Words of four bytes that a row takes. */
export const sizeOfRow = (outputs: number): number => Math.ceil((outputs + 1) / 4);

/**
 * Scores of a text: for every output the sum over its grams of weight times telling, divided by the length of the text's vector, plus the bias. What a word adds
 * is kept by its number in the vocabulary, since a few thousand words are most of what people write.
 */
export class LinearModel {
  /** By the number of a word: what it adds to each output before the division by the text's length, then what it adds to the square of that length. */
  readonly parts: Float32Array;
  readonly #shape: GramShape;
  readonly #steps: Float64Array;
  readonly #biases: Float64Array;
  readonly #table: Int32Array;
  readonly #size: number;
  /** Outputs, and one. */
  readonly #width: number;
  /** By number: the birth of the word whose part is kept. */
  readonly #births = new Uint32Array(vocabulary.size);
  readonly #numbers: Int32Array = new Int32Array(1);

  constructor({ shape, outputs, steps, biases, table }: Parameters) {
    this.#shape = shape;
    this.#steps = Float64Array.from(steps);
    this.#biases = Float64Array.from(biases);
    this.#width = outputs.length + 1;
    this.#size = sizeOfRow(outputs.length);
    this.#table = table;
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
      if (this.#shape.pairs && before >= 0) {
        rows[0] = gramFrom(this.#shape, beginning, vocabulary.hashes[number]!);
        square += this.#addRows(1, scores);
      }
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

  /** The same for rows of the table by their numbers, each as often as it occurs. */
  scoreRows(of: Int32Array, count: number, scores: Float64Array): void {
    scores.fill(0);
    let square = 0;
    for (let from = 0; from < count; from += mostGrams) {
      const some = Math.min(mostGrams, count - from);
      for (let n = 0; n < some; n++) rows[n] = of[from + n]!;
      square += this.#addRows(some, scores);
    }
    this.#finish(square, scores);
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
    const k = scores.length;
    let square = 0;
    for (let n = 0; n < count; n++) {
      const at = this.partAt(numbers[n]!);
      for (let o = 0; o < k; o++) scores[o]! += parts[at + o]!;
      square += parts[at + k]!;
    }
    return this.#shape.pairs ? square + this.#sumPairs(numbers, count, scores) : square;
  }

  /** Pairs are too many to be remembered: each is a row, and the rows of a text are added together. */
  #sumPairs(numbers: Int32Array, count: number, scores: Float64Array): number {
    let square = 0;
    let grams = 0;
    for (let n = 1; n < count; n++) {
      if (grams === mostGrams) {
        square += this.#addRows(grams, scores);
        grams = 0;
      }
      const beginning = vocabulary.beginnings[numbers[n - 1]!]!;
      rows[grams++] = gramFrom(this.#shape, beginning, vocabulary.hashes[numbers[n]!]!);
    }
    return square + this.#addRows(grams, scores);
  }

  #finish(square: number, scores: Float64Array): void {
    const biases = this.#biases;
    const length = square > 0 ? Math.sqrt(square) : 1;
    for (let o = 0; o < scores.length; o++) scores[o] = scores[o]! / length + biases[o]!;
  }

  /** Adds the first `grams` of `rows`; answers what they add to the square of the length. */
  #addRows(grams: number, scores: Float64Array): number {
    if (grams === 0) return 0;
    const steps = this.#steps;
    const square = this.#sumRows(grams);
    for (let o = 0; o < scores.length; o++) scores[o]! += (sums[o + 1]! * steps[o]!) / 16;
    return square;
  }

  /** Writes into `sums` what the first `grams` of `rows` add, in sixteenths and steps, which are whole numbers: what they are worth is multiplied in once. */
  #sumRows(grams: number): number {
    const { count, square } = findRows(this.#table, this.#size, grams);
    for (let word = 0; word < this.#size; word++) sumWord(this.#table, word, count);
    return square / 256;
  }

  #learn(number: number, at: number): void {
    const { parts } = this;
    const steps = this.#steps;
    const k = this.#width - 1;
    const grams = gramsOfWord(this.#shape, vocabulary.words[number]!, rows);
    const square = this.#sumRows(grams);
    for (let o = 0; o < k; o++) parts[at + o] = (sums[o + 1]! * steps[o]!) / 16;
    parts[at + k] = square;
    this.#births[number] = vocabulary.births[number]!;
  }
}

/** Rows while they are added up: where each begins, and how telling it is. */
const rows = new Int32Array(mostGrams);
const tells = new Int32Array(mostGrams);
/** Sums of the bytes of rows, each times how telling the row is; room for any model. */
const sums = new Int32Array(256);

/** Keeps of `rows` those that were seen in training, as places in the table. Answers how many, and the sum of squares of how telling they are. */
function findRows(table: Int32Array, size: number, grams: number): { count: number; square: number } {
  let count = 0;
  let square = 0;
  for (let g = 0; g < grams; g++) {
    const at = rows[g]! * size;
    const tell = table[at]! & 255;
    square += tell * tell;
    rows[count] = at;
    tells[count] = tell;
    if (tell > 0) count++;
  }
  return { count, square };
}

/** Sums the four bytes of a word of every row, which stay in registers meanwhile. */
function sumWord(table: Int32Array, word: number, count: number): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let g = 0; g < count; g++) {
    const four = table[rows[g]! + word]!;
    const tell = tells[g]!;
    a = (a + Math.imul(tell, (four << 24) >> 24)) | 0;
    b = (b + Math.imul(tell, (four << 16) >> 24)) | 0;
    c = (c + Math.imul(tell, (four << 8) >> 24)) | 0;
    d = (d + Math.imul(tell, four >> 24)) | 0;
  }
  sums[4 * word] = a;
  sums[4 * word + 1] = b;
  sums[4 * word + 2] = c;
  sums[4 * word + 3] = d;
}

/**
 * The table of a model of `k` outputs. A row is `sizeOfRow` words of four bytes, the first byte the lowest: how telling the row is (inverse document frequency) in
 * sixteenths, then its weights in steps; what is read together lies together. Rows that count for nothing (telling 0: never seen in training) are left empty.
 * `weights`: of row r for output o at r * k + o. `telling`: by row.
 */
export function tableOf(weights: Int8Array, telling: Uint8Array, k: number): Int32Array {
  const size = sizeOfRow(k);
  const table = new Int32Array(telling.length * size);
  for (let row = 0; row < telling.length; row++) {
    if (telling[row] === 0) continue;
    for (let byte = 0; byte <= k; byte++) {
      const value = byte === 0 ? telling[row]! : weights[row * k + byte - 1]! & 255;
      table[row * size + (byte >> 2)]! |= value << (8 * (byte & 3));
    }
  }
  return table;
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
