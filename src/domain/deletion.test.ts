import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordsStayUntil } from './deletion.ts';

const now = new Date('2031-01-04T12:00:00Z');
const hours = (n: number) => new Date(now.getTime() + n * 3_600_000);

test.each([
  ['deleted just now', 0, 24, hours(24)],
  ['heard of later', -5, 24, hours(19)],
  ['heard of when the term is over', -24, 24, null],
  ['on a network without a term', 0, 0, null],
  ['by a clock that is ahead', 3, 24, hours(24)],
])('%s', (_, deleted, term, until) => {
  expect(wordsStayUntil(hours(deleted), term, now)).toEqual(until);
});

test('words never stay longer than the term from now, and never into the past', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1_000, max: 1_000 }),
      fc.integer({ min: 0, max: 720 }),
      (deleted, term) => {
        const until = wordsStayUntil(hours(deleted), term, now);
        if (until === null) return;
        expect(until.getTime()).toBeGreaterThan(now.getTime());
        expect(until.getTime()).toBeLessThanOrEqual(hours(term).getTime());
      },
    ),
  );
});
