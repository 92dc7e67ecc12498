import { expect, test } from 'vitest';
import { kappa } from './agreement.ts';

const pairs = (both: number, first: number, second: number, none: number) => [
  ...Array(both).fill({ one: true, other: true }),
  ...Array(first).fill({ one: true, other: false }),
  ...Array(second).fill({ one: false, other: true }),
  ...Array(none).fill({ one: false, other: false }),
];

test('agreement is what is over chance, as in the textbook', () => {
  // 35 of 50 agreed; by chance 0.5.
  expect(kappa(pairs(20, 5, 10, 15))).toBeCloseTo(0.4, 12);
});

test('readers who always agree have all of it, also on what never happens; chance has none', () => {
  expect(kappa(pairs(5, 0, 0, 9))).toBe(1);
  expect(kappa(pairs(0, 0, 0, 9))).toBe(1);
  expect(kappa(pairs(4, 4, 4, 4))).toBe(0);
  expect(kappa([])).toBe(1);
});
