import { expect, test } from 'vitest';
import { countryOf, helplineOf } from './helplines.ts';

test('what the organisation wrote is offered before what is known of its country', () => {
  expect(helplineOf('Our nurse, 0700 000 000', 'KE')).toBe('Our nurse, 0700 000 000');
  expect(helplineOf(null, 'KE')).toContain('1199');
  expect(helplineOf(null, 'FR')).toBeNull();
  expect(helplineOf(null, null)).toBeNull();
});

test('a country is that of the holidays, or else of the time zone', () => {
  expect(countryOf('ZA', 'Africa/Nairobi')).toBe('ZA');
  expect(countryOf(null, 'Africa/Kigali')).toBe('RW');
  expect(countryOf(null, 'Europe/Paris')).toBeNull();
});
