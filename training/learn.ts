import type { GramShape } from '../src/understanding/grams.ts';
import { gramOfPair, gramsOfWord, mostGrams } from '../src/understanding/grams.ts';
import { toProbability, toShares } from '../src/understanding/linearModel.ts';
import { randomFrom } from './random.ts';

/** One text to learn from. */
export interface Example {
  words: readonly string[];
  /** One target an output, 0 to 1; -1: this text says nothing about this output. */
  targets: readonly number[];
  /** How much it counts; 1 is usual. */
  weight: number;
}

export interface Course {
  shape: GramShape;
  outputs: readonly string[];
  /** The outputs exclude each other (softmax), or each stands alone (logistic). */
  oneOf: boolean;
  /** Times that every text is seen. */
  rounds: number;
  /** Weights are the mean of what they were after each of the last so many rounds: what the order of texts made of them is evened out (biases, which every text moves, are the last round's). Left out: 1. */
  averaged?: number;
  /** First step of AdaGrad. */
  rate: number;
  /** Rows that occur in fewer texts are left out. */
  leastTexts: number;
  seed: number;
  /** How much naive Bayes is added, which says more than logistic regression where texts are few; 0: none. */
  bayes: number;
  /** For outputs that stand alone: how much more a text counts in which it holds; rare things would drown otherwise. */
  positives?: readonly number[];
}

/** Weights as they were learned, not yet rounded. Row r, output k at r * outputs.length + k. */
export interface Learned {
  weights: Float32Array;
  biases: Float32Array;
  telling: Float32Array;
}

/** The rows of a text, a row as often as it occurs. */
export function rowsOf(shape: GramShape, words: readonly string[]): Int32Array {
  const room = new Int32Array(mostGrams);
  const rows: number[] = [];
  let before: string | null = null;
  for (const word of words) {
    for (let i = 0, n = gramsOfWord(shape, word, room); i < n; i++) rows.push(room[i]!);
    if (shape.pairs && before !== null) rows.push(gramOfPair(shape, before, word));
    before = word;
  }
  return Int32Array.from(rows);
}

/**
 * Logistic regression (multinomial where the outputs exclude each other) over hashed grams weighted by inverse document frequency and brought to length 1, by
 * AdaGrad (Duchi, Hazan, Singer 2011), one text after the other in an order that the seed shuffles: the same input gives the same weights.
 */
export function learn(examples: readonly Example[], course: Course): Learned {
  const rows = examples.map(({ words }) => rowsOf(course.shape, words));
  const telling = tellingOf(rows, course);
  const lengths = rows.map((list) => lengthOf(list, telling));
  const state = begin(course);
  const order = Int32Array.from(examples.keys());
  const random = randomFrom(course.seed);
  const averaged = course.averaged ?? 1;
  const mean = new Float32Array(state.weights.length);
  for (let round = 1; round <= course.rounds; round++) {
    shuffle(order, random);
    for (const at of order) step(state, rows[at]!, telling, lengths[at]!, examples[at]!, course);
    if (round > course.rounds - averaged) addTo(mean, state.weights, averaged);
  }
  state.weights.set(mean);
  if (course.bayes > 0) addBayes(state, examples, rows, telling, course);
  return { weights: state.weights, biases: state.biases, telling };
}

function addTo(mean: Float32Array, weights: Float32Array, parts: number): void {
  for (let at = 0; at < mean.length; at++) mean[at]! += weights[at]! / parts;
}

interface State {
  weights: Float32Array;
  squares: Float32Array;
  biases: Float32Array;
  biasSquares: Float32Array;
  scores: Float64Array;
}

function begin({ shape, outputs }: Course): State {
  const k = outputs.length;
  return {
    weights: new Float32Array(2 ** shape.bits * k),
    squares: new Float32Array(2 ** shape.bits * k),
    biases: new Float32Array(k),
    biasSquares: new Float32Array(k).fill(1),
    scores: new Float64Array(k),
  };
}

/** ln((n + 1) / (df + 1)) + 1 for each row; 0 for rows too rare. */
function tellingOf(texts: readonly Int32Array[], { shape, leastTexts }: Course): Float32Array {
  const seen = new Int32Array(2 ** shape.bits).fill(-1);
  const counts = new Int32Array(2 ** shape.bits);
  texts.forEach((rows, at) => {
    for (const row of rows) {
      if (seen[row] === at) continue;
      seen[row] = at;
      counts[row]!++;
    }
  });
  return Float32Array.from(counts, (count) =>
    count < leastTexts || count === 0 ? 0 : Math.log((texts.length + 1) / (count + 1)) + 1,
  );
}

function lengthOf(rows: Int32Array, telling: Float32Array): number {
  let square = 0;
  for (const row of rows) square += telling[row]! * telling[row]!;
  return square > 0 ? Math.sqrt(square) : 1;
}

function step(
  state: State,
  rows: Int32Array,
  telling: Float32Array,
  length: number,
  example: Example,
  course: Course,
): void {
  const { weights, squares, biases, biasSquares, scores } = state;
  const k = scores.length;
  for (let o = 0; o < k; o++) scores[o] = biases[o]!;
  for (const row of rows) {
    const x = telling[row]! / length;
    if (x === 0) continue;
    for (let o = 0; o < k; o++) scores[o]! += x * weights[row * k + o]!;
  }
  toFaults(scores, example, course);
  for (let o = 0; o < k; o++) {
    biasSquares[o]! += scores[o]! * scores[o]!;
    biases[o]! -= (course.rate * scores[o]!) / Math.sqrt(biasSquares[o]!);
  }
  for (const row of rows) {
    const x = telling[row]! / length;
    if (x === 0) continue;
    for (let o = 0; o < k; o++) {
      const slope = x * scores[o]!;
      if (slope === 0) continue;
      const at = row * k + o;
      squares[at]! += slope * slope;
      weights[at]! -= (course.rate * slope) / (Math.sqrt(squares[at]!) + 1e-6);
    }
  }
}

/** From scores to how far each output is off, weighted, in place. */
function toFaults(scores: Float64Array, { targets, weight }: Example, course: Course): void {
  if (course.oneOf) {
    toShares(scores);
    for (let o = 0; o < scores.length; o++) scores[o] = (scores[o]! - targets[o]!) * weight;
    return;
  }
  for (let o = 0; o < scores.length; o++)
    scores[o] =
      targets[o]! < 0
        ? 0
        : (toProbability(scores[o]!) - targets[o]!) *
          weight *
          (targets[o]! > 0.5 ? (course.positives?.[o] ?? 1) : 1);
}

function shuffle(order: Int32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = order[i]!;
    order[i] = order[j]!;
    order[j] = kept;
  }
}

/** A gram counts as met this often more than it was, in every class. */
const smoothing = 1;

/**
 * Adds the weights of multinomial naive Bayes (log of a gram's share in each class), divided by how telling the gram is: as a sum over a text that is brought
 * to length 1 they then weigh each gram alike. Both are linear in the grams, so the sum is one model (compare Wang and Manning, Baselines and Bigrams, 2012).
 */
function addBayes(
  { weights }: State,
  examples: readonly Example[],
  rows: readonly Int32Array[],
  telling: Float32Array,
  { outputs, shape, bayes }: Course,
): void {
  const k = outputs.length;
  const counts = new Float32Array(2 ** shape.bits * k);
  const sums = outputs.map(() => 0);
  examples.forEach(({ targets, weight }, at) => {
    const o = targets.indexOf(1);
    for (const row of rows[at]!) {
      counts[row * k + o]! += weight;
      sums[o]! += weight;
    }
  });
  const kinds = telling.reduce((n, tell) => n + (tell > 0 ? 1 : 0), 0);
  for (let row = 0; row < telling.length; row++) {
    if (telling[row] === 0) continue;
    const shares = outputs.map((_, o) =>
      Math.log((counts[row * k + o]! + smoothing) / (sums[o]! + smoothing * kinds)),
    );
    const middle = shares.reduce((sum, share) => sum + share, 0) / k;
    for (let o = 0; o < k; o++) weights[row * k + o]! += (bayes * (shares[o]! - middle)) / telling[row]!;
  }
}
