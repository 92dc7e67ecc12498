import fc from 'fast-check';
import { expect, test } from 'vitest';
import { figuresOf } from './figures.ts';

const judged = (pairs: readonly [string, string][]) =>
  pairs.map(([truth, said]) => ({ truth: truth.split('+'), said: said.split('+') }));

test('figures are those reckoned by hand', () => {
  // a: 2 of 3 found, one b taken for it; b: 1 of 2 found, one a taken for it; c is said and never there.
  const figures = figuresOf(
    judged([
      ['a', 'a'],
      ['a', 'a'],
      ['a', 'b'],
      ['b', 'b'],
      ['b', 'a'],
      ['b', 'c'],
    ]),
  );
  expect(figures.perClass).toEqual({
    a: { precision: 2 / 3, recall: 2 / 3, f1: 4 / 6, support: 3 },
    b: { precision: 1 / 2, recall: 1 / 3, f1: 2 / 5, support: 3 },
    c: { precision: 0, recall: 0, f1: 0, support: 0 },
  });
  expect(figures.accuracy).toBe(0.5);
  expect(figures.macroF1).toBeCloseTo((4 / 6 + 2 / 5) / 2, 12);
  expect(figures.weightedF1).toBeCloseTo((4 / 6 + 2 / 5) / 2, 12);
  expect(figures.confusion).toEqual({ a: { a: 2, b: 1 }, b: { b: 1, a: 1, c: 1 } });
});

test('several things at once are right only when all are, and each counts by itself', () => {
  const figures = figuresOf(
    judged([
      ['complaint+question', 'question+complaint'],
      ['complaint', 'complaint+question'],
    ]),
  );
  expect(figures.accuracy).toBe(0.5);
  expect(figures.perClass.question).toEqual({ precision: 0.5, recall: 1, f1: 2 / 3, support: 1 });
});

test('weights follow how often a class occurs; nothing at all is nothing, not an error', () => {
  const figures = figuresOf(
    judged([
      ['a', 'a'],
      ['a', 'a'],
      ['a', 'a'],
      ['b', 'a'],
    ]),
  );
  expect(figures.weightedF1).toBeCloseTo(((6 / 7) * 3) / 4, 12);
  expect(figuresOf([])).toMatchObject({ accuracy: 0, macroF1: 0, weightedF1: 0 });
});

test('all shares lie between 0 and 1, and one who is always right has all of them', () => {
  const labels = fc.constantFrom('a', 'b', 'c');
  fc.assert(
    fc.property(fc.array(fc.tuple(labels, labels), { minLength: 1, maxLength: 50 }), (pairs) => {
      const { accuracy, macroF1, weightedF1 } = figuresOf(judged(pairs));
      for (const share of [accuracy, macroF1, weightedF1]) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }
      const right = figuresOf(judged(pairs.map(([truth]) => [truth, truth])));
      expect([right.accuracy, right.macroF1, right.weightedF1].map((n) => n.toFixed(9))).toEqual(
        Array(3).fill('1.000000000'),
      );
    }),
  );
});
