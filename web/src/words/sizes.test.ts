import { expect, test } from 'vitest';
import { sizeWords } from './sizes.ts';

test.each([
  [0, /^0\D/],
  [999, /^999\D/],
  [1_500, /^1[.,]5\s?kB/],
  [2_400_000, /^2[.,]4\s?MB/],
  [61_000_000, /^61\s?MB/],
  [5_000_000_000_000, /^5.?000\s?GB/],
])('%i bytes are told in the unit that people read', (bytes, words) => {
  expect(sizeWords(bytes)).toMatch(words);
});
