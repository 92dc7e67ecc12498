import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gramOfPair, gramsOfWord, mostGrams } from './grams.ts';
import { LinearModel, type Parameters, tableOf, toProbability, toShares } from './linearModel.ts';

const rows = 2 ** 10;
const weights = Int8Array.from({ length: rows * 2 }, (_, at) => ((at * 7_919) % 255) - 127);
// Every fifth row was never seen.
const telling = Uint8Array.from({ length: rows }, (_, row) => (row % 5 === 0 ? 0 : 16 + (row % 90)));
const parameters: Parameters = {
  shape: { bits: 10, characters: { from: 2, to: 4 }, pairs: true },
  outputs: ['one', 'other'],
  steps: [0.01, 0.02],
  biases: [0.5, -0.25],
  table: tableOf(weights, telling, 2),
};

/** By the book: the whole vector at once, nothing remembered. */
function slowly(words: readonly string[]): number[] {
  const room = new Int32Array(mostGrams);
  const all = words.flatMap((word, at) => {
    const own = [...room.subarray(0, gramsOfWord(parameters.shape, word, room))];
    const before = words[at - 1];
    return before === undefined ? own : [...own, gramOfPair(parameters.shape, before, word)];
  });
  const tell = (row: number) => telling[row]! / 16;
  const length = Math.sqrt(all.reduce((sum, row) => sum + tell(row) ** 2, 0)) || 1;
  return parameters.biases.map(
    (bias, o) =>
      bias +
      all.reduce((sum, row) => sum + tell(row) * weights[row * 2 + o]! * parameters.steps[o]!, 0) / length,
  );
}

test('a score is that of the slow way, whatever was read before', () => {
  const model = new LinearModel(parameters);
  const scores = new Float64Array(2);
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 30 }), (words) => {
      model.score(words, scores);
      slowly(words).forEach((score, o) => {
        expect(scores[o]).toBeCloseTo(score, 4);
      });
    }),
  );
});

test('without a word only the bias speaks', () => {
  const scores = new Float64Array(2);
  new LinearModel(parameters).score([], scores);
  expect([...scores]).toEqual([0.5, -0.25]);
});

test('shares sum to one and keep the order, however large the scores', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 2, maxLength: 9 }),
      (list) => {
        const scores = Float64Array.from(list);
        toShares(scores);
        expect(scores.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        expect(scores[list.indexOf(Math.max(...list))]).toBe(Math.max(...scores));
      },
    ),
  );
  expect(toProbability(0)).toBe(0.5);
});
