import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clockMinutes, clockText } from './clock.ts';

it('a time is read as it is written', () => {
  expect(clockText(390)).toBe('06:30');
  expect(clockMinutes('22:05:00')).toBe(1325);
  expect(clockMinutes('')).toBeNull();
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_439 }), (minutes) => {
      expect(clockMinutes(clockText(minutes))).toBe(minutes);
    }),
  );
});
