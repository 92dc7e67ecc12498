import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordsIn } from './wordsIn.ts';

test.each([
  ['Water is leaking here', 'leak', false],
  ['Water is leaking here', 'leak*', true],
  ['a LEAK!', 'leak', true],
  ['no\n  water, again', 'no water', true],
  ['no hot water', 'no water', false],
  ['Une FUITÉ d’eau', 'fuite', true],
  ['une fuite', 'fuité', true],
  ['maji hakuna', 'maji', true],
  ['ውሃ የለም', 'ውሃ', true],
  ['#burstpipe on Main Rd', '#burstpipe', true],
  ['C++ (v2)', 'c++', true],
  ['cost $5.00', '5.00', true],
  ['cost $5x00', '5.00', false],
  ['pre-paid meter', 'pre-paid', true],
  ['anything', '  ', false],
  ['anything', '*', false],
])('%j holds %j: %j', (text, words, holds) => {
  expect(wordsIn(text, [words])).toBe(holds);
});

test('any of several is enough, and without words nothing is found', () => {
  expect(wordsIn('the meter is wrong', ['leak', 'meter'])).toBe(true);
  expect(wordsIn('the meter is wrong', [])).toBe(false);
});

test('whatever is written, what stands as a word of its own is found', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }),
      fc
        .string({ minLength: 1 })
        .filter((word) => /[^\s*]/.test(word.normalize('NFKD').replaceAll(/\p{Mn}/gu, ''))),
      (text, word) => {
        expect(wordsIn(`${text} ${word} ${text}`, [word.replaceAll('*', ' ')])).toBe(
          wordsIn(`${word}`, [word.replaceAll('*', ' ')]),
        );
      },
    ),
  );
});
