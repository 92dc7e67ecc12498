import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readInShift } from './abuseReading.ts';
import { longestShift, type OnRota, shiftStart, usualShift } from './rota.ts';

const hour = 3_600_000;
/** A Monday. */
const monday = Date.UTC(2026, 2, 2);
const at = (hours: number): Date => new Date(monday + hours * hour);
const on = (week: OnRota['place']['week']): OnRota => ({
  id: 'thabo',
  here: true,
  place: { timeZone: 'UTC', week, deputyId: null, absences: [] },
});
const daily = (...ranges: [number, number][]) =>
  on(Array.from({ length: 7 }, () => ranges.map(([from, to]) => ({ from: from * 60, to: to * 60 }))));

describe('a shift', () => {
  test('begins with the hours of the rota', () => {
    expect(shiftStart(daily([8, 17]), at(10))).toEqual(at(8));
    expect(shiftStart(daily([8, 12], [13, 17]), at(14))).toEqual(at(13));
  });

  test('goes on through midnight', () => {
    expect(shiftStart(daily([0, 6], [22, 24]), at(24 + 3))).toEqual(at(22));
  });

  test('is the last eight hours without hours of a rota, and outside of them', () => {
    expect(shiftStart(on(null), at(10))).toEqual(at(2));
    expect(shiftStart(daily([8, 17]), at(20))).toEqual(at(12));
    expect(shiftStart(daily([0, 24]), at(20))).toEqual(at(12));
  });

  test('is never longer than the longest, and never begins later than now', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 0, max: 24 * 60 * 14 }),
        (from, length, minute) => {
          const now = at(minute / 60);
          const start = shiftStart(daily([from, Math.min(24, from + length)]), now).getTime();
          expect(start).toBeLessThanOrEqual(now.getTime());
          expect(now.getTime() - start).toBeLessThanOrEqual(longestShift);
        },
      ),
    );
  });
});

describe('what was read', () => {
  test('counts from the beginning of the shift and is enough at the limit', () => {
    const times = [at(7), at(8), at(9)];
    expect(readInShift(daily([8, 17]), times, 2, at(10))).toEqual({ read: 2, limit: 2, reached: true });
    expect(readInShift(daily([8, 17]), times, 3, at(10))).toEqual({ read: 2, limit: 3, reached: false });
    expect(readInShift(daily([8, 17]), times, null, at(10))).toEqual({
      read: 2,
      limit: null,
      reached: false,
    });
  });

  test('never shrinks by one more, nor by a look at the usual shift', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 48 })),
        fc.integer({ min: 0, max: 48 }),
        (hours, more) => {
          const now = at(48);
          const count = (of: number[]) => readInShift(on(null), of.map(at), null, now).read;
          expect(count([...hours, more]) - count(hours)).toBe(
            now.getTime() - at(more).getTime() <= usualShift ? 1 : 0,
          );
        },
      ),
    );
  });
});
