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
  readonly #shape: GramShape;
  readonly #steps: Float64Array;
  readonly #biases: Float64Array;
  /** A row after the other, each of `#size` words of four bytes: how telling it is, then its weights; what is read together lies together. */
  readonly #table: Int32Array;
  readonly #size: number;
  /** Outputs, and one. */
  readonly #width: number;
  /** By number: the birth of the word whose part is kept. */
  readonly #births = new Uint32Array(vocabulary.size);
  readonly #numbers: Int32Array = new Int32Array(1);

  constructor({ shape, outputs, weights, steps, biases, telling }: Parameters) {
    this.#shape = shape;
    this.#steps = Float64Array.from(steps);
    this.#biases = Float64Array.from(biases);
    this.#width = outputs.length + 1;
    this.#size = Math.ceil(this.#width / 4);
    this.#table = tableOf(weights, telling, outputs.length, this.#size);
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
      if (this.#shape.pairs && before >= 0) square += this.#addPair(beginning, number, scores);
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
    const { pairs } = this.#shape;
    const k = scores.length;
    let square = 0;
    for (let n = 0; n < count; n++) {
      const number = numbers[n]!;
      const at = this.partAt(number);
      for (let o = 0; o < k; o++) scores[o]! += parts[at + o]!;
      square += parts[at + k]!;
      if (pairs && n > 0) square += this.#addPair(vocabulary.beginnings[numbers[n - 1]!]!, number, scores);
    }
    return square;
  }

  #finish(square: number, scores: Float64Array): void {
    const biases = this.#biases;
    const length = square > 0 ? Math.sqrt(square) : 1;
    for (let o = 0; o < scores.length; o++) scores[o] = scores[o]! / length + biases[o]!;
  }

  /** Pairs are too many to be remembered; each is one row, added where it stands. Answers what it adds to the square of the length. */
  #addPair(beginning: number, second: number, scores: Float64Array): number {
    const at = gramFrom(this.#shape, beginning, vocabulary.words[second]!) * this.#size;
    const table = this.#table;
    const tell = (table[at]! & 255) / 16;
    if (tell === 0) return 0;
    const steps = this.#steps;
    for (let o = 0; o < scores.length; o++) {
      const weight = (table[at + ((o + 1) >> 2)]! << (24 - 8 * ((o + 1) & 3))) >> 24;
      scores[o]! += tell * weight * steps[o]!;
    }
    return tell * tell;
  }

  #learn(number: number, at: number): void {
    const { parts } = this;
    const steps = this.#steps;
    const k = this.#width - 1;
    const grams = gramsOfWord(this.#shape, vocabulary.words[number]!, rows);
    const { count, square } = findRows(this.#table, this.#size, grams);
    // In sixteenths and steps, which are whole numbers: what they are worth is multiplied in once.
    for (let word = 0; word < this.#size; word++) sumWord(this.#table, word, count);
    for (let o = 0; o < k; o++) parts[at + o] = (sums[o + 1]! * steps[o]!) / 16;
    parts[at + k] = square / 256;
    this.#births[number] = vocabulary.births[number]!;
  }
}

/** What a word's grams are while they are added up: where the row of each begins, and how telling it is. */
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
 * Weights and how telling rows are in one table, of which a row is `size` words of four bytes, the first byte the lowest. Rows that count for nothing are left as they
 * are: nobody reads on there, and the machine gives no memory for what was never written.
 */
function tableOf(weights: Int8Array, telling: Uint8Array, k: number, size: number): Int32Array {
  const table = new Int32Array(telling.length * size);
  for (let row = 0; row < telling.length; row++) {
    if (telling[row] === 0) continue;
    let at = row * size;
    let four = telling[row]!;
    let shift = 8;
    const end = (row + 1) * k;
    for (let from = row * k; from < end; from++) {
      four |= (weights[from]! & 255) << shift;
      shift = (shift + 8) & 31;
      if (shift !== 0) continue;
      table[at++] = four;
      four = 0;
    }
    if (shift !== 0) table[at] = four;
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
