import { probabilityOf } from '../src/understanding/linearModel.ts';
import { randomFrom } from './random.ts';

/** A few facts and whether something is so. */
export interface Fact {
  facts: readonly number[];
  is: number;
  weight: number;
}

/** Weights of a logistic regression on a handful of facts, by small steps in a fixed order of chance. */
export function learnLogistic(all: readonly Fact[], rounds: number): number[] {
  const weights = (all[0]?.facts ?? []).map(() => 0);
  const random = randomFrom(17);
  for (let n = 0; n < rounds * all.length; n++) {
    const { facts, is, weight } = all[Math.floor(random() * all.length)]!;
    const off = (probabilityOf(facts, weights) - is) * weight * 0.03;
    for (let i = 0; i < weights.length; i++) weights[i]! -= off * facts[i]!;
  }
  return weights.map((weight) => Number(weight.toFixed(4)));
}

/**
 * The number by which scores are divided so that shares are as often right as they say (temperature scaling, Guo et al., On Calibration of Modern Neural
 * Networks, 2017): the one of a grid with the least loss on texts that were not learned from.
 */
export function temperatureOf(scored: readonly { scores: Float64Array; target: number }[]): number {
  let best = { loss: Number.POSITIVE_INFINITY, temperature: 1 };
  for (let temperature = 0.1; temperature < 3; temperature *= 1.08) {
    const loss = scored.reduce((sum, one) => sum + lossOf(one, temperature), 0);
    if (loss < best.loss) best = { loss, temperature };
  }
  return Number(best.temperature.toFixed(4));
}

function lossOf({ scores, target }: { scores: Float64Array; target: number }, temperature: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const score of scores) most = Math.max(most, score);
  let sum = 0;
  for (const score of scores) sum += Math.exp((score - most) / temperature);
  return Math.log(sum) - (scores[target]! - most) / temperature;
}
