import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanFileName, endingOf } from './fileName.ts';

test('a name loses its path, its signs that nobody sees, and what is no name', () => {
  expect(cleanFileName('C:\\Users\\thabo\\bill.pdf')).toBe('bill.pdf');
  expect(cleanFileName('../../etc/passwd')).toBe('passwd');
  // U+202E would show "billfdp.exe" as "billexe.pdf".
  expect(cleanFileName('bill\u202Efdp.exe')).toBe('billfdp.exe');
  expect(cleanFileName('a\u0000b\r\n.txt')).toBe('ab.txt');
  expect([cleanFileName(' '), cleanFileName('..'), cleanFileName('/')]).toEqual(['', '', '']);
  expect(cleanFileName('Inyemezabuguzi y’amazi.pdf')).toBe('Inyemezabuguzi y’amazi.pdf');
});

test('its ending is what stands behind the last dot', () => {
  expect([endingOf('a.tar.GZ'), endingOf('README'), endingOf('a. b')]).toEqual(['gz', '', '']);
});

test('property: whatever is given, a name is short, has no path and can be kept', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
      const name = cleanFileName(given);
      expect(name.length).toBeLessThanOrEqual(150);
      expect(name).not.toMatch(/[/\\\p{Cc}\p{Cf}]/u);
      expect(name.isWellFormed()).toBe(true);
    }),
  );
});
