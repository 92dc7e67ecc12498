import { kinds } from '../src/domain/finding.ts';
import { type Parameters, tableOf, toProbability } from '../src/understanding/linearModel.ts';
import type { MeaningExtra } from '../src/understanding/meaning.ts';
import { type Lessons, learnPerceptron, type Perceptron, scoresOf, together } from './perceptron.ts';
import { commonWords, dimensions, encode } from './teacher/encode.ts';

/** An English text to learn from. */
export interface Lesson {
  text: string;
  words: readonly string[];
  /** 1 or 0 for each of `kinds`. */
  targets: readonly number[];
  /** The trial that must not see it. */
  fold: number;
}

export interface Meanings {
  vectors: Parameters;
  words: readonly string[];
  extra: MeaningExtra;
  /** For each text its scores by a model that had not seen it. */
  unseen: readonly (readonly number[])[];
  /** For each text how likely a teacher that has seen all of them holds each kind, */
  taught: readonly (readonly number[])[];
  /** and the same for each trial, by a teacher that has seen no more than the trial may; a text of the trial's own fold has none. */
  taughtInTrial: readonly (readonly (readonly number[] | undefined)[])[];
}

/** Words with a vector: rows of the table, 2^bits. */
const bits = 15;
const schooling = { hidden: 64, rounds: 12, rate: 0.001, left: 0.3 };
/** Several are asked and their mean is taken: what the order of texts made of each is evened out. */
const seeds = [43, 44];
/** A word that stands in this share of texts counts half (Arora, Liang, Ma, A Simple but Tough-to-Beat Baseline for Sentence Embeddings, 2017). */
const half = 0.015;
/** The largest weight of a word, as the table keeps them. */
const heaviest = 15;

const kindsOf = kinds.length;

/**
 * Learns to tell the kinds of English texts by the vectors of their words. A sentence encoder is the teacher twice: it gives each single word its vector, and a perceptron on its vectors of whole
 * texts gives the probabilities that are learned here (Hinton, Vinyals, Dean, Distilling the Knowledge in a Neural Network, 2015).
 */
export async function learnMeanings(
  lessons: readonly Lesson[],
  folds: number,
  say: (line: string) => void,
): Promise<Meanings> {
  const words = wordsFor(lessons);
  const ofWords = centred(await encode(words, say));
  const ofTexts = await encode(
    lessons.map(({ text }) => bare(text)),
    say,
  );
  const weights = weightsOf(words, lessons);
  const summed = sums(lessons, words, { ofWords, weights });
  const hard = Float32Array.from(lessons.flatMap(({ targets }) => [...targets]));
  const learned = (rows: readonly number[]) => {
    const shape = { width: dimensions, outputs: kindsOf, rows };
    const several = (lesson: Omit<Lessons, keyof typeof shape>) =>
      together(seeds.map((seed) => learnPerceptron({ ...shape, ...lesson }, { ...schooling, seed })));
    const teacher = several({ vectors: ofTexts, targets: hard });
    const soft = new Float32Array(hard.length);
    const taught: number[][] = [];
    for (const row of rows) {
      taught[row] = scoresOf(teacher, ofTexts, dimensions, row).map(toProbability);
      soft.set(taught[row], row * kindsOf);
    }
    return { own: several({ vectors: summed, targets: soft }), taught };
  };
  const unseen: number[][] = [];
  const taughtInTrial: number[][][] = [];
  for (let fold = 0; fold < folds; fold++) {
    const { own: trial, taught } = learned([...lessons.keys()].filter((at) => lessons[at]!.fold !== fold));
    taughtInTrial.push(taught);
    lessons.forEach((lesson, at) => {
      if (lesson.fold === fold) unseen[at] = scoresOf(trial, summed, dimensions, at);
    });
    say(`meanings: ${fold + 1} of ${folds} trials done`);
  }
  const { own, taught } = learned([...lessons.keys()]);
  return {
    vectors: folded(own, ofWords, weights),
    words,
    extra: { weights: outputsOf(own) },
    unseen,
    taught,
    taughtInTrial,
  };
}

/** A text as the encoder is shown it: it knows no handles and no links. */
const bare = (text: string): string =>
  text
    .replace(/https?:\S+/g, ' ')
    .replace(/[@#]/g, ' ')
    .trim();

/** Those of our texts that stand in more than one, then the most common of the language. */
function wordsFor(lessons: readonly Lesson[]): string[] {
  const own = [...countsOf(lessons)].filter(([, count]) => count > 1).map(([word]) => word);
  return [...new Set([...own, ...commonWords()])]
    .filter((word) => /^(?:[a-z][a-z'’-]*|[!?.,])$/.test(word))
    .slice(0, 2 ** bits);
}

/** In how many texts each word stands. */
function countsOf(lessons: readonly Lesson[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { words } of lessons)
    for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function weightsOf(words: readonly string[], lessons: readonly Lesson[]): Float64Array {
  const counts = countsOf(lessons);
  return Float64Array.from(words, (word) => {
    const share = (counts.get(word) ?? 0) / lessons.length;
    // In the steps in which the table keeps them.
    return Math.max(1, Math.round((16 * heaviest * half) / (half + share))) / 16;
  });
}

/** Vectors without what all of them share. */
function centred(vectors: Float32Array): Float32Array {
  const count = vectors.length / dimensions;
  const means = new Float64Array(dimensions);
  for (let at = 0; at < vectors.length; at++) means[at % dimensions]! += vectors[at]! / count;
  return vectors.map((value, at) => value - means[at % dimensions]!);
}

/** For each text the weighted sum of its words' vectors, divided by the length of the weights. */
function sums(
  lessons: readonly Lesson[],
  words: readonly string[],
  { ofWords, weights }: { ofWords: Float32Array; weights: Float64Array },
): Float32Array {
  const places = new Map(words.map((word, at) => [word, at]));
  const all = new Float32Array(lessons.length * dimensions);
  lessons.forEach((lesson, n) => {
    const known = lesson.words.flatMap((word) => places.get(word) ?? []);
    const length = Math.sqrt(known.reduce((sum, at) => sum + weights[at]! ** 2, 0)) || 1;
    for (const at of known)
      for (let d = 0; d < dimensions; d++)
        all[n * dimensions + d]! += (weights[at]! / length) * ofWords[at * dimensions + d]!;
  });
  return all;
}

/** The table of the words: what each adds to each hidden unit, by its first layer, rounded to bytes. */
function folded(own: Perceptron, ofWords: Float32Array, weights: Float64Array): Parameters {
  const rows = 2 ** bits;
  const { hidden } = own;
  const values = new Float32Array(rows * hidden);
  for (let row = 0; row < weights.length; row++)
    for (let d = 0; d < dimensions; d++)
      for (let h = 0; h < hidden; h++)
        values[row * hidden + h]! += ofWords[row * dimensions + d]! * own.first[d * hidden + h]!;
  const steps = Array.from({ length: hidden }, (_, h) => {
    let most = 0;
    for (let row = 0; row < rows; row++) most = Math.max(most, Math.abs(values[row * hidden + h]!));
    return most / 127 || 1;
  });
  const bytes = Int8Array.from(values, (value, at) => Math.round(value / steps[at % hidden]!));
  const telling = new Uint8Array(rows);
  weights.forEach((weight, row) => {
    telling[row] = Math.round(16 * weight);
  });
  return {
    shape: { bits, characters: { from: 0, to: 0 }, pairs: false },
    outputs: steps.map((_, h) => `unit ${h}`),
    steps,
    biases: [...own.firstBias],
    table: tableOf(bytes, telling, hidden),
  };
}

const outputsOf = ({ hidden, outputs, second, secondBias }: Perceptron): number[][] =>
  Array.from({ length: outputs }, (_, o) => [
    ...Array.from({ length: hidden }, (_, h) => second[h * outputs + o]!),
    secondBias[o]!,
  ]);
