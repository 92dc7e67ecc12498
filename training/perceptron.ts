import { toProbability } from '../src/understanding/linearModel.ts';
import { randomFrom } from './random.ts';

/** One hidden layer of rectified units and logistic outputs. Weight of input d to unit h at d * hidden + h, of unit h to output o at h * outputs + o. */
export interface Perceptron {
  hidden: number;
  outputs: number;
  first: Float32Array;
  firstBias: Float32Array;
  second: Float32Array;
  secondBias: Float32Array;
}

export interface Lessons {
  /** Vectors of `width` numbers, one behind the other. */
  vectors: Float32Array;
  width: number;
  /** Targets from 0 to 1, `outputs` for each vector. */
  targets: Float32Array;
  outputs: number;
  /** Which of them are learned from. */
  rows: readonly number[];
}

export interface Schooling {
  hidden: number;
  /** Times that every text is seen. */
  rounds: number;
  rate: number;
  /** Share of hidden units that are left out of a step (Srivastava et al., Dropout, 2014). */
  left: number;
  seed: number;
}

const batch = 64;
/** Of Adam (Kingma and Ba, 2015), and how much a step shortens every weight (Loshchilov and Hutter, Decoupled Weight Decay, 2019). */
const [momentum, memory, tiny, decay] = [0.9, 0.999, 1e-8, 1e-4];

/** Learns by Adam; the same lessons and seed give the same weights. */
export function learnPerceptron(lessons: Lessons, schooling: Schooling): Perceptron {
  const scaled = scale(lessons);
  const random = randomFrom(schooling.seed);
  const own = begin(lessons, schooling, random);
  const layers = [own.first, own.firstBias, own.second, own.secondBias].map(withMoments);
  const order = [...lessons.rows];
  const work = workFor(own, lessons.width);
  for (let round = 0, step = 0; round < schooling.rounds; round++) {
    shuffle(order, random);
    for (let from = 0; from < order.length; from += batch) {
      const some = order.slice(from, from + batch);
      for (const { slope } of layers) slope.fill(0);
      for (const row of some) {
        forward(own, scaled, row, work, () => (random() < schooling.left ? 0 : 1 / (1 - schooling.left)));
        backward(own, scaled, row, work, layers, 1 / some.length);
      }
      step++;
      for (const layer of layers) move(layer, step, schooling.rate);
    }
  }
  return unscaled(own, scaled);
}

/** The scores of a vector before the logistic function. */
export function scoresOf(own: Perceptron, vectors: Float32Array, width: number, row: number): number[] {
  const hidden = Float64Array.from(own.firstBias);
  for (let d = 0; d < width; d++) {
    const x = vectors[row * width + d]!;
    if (x === 0) continue;
    for (let h = 0; h < own.hidden; h++) hidden[h]! += x * own.first[d * own.hidden + h]!;
  }
  return Array.from(own.secondBias, (bias, o) => {
    let sum = bias;
    for (let h = 0; h < own.hidden; h++)
      if (hidden[h]! > 0) sum += hidden[h]! * own.second[h * own.outputs + o]!;
    return sum;
  });
}

/** One perceptron whose scores are the means of theirs, by all of their hidden units side by side. */
export function together(all: readonly Perceptron[]): Perceptron {
  const { outputs } = all[0]!;
  const hidden = all.reduce((sum, one) => sum + one.hidden, 0);
  const width = all[0]!.first.length / all[0]!.hidden;
  const first = new Float32Array(width * hidden);
  for (let d = 0, at = 0; d < width; d++)
    for (const one of all) {
      first.set(one.first.subarray(d * one.hidden, (d + 1) * one.hidden), at);
      at += one.hidden;
    }
  return {
    hidden,
    outputs,
    first,
    firstBias: Float32Array.from(all.flatMap(({ firstBias }) => [...firstBias])),
    second: Float32Array.from(all.flatMap(({ second }) => [...second].map((weight) => weight / all.length))),
    secondBias: Float32Array.from({ length: outputs }, (_, o) =>
      all.reduce((sum, { secondBias }) => sum + secondBias[o]! / all.length, 0),
    ),
  };
}

interface Scaled extends Lessons {
  means: Float64Array;
  spreads: Float64Array;
}

/** Inputs of mean 0 and spread 1. */
function scale(lessons: Lessons): Scaled {
  const { vectors, width, rows } = lessons;
  const means = new Float64Array(width);
  const spreads = new Float64Array(width);
  for (const row of rows)
    for (let d = 0; d < width; d++) means[d]! += vectors[row * width + d]! / rows.length;
  for (const row of rows)
    for (let d = 0; d < width; d++) spreads[d]! += (vectors[row * width + d]! - means[d]!) ** 2 / rows.length;
  for (let d = 0; d < width; d++) spreads[d] = Math.sqrt(spreads[d]!) + 1e-6;
  return { ...lessons, means, spreads };
}

/** The same for inputs as they are. */
function unscaled(own: Perceptron, { width, means, spreads }: Scaled): Perceptron {
  const first = own.first.slice();
  const firstBias = own.firstBias.slice();
  for (let d = 0; d < width; d++)
    for (let h = 0; h < own.hidden; h++) {
      first[d * own.hidden + h]! /= spreads[d]!;
      firstBias[h]! -= first[d * own.hidden + h]! * means[d]!;
    }
  return { ...own, first, firstBias };
}

function begin({ width, outputs }: Lessons, { hidden }: Schooling, random: () => number): Perceptron {
  /** Near enough to a bell: the sum of several numbers of chance. */
  const bell = () => random() + random() + random() + random() - 2;
  const of = (size: number, from: number) =>
    Float32Array.from({ length: size }, () => bell() * Math.sqrt(3) * Math.sqrt(2 / from));
  return {
    hidden,
    outputs,
    first: of(width * hidden, width),
    firstBias: new Float32Array(hidden),
    second: of(hidden * outputs, hidden),
    secondBias: new Float32Array(outputs),
  };
}

/** Weights with what Adam remembers of them. */
interface Layer {
  weights: Float32Array;
  slope: Float32Array;
  mean: Float32Array;
  square: Float32Array;
}

const withMoments = (weights: Float32Array): Layer => ({
  weights,
  slope: new Float32Array(weights.length),
  mean: new Float32Array(weights.length),
  square: new Float32Array(weights.length),
});

/** What a step works on: the input, the units with what was left of each, and how far each output is off. */
const workFor = ({ hidden, outputs }: Perceptron, width: number) => ({
  input: new Float64Array(width),
  units: new Float64Array(hidden),
  kept: new Float64Array(hidden),
  off: new Float64Array(outputs),
  back: new Float64Array(hidden),
});
type Work = ReturnType<typeof workFor>;

function forward(own: Perceptron, lessons: Scaled, row: number, work: Work, keep: () => number): void {
  const { hidden, outputs, first, second } = own;
  const { input, units, kept, off } = work;
  units.set(own.firstBias);
  for (let d = 0; d < lessons.width; d++) {
    const x = (lessons.vectors[row * lessons.width + d]! - lessons.means[d]!) / lessons.spreads[d]!;
    input[d] = x;
    for (let h = 0, at = d * hidden; h < hidden; h++, at++) units[h]! += x * first[at]!;
  }
  for (let h = 0; h < hidden; h++) {
    kept[h] = units[h]! > 0 ? keep() : 0;
    units[h]! *= kept[h]!;
  }
  for (let o = 0; o < outputs; o++) {
    let sum = own.secondBias[o]!;
    for (let h = 0; h < hidden; h++) sum += units[h]! * second[h * outputs + o]!;
    off[o] = toProbability(sum) - lessons.targets[row * outputs + o]!;
  }
}

function backward(
  own: Perceptron,
  { width }: Scaled,
  _row: number,
  { input, units, kept, off, back }: Work,
  [first, firstBias, second, secondBias]: readonly Layer[],
  share: number,
): void {
  const { hidden, outputs } = own;
  for (let h = 0; h < hidden; h++) {
    let sum = 0;
    for (let o = 0; o < outputs; o++) {
      sum += off[o]! * own.second[h * outputs + o]!;
      second!.slope[h * outputs + o]! += share * off[o]! * units[h]!;
    }
    back[h] = share * sum * kept[h]!;
    firstBias!.slope[h]! += back[h]!;
  }
  for (let o = 0; o < outputs; o++) secondBias!.slope[o]! += share * off[o]!;
  const { slope } = first!;
  for (let d = 0; d < width; d++) {
    const x = input[d]!;
    for (let h = 0, at = d * hidden; h < hidden; h++, at++) slope[at]! += x * back[h]!;
  }
}

function move({ weights, slope, mean, square }: Layer, step: number, rate: number): void {
  const [one, two] = [1 - momentum ** step, 1 - memory ** step];
  for (let at = 0; at < weights.length; at++) {
    const own = slope[at]!;
    mean[at] = momentum * mean[at]! + (1 - momentum) * own;
    square[at] = memory * square[at]! + (1 - memory) * own * own;
    const toward = mean[at]! / one / (Math.sqrt(square[at]! / two) + tiny);
    weights[at]! -= rate * (toward + decay * weights[at]!);
  }
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = order[i]!;
    order[i] = order[j]!;
    order[j] = kept;
  }
}
