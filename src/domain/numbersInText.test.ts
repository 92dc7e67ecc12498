import fc from 'fast-check';
import { expect, it } from 'vitest';
import { privateIn } from './numbersInText.ts';

const words = (text: string) => privateIn(text).map((find) => find.words);

it.each([
  ['My account is 4413229177, please help', ['4413229177']],
  ['Meter MTR-0413 2291 77', ['0413 2291 77']],
  ['Call me on +250 788 123 456.', ['+250 788 123 456']],
  ['(0788) 123-456', ['(0788) 123-456']],
  ['حسابي ٤٤١٣٢٢٩١٧٧', ['٤٤١٣٢٢٩١٧٧']],
  ['write to aline.u@mail.example or 0788123456', ['aline.u@mail.example', '0788123456']],
  ['I paid 0788 123 456 RWF', ['0788 123 456']],
])('finds what may be private in %j', (text, found) => {
  expect(words(text)).toEqual(found);
});

it.each([
  'No water since 6.39 on 28.11.2026, nor on 2026-11-29',
  'From 2015-2026 nothing changed',
  'I paid 1 000 000 RWF and then $250000',
  'See https://desk.example/p/0788123456 there',
  'Thank you @aline0788123456 and @juma@social.example',
  'House 12, street 4567, case 10231',
  '',
])('finds nothing in %j', (text) => {
  expect(words(text)).toEqual([]);
});

const separator = fc.constantFrom(' ', '-', '.', '/', '');
const number = fc
  .array(fc.tuple(fc.stringMatching(/^[0-9]{2,4}$/), separator), { minLength: 4, maxLength: 6 })
  .map((parts) => `0${parts.map(([digits, parted]) => digits + parted).join('')}`.replace(/[-./ ]+$/, ''));
const plainText = fc.string({ unit: fc.constantFrom('a', 'é', ' ', '\n', ',', '?') });

it('finds every number of eight digits or more wherever it stands, and says where', () => {
  fc.assert(
    fc.property(plainText, number, plainText, (before, digits, after) => {
      const text = `${before} ${digits} ${after}`;
      const finds = privateIn(text);
      expect(finds.map((find) => find.words)).toContain(digits);
      for (const find of finds) expect(text.slice(find.start, find.end)).toBe(find.words);
    }),
  );
});

it('finds nothing where there is neither a digit nor an at sign, and ends on any text', () => {
  fc.assert(
    fc.property(plainText, (text) => {
      expect(privateIn(text)).toEqual([]);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const ends = privateIn(text).map((find) => find.end);
      expect(ends).toEqual([...ends].sort((a, b) => a - b));
    }),
  );
});
