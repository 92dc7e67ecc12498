import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hiddenBecause, hiddenMonths } from './hiding.ts';

const act = fc.record({
  month: fc.integer({ min: 1, max: 12 }).map((n) => `2026-${String(n).padStart(2, '0')}`),
  because: fc.constantFrom(...hiddenBecause),
  count: fc.integer({ min: 1, max: 50 }),
});

it('every act is counted once, under its month and its reason, the latest month first', () => {
  fc.assert(
    fc.property(fc.array(act), (acts) => {
      const months = hiddenMonths(acts);
      const sum = (some: readonly { count: number }[]) => some.reduce((all, { count }) => all + count, 0);
      expect(sum(months)).toBe(sum(acts));
      for (const { count, because } of months) expect(sum(because)).toBe(count);
      const names = months.map(({ month }) => month);
      expect(names).toEqual([...new Set(names)].sort().reverse());
    }),
  );
});

it('that somebody criticises us is no reason', () => {
  expect(
    hiddenBecause.filter((because) => /critic|disagree|complain|reputation|off_topic/.test(because)),
  ).toEqual([]);
});
