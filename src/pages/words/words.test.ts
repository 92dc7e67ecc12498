import { describe, expect, test } from 'vitest';
import { publicLanguages } from '../../domain/languages.ts';
import { chosenLanguage, wordsIn } from './words.ts';
import { momentIn, numberIn, pluralIn } from './writing.ts';

test('what was chosen comes first, then what the browser asks for, then what the form is written in', () => {
  expect(chosenLanguage('en', 'fr', 'rw')).toBe('en');
  expect(chosenLanguage(null, 'am, rw-RW;q=0.8, en-GB;q=0.5', 'sw')).toBe('rw');
  expect(chosenLanguage(null, 'en;q=0, SW-ke;q=0.1', 'fr')).toBe('sw');
  expect(chosenLanguage(null, undefined, 'rw')).toBe('rw');
  expect(chosenLanguage(null, 'am, ti', 'am')).toBe('en');
  expect(chosenLanguage('constructor', 'hasOwnProperty;q=x, *', '__proto__')).toBe('en');
});

/** Every text by its name; those with something to fill in, filled in. */
function texts(table: object): Map<string, string> {
  const found = Object.entries(table).flatMap(([key, value]): [string, string][] => {
    if (typeof value === 'function') return [[key, String(value(7))]];
    if (typeof value === 'string') return [[key, value]];
    return [...texts(value)].map(([name, text]) => [`${key}.${name}`, text]);
  });
  return new Map(found);
}

/** Texts that are the same word in two languages. */
const alike: Record<string, string[]> = {
  fr: ['photo', 'calls.minutes'],
  sw: ['pinLabel'],
  rw: ['pinLabel'],
};

describe.each(publicLanguages.filter((language) => language !== 'en'))('in the language %s', (language) => {
  const ours = texts(wordsIn(language));
  const english = texts(wordsIn('en'));

  test('every text is there, and none is left in English', () => {
    expect([...ours.keys()]).toEqual([...english.keys()]);
    const same = [...ours].filter(([name, text]) => english.get(name) === text).map(([name]) => name);
    expect(same).toEqual(alike[language]);
  });

  test('every text fills in what the English one fills in, and ends as it does', () => {
    const ends = (text: string) => /[.?:]$/.exec(text.trim())?.[0] ?? '';
    for (const [name, text] of ours) {
      expect(text.includes('7'), name).toBe(english.get(name)?.includes('7'));
      expect(ends(text), name).toBe(ends(english.get(name) ?? ''));
    }
  });
});

describe('numbers and moments', () => {
  const at = new Date('2026-11-29T13:05:00Z');

  test('are written as each language writes them', () => {
    expect(publicLanguages.map((language) => momentIn(language, at, 'Africa/Kigali'))).toEqual([
      '29 November 2026 at 15:05',
      '29 novembre 2026 à 15:05',
      '29 Novemba 2026, 15:05',
      '29 Ugushyingo 2026, 15:05',
    ]);
    expect(publicLanguages.map((language) => numberIn(language, 5_000).replace(/\s/, ' '))).toEqual([
      '5,000',
      '5 000',
      '5,000',
      '5.000',
    ]);
  });

  test('choose the plural by the rules of the language', () => {
    const forms = { one: 'one', other: 'other' };
    expect([0, 1, 2].map((n) => pluralIn('fr', n, forms))).toEqual(['one', 'one', 'other']);
    expect([0, 1, 2].map((n) => pluralIn('en', n, forms))).toEqual(['other', 'one', 'other']);
    expect(pluralIn('fr', 1_000_000, forms)).toBe('other');
  });
});
