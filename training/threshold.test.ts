import { expect, test } from 'vitest';
import { lowestThreshold, reachedFrom } from './threshold.ts';

const told = [
  { probability: 0.9, is: true },
  { probability: 0.6, is: true },
  { probability: 0.705, is: false },
  ...Array.from({ length: 9 }, () => ({ probability: 0.1, is: false })),
];

test('as many are said as so many false alarms allow', () => {
  expect(lowestThreshold(told, 0.1)).toBeCloseTo(0.11);
  expect(lowestThreshold(told, 0.05)).toBeCloseTo(0.71);
});

test('what a threshold reaches', () => {
  expect(reachedFrom(told, 0.65)).toEqual({ recall: 0.5, precision: 0.5, falseAlarms: 0.1 });
  expect(reachedFrom([], 0.5)).toEqual({ recall: 0, precision: 0, falseAlarms: 0 });
});
