import { expect, test } from 'vitest';
import { type GramShape, gramOfPair, gramsOfWord, mark, mostGrams } from './grams.ts';

const shape: GramShape = { bits: 16, characters: { from: 2, to: 3 }, pairs: true };
const gramsOf = (word: string, of: GramShape = shape): number[] => {
  const rows = new Int32Array(mostGrams);
  return [...rows.subarray(0, gramsOfWord(of, word, rows))];
};

test('a word is itself and every run of letters in it, its borders counting as one', () => {
  // "_maji_" has five runs of two and four of three characters.
  expect(gramsOf('maji')).toHaveLength(1 + 5 + 4);
  expect(gramsOf('maji', { ...shape, characters: { from: 2, to: 0 } })).toHaveLength(1);
});

test('words that share letters share rows, and a border is no letter', () => {
  const shared = gramsOf('maji').filter((row) => gramsOf('majibu').includes(row));
  // _m, ma, aj, ji, _ma, maj, aji.
  expect(shared).toHaveLength(7);
});

test('all rows lie in the table', () => {
  for (const row of [...gramsOf('umeme'), gramOfPair(shape, 'hakuna', 'maji')]) {
    expect(row).toBeGreaterThanOrEqual(0);
    expect(row).toBeLessThan(2 ** 16);
  }
});

test('a pair is another one the other way round', () => {
  expect(gramOfPair(shape, 'hakuna', 'maji')).not.toBe(gramOfPair(shape, 'maji', 'hakuna'));
});

test('a mark has no letters', () => {
  expect(gramsOf(mark('asks'))).toHaveLength(1);
});

test('a monster of a word is cut, not refused', () => {
  expect(gramsOf('a'.repeat(10_000))).toHaveLength(mostGrams);
});
