import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildScanner } from './byteScanner.ts';
import { bytesOfWatched, hearsWatched } from './watchedWords.ts';

const heard = (text: string, ...watched: string[]): boolean => hearsWatched(text, watched);

test('a watched word is heard in any case, at either end and beside any sign', () => {
  for (const text of ['AMAZI', 'amazi!', '(Amazi)', 'no amazi', '#amazi', 'amazi,amazi']) {
    expect(heard(text, 'amazi')).toBe(true);
  }
});

test('a part of another word is not heard', () => {
  for (const text of ['amazing', 'xamazi', 'amazi_net', 'amazi2', 'amazié'])
    expect(heard(text, 'amazi')).toBe(false);
});

test('several words, signs, other scripts and composed letters are heard', () => {
  expect(heard('nobody at Amazi Water picks up', 'amazi water')).toBe(true);
  expect(heard('so #noWater again', '#nowater')).toBe(true);
  expect(heard('ውሃ የለም', 'ውሃ')).toBe(true);
  expect(heard('pas d\u2019ELECTRICITE\u0301', '\u00e9lectricit\u00e9')).toBe(false);
  expect(heard('pas d\u2019E\u0301LECTRICITE\u0301', '\u00e9lectricit\u00e9')).toBe(true);
  expect(heard('anything', '', ' ')).toBe(false);
});

test('what the words hear, the byte scanner has let through: as text and as escaped JSON', () => {
  const alphabet = fc.constantFrom(...[...'abzAZ09 _-#éÉàñÖßçœ🚱ውሃщЩ']);
  const words = fc.string({ unit: alphabet, minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(words, words, words, fc.constantFrom('NFC', 'NFD'), (before, word, after, form) => {
      const watched = word.toLowerCase();
      const text = `${before} ${word} ${after}`.normalize(form);
      fc.pre(word.trim() !== '' && hearsWatched(text, [watched]));
      const scanner = buildScanner(bytesOfWatched(watched));
      expect(scanner.finds(Buffer.from(text))).toBe(true);
      expect(scanner.finds(Buffer.from(JSON.stringify({ text })))).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test('the scanner finds exactly what a plain search finds', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'c'), minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(
      fc.array(letters, { maxLength: 8 }),
      fc.string({ unit: fc.constantFrom('a', 'b', 'B', 'c', 'd'), maxLength: 40 }),
      (needles, text) => {
        const plain = needles.some((needle) => text.toLowerCase().includes(needle.toLowerCase()));
        expect(buildScanner(needles).finds(Buffer.from(text))).toBe(plain);
      },
    ),
    { numRuns: 1_000 },
  );
});
