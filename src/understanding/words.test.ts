import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lettersIn, readTo, withoutAddresses, wordsOfLanguage, wordsOfMeaning } from './words.ts';

describe('words that tell a language', () => {
  test('are letters only: links, handles, tags, numbers, signs and emoji are set aside', () => {
    const text = '@umeme_leo Stima imepotea!! 😡 tangu saa 3 https://x.example/a?b=1 #giza info@maji.example';
    expect(wordsOfLanguage(text)).toEqual(['stima', 'imepotea', 'tangu', 'saa']);
  });

  test('are lower case and composed, with one kind of apostrophe, and nobody stretches them', () => {
    expect(wordsOfLanguage('Ng’ombe PLEEEEASE e\u0301te\u0301')).toEqual(["ng'ombe", 'pleease', 'été']);
  });

  test('keep every script', () => {
    expect(wordsOfLanguage('ውሃ የለም ከሰኞ ጀምሮ')).toEqual(['ውሃ', 'የለም', 'ከሰኞ', 'ጀምሮ']);
    expect(wordsOfLanguage('Ẹ kú ọ̀sán')).toEqual(['ẹ', 'kú', 'ọ̀sán']);
  });

  test('count as letters with one space between them', () => {
    expect(lettersIn(['maji', 'hakuna'])).toBe(11);
    expect(lettersIn([])).toBe(0);
  });
});

describe('words that tell a meaning', () => {
  test('keep signs and emoji one by one, the word of a tag, and numbers as one', () => {
    expect(wordsOfMeaning('@MajiMoto no water since 14 days?! #thirsty 😡😡😡')).toEqual([
      ...['no', 'water', 'since', '0', 'days', '?', '!', 'thirsty', '😡', '😡'],
    ]);
  });

  test('of nothing are none', () => {
    expect(wordsOfMeaning(' \n @nobody https://a.example ')).toEqual([]);
  });
});

test('nothing that can be written is too much, and no word is empty', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ maxLength: 300 })),
      (text) => {
        for (const word of [...wordsOfLanguage(text), ...wordsOfMeaning(text)])
          expect(word.length).toBeGreaterThan(0);
      },
    ),
  );
});

test('a text of a hundred pages is read to a fixed place', () => {
  expect(wordsOfMeaning('maji '.repeat(100_000)).length).toBe(Math.ceil(readTo / 5));
});

describe('addresses', () => {
  test.each([
    ['write to a.b@mail.example now', 'write to   now'],
    ['see https://x.example/a and www.y.example', 'see   and  '],
    ['(https://x.example', '( '],
    ['thanks @someone and ＠other!', 'thanks   and  !'],
    ['@ a @b. c@d', '@ a   c '],
  ])('are set aside in %j', (text, left) => {
    expect(withoutAddresses(text)).toBe(left);
  });

  test('of whatever signs a text consists, it is looked at once', () => {
    // It took minutes, and grew with the third power: this test would not end.
    for (const text of [
      '@'.repeat(8_000),
      `${'a'.repeat(4_000)}@${'.@'.repeat(2_000)}`,
      'https://'.repeat(1_000),
    ])
      expect(withoutAddresses(text).length).toBeLessThanOrEqual(text.length);
  });
});
