import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantOf } from './instants.ts';

const instants = fc.date({ min: new Date('0100-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });

/** As a server in UTC writes it: no zeros at the end of a fraction. */
const written = (at: Date): string =>
  at
    .toISOString()
    .replace('T', ' ')
    .replace(/\.?0*Z$/, '+00');

test('an instant reads the same as it was written, whatever its fraction', () => {
  fc.assert(
    fc.property(instants, (at) => {
      expect(instantOf(written(at))).toEqual(at);
    }),
  );
});

test('microseconds are cut, not rounded', () => {
  expect(instantOf('2026-11-24 09:34:52.123999+00')).toEqual(new Date('2026-11-24T09:34:52.123Z'));
});

test.each([
  ['2026-11-24 11:34:52.5+02', '2026-11-24T09:34:52.500Z'],
  ['2026-11-24 15:04:52+05:30', '2026-11-24T09:34:52.000Z'],
  ['0044-03-15 12:00:00+00 BC', '-000043-03-15T12:00:00.000Z'],
  ['12026-11-24 09:34:52+00', '+012026-11-24T09:34:52.000Z'],
  ['0044-03-15 12:00:00+00', '0044-03-15T12:00:00.000Z'],
])('other forms are read as well: %s', (text, instant) => {
  expect(instantOf(text)).toEqual(new Date(instant));
});

test('infinity is no date', () => {
  expect(instantOf('infinity')).toBe(Number.POSITIVE_INFINITY);
});
