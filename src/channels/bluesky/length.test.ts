import { expect, test } from 'vitest';
import { directLength, fits, postLength } from './length.ts';

test('300 characters as a reader counts them are allowed, and 301 are not', () => {
  const family = '👩‍👩‍👧';
  expect(fits('é'.repeat(300), postLength)).toBe(true);
  expect(fits('é'.repeat(301), postLength)).toBe(false);
  expect(fits(family.repeat(166), postLength)).toBe(true);
});

test('3,000 bytes are allowed whatever the number of characters', () => {
  const family = '👩‍👩‍👧';
  expect(Buffer.byteLength(family)).toBe(18);
  expect(fits(family.repeat(167), postLength)).toBe(false);
});

test('a direct message may be longer', () => {
  expect(fits('a'.repeat(1_000), directLength)).toBe(true);
  expect(fits('a'.repeat(1_001), directLength)).toBe(false);
});
