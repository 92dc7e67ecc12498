import { expect, it } from 'vitest';
import { particularsWords } from './particulars.ts';

it('are told without ids and without what is empty, in words', () => {
  const text = '01a22765-4bf6-7011-a53a-6a6988eaa3d7';
  expect(particularsWords({ text, language: 'sw' })).toBe('language: Swahili');
  expect(particularsWords({ country: null, timeZone: 'Africa/Nairobi', days: 3 })).toBe(
    'time zone: Africa/Nairobi, days: 3',
  );
  expect(particularsWords({ text })).toBe('');
});
