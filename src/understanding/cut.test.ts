import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutText } from './cut.ts';
import { vocabulary } from './vocabulary.ts';
import { wordsOfLanguage, wordsOfMeaning } from './words.ts';

const cut = (text: string) => {
  const { meaning, meanings, language, languages } = cutText(text);
  const words = (numbers: Int32Array) => [...numbers].map((number) => vocabulary.words[number]);
  return { meaning: words(meaning.subarray(0, meanings)), language: words(language.subarray(0, languages)) };
};
const byExpressions = (text: string) => ({ meaning: wordsOfMeaning(text), language: wordsOfLanguage(text) });

test('a text is cut as the expressions cut it, and once', () => {
  const text =
    '@umeme_leo Ng’ombe PLEEEASE 14 days?! #thirsty_now 😡😡😡 info@maji.example e\u0301te\u0301 ❤️';
  expect(cut(text)).toEqual(byExpressions(text));
  expect(cutText(text)).toBe(cutText(text));
});

test.each([
  'ΟΔΟΣ ΣΑΣ', // The last sigma of a word is another.
  'İstanbul',
  '#a\u200dbcd #tag\u200d',
  '#e\u0301a @e\u0301a',
  '\ud83d \ude00 \ud83d\ud83d\ud83d\ud83d',
  '𝐀𝐁 @𝐀𝐁 𝟘',
  "don''t 'tis o'o''o 5a'b don't5",
  'a＠b.c ＃tag',
  '각 \u1100\u1161\u11a8',
])('rare letters are cut as the expressions cut them: %j', (text) => {
  expect(cut(text)).toEqual(byExpressions(text));
});

const piece = fc.oneof(
  fc.constantFrom(
    ..."aAé’' 0١#＃@＠.,!_-/\n",
    'e\u0301',
    '\u0301',
    '\ud83d',
    '🙂',
    '❤️',
    '\u200d',
    'ዝ',
    'Σ',
    'İ',
  ),
  fc.constantFrom('ooo', '!!!', 'www.', 'https://x.y', 'x@y.z', '@ab', '#ab', 'Ọ̀'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }),
);

test('property: whatever is written is cut as the expressions cut it', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      expect(cut(text)).toEqual(byExpressions(text));
    }),
    { numRuns: 500 },
  );
});
