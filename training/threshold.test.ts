import { expect, test } from 'vitest';
import { bestThreshold, lowestThreshold, reachedFrom } from './threshold.ts';

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

test('what is common is said where both sides are told best, what is rare by itself', () => {
  // Six in ten are so; from 0.3 on all of them are said, and most others.
  const common = [
    ...Array.from({ length: 60 }, (_, at) => ({ probability: at < 6 ? 0.35 : 0.8, is: true })),
    ...Array.from({ length: 40 }, (_, at) => ({ probability: at < 20 ? 0.405 : 0.1, is: false })),
  ];
  expect(bestThreshold(common, 1).from).toBeCloseTo(0.41);
  const { from, f } = bestThreshold(told, 1);
  expect(from).toBeCloseTo(0.11);
  expect(f).toBeCloseTo(0.8);
  expect(bestThreshold([], 1)).toEqual({ from: 0.5, f: 0 });
});
