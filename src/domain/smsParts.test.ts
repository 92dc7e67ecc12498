import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutToUnits, isGsm7, smsParts, smsPieces } from './smsParts.ts';

describe('how many SMS a text becomes', () => {
  test.each<[string, string, number, 'gsm7' | 'ucs2', number, number]>([
    ['nothing', '', 1, 'gsm7', 0, 160],
    ['160 letters', 'a'.repeat(160), 1, 'gsm7', 160, 0],
    ['161 letters', 'a'.repeat(161), 2, 'gsm7', 161, 145],
    ['306 letters', 'a'.repeat(306), 2, 'gsm7', 306, 0],
    ['307 letters', 'a'.repeat(307), 3, 'gsm7', 307, 152],
    ['80 euros take two units each', '€'.repeat(80), 1, 'gsm7', 160, 0],
    ['81 euros', '€'.repeat(81), 2, 'gsm7', 162, 143],
    ['é is in the alphabet of 7 bits', 'é'.repeat(160), 1, 'gsm7', 160, 0],
    ['ê is not', 'ê'.repeat(70), 1, 'ucs2', 70, 0],
    ['71 of them', 'ê'.repeat(71), 2, 'ucs2', 71, 63],
    ['a picture takes two units', '🚱'.repeat(35), 1, 'ucs2', 70, 0],
    // 67 is odd: a picture is not torn, so 33 of them are in each part.
    ['34 pictures and a letter more than one', `${'🚱'.repeat(35)}a`, 2, 'ucs2', 71, 62],
    ['ten parts', 'é'.repeat(1_530), 10, 'gsm7', 1_530, 0],
    ['eleven parts', 'é'.repeat(1_531), 11, 'gsm7', 1_531, 152],
  ])('%s', (_, text, parts, alphabet, units, left) => {
    expect(smsParts(text)).toEqual({ alphabet, units, parts, left });
  });

  test('the pieces are the text, and each has room in one SMS', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abé€[ê🚱ŋ'), maxLength: 400 });
    fc.assert(
      fc.property(letters, (text) => {
        const { alphabet, pieces, units } = smsPieces(text);
        expect(pieces.join('')).toBe(text);
        const most = alphabet === 'gsm7' ? [160, 153] : [70, 67];
        expect(Math.max(...units)).toBeLessThanOrEqual(most[pieces.length === 1 ? 0 : 1] ?? 0);
        expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
      }),
    );
  });
});

describe('cut to what a screen holds', () => {
  test('what fits stays as it is', () => {
    expect(cutToUnits('Murakoze', { gsm7: 8, ucs2: 4 })).toBe('Murakoze');
  });
  test('what does not ends at a word, and says that there was more', () => {
    expect(cutToUnits('We come today at nine', { gsm7: 16, ucs2: 8 })).toBe('We come today...');
  });
  test('it never passes the limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const cut = cutToUnits(text, { gsm7: 182, ucs2: 80 });
        const { units, alphabet } = smsPieces(cut);
        const total = units.reduce((sum, one) => sum + one, 0);
        expect(total).toBeLessThanOrEqual(alphabet === 'gsm7' ? 182 : 80);
      }),
    );
  });
  test('ç and ŋ are in no alphabet of 7 bits', () =>
    expect([isGsm7('ç'), isGsm7('ŋ'), isGsm7('Ç')]).toEqual([false, false, true]));
});
