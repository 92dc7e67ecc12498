import { expect, test } from 'vitest';
import { chosenLanguage, tables, wordsIn } from './words.ts';

test('what was chosen comes first, then what the browser asks for, then what the form is written in', () => {
  expect(chosenLanguage('en', 'fr', 'rw')).toBe('en');
  expect(chosenLanguage(undefined, 'rw-RW, en-GB;q=0.5', 'rw')).toBe('en');
  expect(chosenLanguage(undefined, undefined, 'rw')).toBe('en');
  expect(chosenLanguage('constructor', 'hasOwnProperty;q=x, *', '__proto__')).toBe('en');
});

test('every language has every text', () => {
  const shape = (table: object): string[] =>
    Object.entries(table).flatMap(([key, value]) =>
      typeof value === 'object'
        ? shape(value as object).map((one) => `${key}.${one}`)
        : [`${key} ${typeof value}`],
    );
  for (const language of Object.keys(tables)) expect(shape(wordsIn(language))).toEqual(shape(wordsIn('en')));
});
