import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBlocked } from './block.ts';

const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });

test('nobody is blocked without a block, and one without an end blocks at any time', () => {
  fc.assert(
    fc.property(day, (now) => {
      expect(isBlocked(null, now)).toBe(false);
      expect(isBlocked({ until: null }, now)).toBe(true);
    }),
  );
});

test('a block with an end blocks before it, not at it and never after it', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 1e10 }), (until, distance) => {
      expect(isBlocked({ until }, new Date(until.getTime() - distance))).toBe(true);
      expect(isBlocked({ until }, until)).toBe(false);
      expect(isBlocked({ until }, new Date(until.getTime() + distance))).toBe(false);
    }),
  );
});
