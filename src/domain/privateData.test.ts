import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isChecked, privateData, privateKinds } from './privateData.ts';

const kinds = (text: string) => privateData(text).map(({ kind }) => kind);

describe('what kind of private thing it is', () => {
  it.each([
    ['my card 4539 1488 0343 6467 was charged twice', ['card']],
    ['4539148803436467', ['card']],
    ['account 4539148803436467 is frozen', ['account']],
    ['carte bancaire n° 5425233430109903', ['card']],
    ['kadi yangu 5425233430109903 imekataliwa', ['card']],
    ['My ID is 1 1985 8 0012345 6 78', ['identity']],
    ['1198580012345678 ni indangamuntu yanjye', ['identity']],
    ['ID number 8001015009087, born here', ['identity']],
    ['8001015009087', ['identity']],
    ['SSN 123-45-6789', ['identity']],
    ['my NIN 12345678901 was rejected', ['identity']],
    ['kitambulisho 28374651 kimepotea', ['identity']],
    ['call me on 0788123456', ['phone']],
    ['0712 345 678', ['phone']],
    ['+254 712 345 678', ['phone']],
    ['simu yangu 712345678', ['phone']],
    ['Nihamagare kuri 788123456', ['phone']],
    ['ስልክ 911234567', ['phone']],
    ['my meter 37123456789 shows error', ['meter']],
    ['Mita 14253647586 haifanyi kazi', ['meter']],
    ['compteur 1425364758', ['meter']],
    ['cashpower 01234567890', ['meter']],
    ['a/c 4413229177', ['account']],
    ['akaunti 4413229177 imefungwa', ['account']],
    ['compte n° 4413229177', ['account']],
    ['ticket 4413229177', ['number']],
    ['4413229177 is my account number', ['account']],
    ['aline.u@mail.example', ['mail']],
    ['meter 37123456789 phone 0712345678', ['meter', 'phone']],
    ['account 4413229177, aline.u@mail.example or 0788123456', ['account', 'mail', 'phone']],
    ['', []],
    ['No water since 6.39 on 28.11.2026', []],
  ])('%j', (text, expected) => {
    expect(kinds(text)).toEqual(expected);
  });

  it('does not take a word inside another, nor of the number before, for a saying', () => {
    expect(kinds('discarding 44132291770')).toEqual(['number']);
    expect(kinds('account 4413229177 and 5513229177')).toEqual(['account', 'number']);
    expect(kinds('5513229177. My phone is dead')).toEqual(['number']);
  });
});

it('knows check digits', () => {
  expect(isChecked('79927398713')).toBe(true);
  expect(isChecked('79927398714')).toBe(false);
});

const anyText = fc.string({
  unit: fc.constantFrom('a', 'é', ' ', '\n', '1', '4', '0', '-', '+', '@', '.', '😀', '\ud800'),
  maxLength: 120,
});

it('property: every place lies in the text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const { kind, start, end } of privateData(text)) {
        expect(privateKinds).toContain(kind);
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(end).toBeGreaterThan(start);
      }
    }),
  );
});

it('property: a wrong digit in a card is noticed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
      const digits = [...'4539148803436467'];
      digits[at] = String((Number(digits[at]) + by) % 10);
      expect(isChecked(digits.join(''))).toBe(false);
    }),
  );
});
