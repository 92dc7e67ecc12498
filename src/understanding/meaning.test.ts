import { expect, test } from 'vitest';
import { tableOf } from './linearModel.ts';
import { MeaningModel } from './meaning.ts';
import { vocabulary } from './vocabulary.ts';

/** Two hidden units: one for trouble, one for thanks. "late" weighs half of the others. */
const words = ['broken', 'thanks', 'late'];
const table = tableOf(
  Int8Array.from([100, -50, -100, 100, 50, 0, 0, 0]),
  Uint8Array.from([32, 32, 16, 0]),
  2,
);
const vectors = {
  shape: { bits: 2, characters: { from: 0, to: 0 }, pairs: false },
  outputs: ['unit 0', 'unit 1'],
  steps: [0.01, 0.01],
  biases: [0, 0.25],
  table,
};
const model = new MeaningModel(vectors, words, {
  weights: [
    [2, -1, 0.5],
    [0, 3, -0.5],
  ],
});

function scores(text: string): number[] | null {
  const numbers = vocabulary.numbersOf(text.split(' '));
  const found = new Float64Array(2);
  return model.scoreNumbers(numbers, numbers.length, found) ? [...found] : null;
}

/** By the book: weighted sum over the length of the weights, rectified, weighed. */
function slowly(text: string): number[] {
  const known = text.split(' ').filter((word) => words.includes(word));
  const weight = (word: string) => (word === 'late' ? 1 : 2);
  const units: Record<string, [number, number]> = { broken: [1, -0.5], thanks: [-1, 1], late: [0.5, 0] };
  const length = Math.sqrt(known.reduce((sum, word) => sum + weight(word) ** 2, 0));
  const hidden = [0, 1].map((h) => {
    const sum = known.reduce((all, word) => all + weight(word) * units[word]![h]!, 0);
    return Math.max(0, sum / length + (h === 1 ? 0.25 : 0));
  });
  return [2 * hidden[0]! - hidden[1]! + 0.5, 3 * hidden[1]! - 0.5];
}

test.each(['broken', 'so broken and late', 'thanks', 'late thanks late', 'broken broken thanks'])(
  'what "%s" means is the slow way’s',
  (text) => {
    const [first, second] = slowly(text) as [number, number];
    const [one, other] = scores(text) as [number, number];
    expect(one).toBeCloseTo(first, 6);
    expect(other).toBeCloseTo(second, 6);
  },
);

test('words that nobody knows mean nothing, however many there are', () => {
  expect(scores('maji hakuna')).toBeNull();
  expect(scores(Array.from({ length: 600 }, () => 'maji').join(' '))).toBeNull();
  expect(scores(`${'maji '.repeat(600)}broken`)).toEqual(scores('broken'));
});
