import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountField, amountWords, moneyLine, typedAmount } from './amounts.ts';

test.each([
  ['12.50', 12_500_000],
  ['12,5', 12_500_000],
  [' 1 200 ', 1_200_000_000],
  ['0', 0],
  ['', null],
  ['twelve', undefined],
  ['-3', undefined],
  ['1.234.567', undefined],
])('"%s" is typed', (typed, micros) => expect(typedAmount(typed)).toBe(micros));

test('what stands in the field is what was kept', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999_999_999 }), (micros) => {
      expect(typedAmount(amountField(micros))).toBe(micros);
    }),
  );
  expect(amountField(null)).toBe('');
});

test('small amounts are not rounded to nothing', () => {
  expect(amountWords(7_500, 'USD')).toMatch(/0[.,]0075/);
  expect(amountWords(12_500_000, 'USD')).toMatch(/12[.,]50/);
});

test('nothing stands outside the line, and what is further stands further right', () => {
  const amount = fc.integer({ min: 0, max: 1e12 });
  const money = fc.record({
    spent: amount,
    setAside: amount,
    ceiling: fc.option(amount),
    warnAt: fc.integer({ min: 1, max: 100 }),
    projected: fc.option(amount),
  });
  fc.assert(
    fc.property(money, (one) => {
      const { spent, setAside, warn, ceiling, projected } = moneyLine(one);
      for (const at of [spent, setAside, warn ?? 0, ceiling ?? 0, projected ?? 0]) {
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThanOrEqual(100);
      }
      expect(spent + setAside).toBeLessThanOrEqual(100.000_001);
      if (warn !== null && ceiling !== null) expect(warn).toBeLessThanOrEqual(ceiling);
    }),
  );
});
