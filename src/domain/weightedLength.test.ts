import fc from 'fast-check';
import twitterText from 'twitter-text';
import { describe, expect, test } from 'vitest';
import { weightedLength } from './weightedLength.ts';

const byX = (text: string) => twitterText.parseTweet(text).weightedLength;

describe('what a text weighs', () => {
  test.each([
    'No water since Monday.',
    'Ẹ jọ̀wọ́, omi kò sí ní ilé wa.',
    'ውሃ የለም',
    'لا ماء',
    '水'.repeat(141),
    '👨‍👩‍👧‍👦🇷🇼🚱👍🏾1️⃣',
    'See https://example.org/a?b=c#d, and (https://example.com/e).',
    `https://example.org/${'a'.repeat(300)}`,
    'Write to help@example.org or see example.org/form and www.water.co.ke.',
    'At 8.30 in the U.S. "no"…',
    '',
  ])('%s: as X says', (text) => {
    expect(weightedLength(text)).toBe(byX(text));
  });

  test('any text without an address weighs what X says', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'abé ẹŋ\'"!?-“”—水ع🚱', '👍🏾', '\n', 'ọ́'),
      maxLength: 300,
    });
    fc.assert(fc.property(letters, (text) => weightedLength(text) === byX(text)));
  });
});
