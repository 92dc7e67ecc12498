import type { GramShape } from '../src/understanding/grams.ts';
import { type Parameters, tableOf } from '../src/understanding/linearModel.ts';
import type { Learned } from './learn.ts';

/** Weights beyond this share of all that are not zero are cut to it: few are, and the others keep finer steps. */
const cutAt = 0.9999;

/** Rounds what was learned to bytes: a weight to 127 steps either way, how telling a row is to sixteenths. */
export function round(learned: Learned, shape: GramShape, outputs: readonly string[]): Parameters {
  const k = outputs.length;
  const rows = 2 ** shape.bits;
  const weights = new Int8Array(rows * k);
  const steps = outputs.map((_, o) => {
    const sizes: number[] = [];
    for (let row = 0; row < rows; row++) {
      const size = Math.abs(learned.weights[row * k + o]!);
      if (size > 0) sizes.push(size);
    }
    sizes.sort((a, b) => a - b);
    const most = sizes[Math.floor((sizes.length - 1) * cutAt)] ?? 1;
    const size = most / 127;
    for (let row = 0; row < rows; row++) {
      const steps = Math.round(learned.weights[row * k + o]! / size);
      weights[row * k + o] = Math.max(-127, Math.min(127, steps));
    }
    return size;
  });
  const telling = Uint8Array.from(learned.telling, (tell) => Math.min(255, Math.round(tell * 16)));
  return { shape, outputs, steps, biases: [...learned.biases], table: tableOf(weights, telling, k) };
}
