import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AtTime, kaplanMeier } from './kaplanMeier.ts';
import { median } from './responseTime.ts';

const answered = (time: number): AtTime => ({ time, answered: 1, waiting: 0 });
const waiting = (time: number): AtTime => ({ time, answered: 0, waiting: 1 });
const times = fc.array(fc.nat(200), { minLength: 1, maxLength: 60 });
const mixed = fc.array(fc.record({ time: fc.nat(200), answered: fc.nat(3), waiting: fc.nat(3) }), {
  minLength: 1,
  maxLength: 40,
});

describe('the Kaplan-Meier median', () => {
  test('of the 6-MP group of Freireich et al. (1963), as the textbooks print it, is 23 weeks, from 13 on', () => {
    const remission = [6, 6, 6, 7, 10, 13, 16, 22, 23].map(answered);
    const censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(waiting);
    expect(kaplanMeier([...remission, ...censored])).toEqual({ median: 23, low: 13, high: null });
  });

  test('of their placebo group is 8 weeks, from 4 to 11', () => {
    const all = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23].map(answered);
    expect(kaplanMeier(all)).toEqual({ median: 8, low: 4, high: 11 });
  });

  test('is none while more than half have no answer, and of nothing', () => {
    expect(kaplanMeier([answered(5), waiting(9), waiting(9)]).median).toBeNull();
    expect(kaplanMeier([waiting(1)])).toEqual({ median: null, low: null, high: null });
    expect(kaplanMeier([])).toEqual({ median: null, low: null, high: null });
  });

  test('reads who was last seen waiting when somebody was answered as waiting then', () => {
    // By hand: at 4 two of four are answered, the share is a half until 8, where one of the last two is.
    expect(kaplanMeier([answered(4), answered(4), waiting(4), answered(8)]).median).toBe(6);
  });

  test('is the plain median where nobody waits', () => {
    fc.assert(
      fc.property(times, (all) => {
        expect(kaplanMeier(all.map(answered)).median).toBeCloseTo(median(all) ?? -1, 9);
      }),
    );
  });

  test('asks for no order, and not whether equal times stand together', () => {
    fc.assert(
      fc.property(mixed, (all) => {
        const apart = all
          .toReversed()
          .flatMap(({ time, ...many }) => [
            ...Array.from({ length: many.waiting }, () => waiting(time)),
            ...Array.from({ length: many.answered }, () => answered(time)),
          ]);
        expect(kaplanMeier(apart)).toEqual(kaplanMeier(all));
      }),
    );
  });

  test('is never shorter for one more who still waits', () => {
    fc.assert(
      fc.property(mixed, fc.nat(400), (all, time) => {
        const before = kaplanMeier(all).median ?? Number.POSITIVE_INFINITY;
        const after = kaplanMeier([...all, waiting(time)]).median ?? Number.POSITIVE_INFINITY;
        expect(after).toBeGreaterThanOrEqual(before - 1e-9);
      }),
    );
  });

  test('stands within its interval', () => {
    fc.assert(
      fc.property(mixed, (all) => {
        const { median: middle, low, high } = kaplanMeier(all);
        if (middle === null) return;
        expect(low ?? Number.NEGATIVE_INFINITY).toBeLessThanOrEqual(middle);
        if (high !== null) expect(high).toBeGreaterThanOrEqual(Math.floor(middle));
      }),
    );
  });
});
