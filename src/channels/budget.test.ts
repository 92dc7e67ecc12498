import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Budgets } from './budget.ts';

const now = new Date('2030-01-01T12:00:00Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

test('what is left is used up, and then it is said when to go on', () => {
  const budgets = new Budgets();
  expect(budgets.take('a', 'posts', now)).toBeNull();
  budgets.learn('a', 'posts', { left: 1, resetAt: later(60) });
  expect(budgets.take('a', 'posts', now)).toBeNull();
  expect(budgets.take('a', 'posts', now)).toEqual(later(60));
  expect(budgets.take('a', 'posts', later(60))).toBeNull();
});

test('accounts and groups have budgets of their own', () => {
  const budgets = new Budgets();
  budgets.exhausted('a', 'posts', later(60));
  expect(budgets.take('a', 'search', now)).toBeNull();
  expect(budgets.take('b', 'posts', now)).toBeNull();
});

test('answers that arrive in any order never allow more than the network said is left', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 20 }), (lefts) => {
      const budgets = new Budgets();
      for (const left of lefts) budgets.learn('a', 'posts', { left, resetAt: later(60) });
      let made = 0;
      while (budgets.take('a', 'posts', now) === null) made += 1;
      expect(made).toBe(Math.min(...lefts));
    }),
  );
});
