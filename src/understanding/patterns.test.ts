import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PatternBook, rarestFirst } from './patternBook.ts';
import { type Patterns, readPatterns } from './patterns.ts';
import { wordsOfMeaning } from './words.ts';

const keyOf = (phrase: string) => wordsOfMeaning(phrase).join(' ');
const read = (file: string) => readPatterns([file], keyOf);
const met = (patterns: Patterns, text: string) => {
  const words = wordsOfMeaning(text);
  return new PatternBook(patterns)
    .find(words)
    .map(({ says, at, size }) => `${says}: ${words.slice(at, at + size).join(' ')}`);
};

const file = `
# Words that stand for one another.
KILL = kill|hang|finish_off
self: i|we ..3 KILL myself
self: *jiua
violence: ^ KILL them|him
violence: burn* ..1 the_whole_off*
`;

test('parts follow each other, with so many words between as are allowed', () => {
  const patterns = read(file);
  expect(met(patterns, 'One day I will really just kill myself.')).toEqual([
    'self: i will really just kill myself',
  ]);
  expect(met(patterns, 'I will, as I said before, kill myself')).toEqual([
    'self: i said before , kill myself',
  ]);
  expect(met(patterns, 'They kill myself')).toEqual([]);
  expect(met(patterns, 'Kill them all')).toEqual(['violence: kill them']);
  expect(met(patterns, 'do not kill them')).toEqual([]);
  expect(met(patterns, 'Finish off him')).toEqual(['violence: finish off him']);
});

test('a star stands for the rest of a word, in a phrase, too', () => {
  const patterns = read(file);
  expect(met(patterns, 'nataka kujiua leo')).toEqual(['self: kujiua']);
  expect(met(patterns, 'burning down the whole office')).toEqual(['violence: burning down the whole office']);
  expect(met(patterns, 'burning down the whole town')).toEqual([]);
});

test('what is no pattern says which line', () => {
  expect(() => read('self: i ..3')).toThrow('ends with a word');
  expect(() => read('I will')).toThrow('This is no pattern: I will');
  expect(() => read('self: NOBODY here')).toThrow('No list is called NOBODY');
  expect(() => read('self: a*')).toThrow('is no word');
  expect(() => read('self: i ..12 kill')).toThrow('A gap is of 1 to 9 words');
});

test('property: which part is looked for first changes nothing of what is found', () => {
  const word = fc.constantFrom('i', 'we', 'kill', 'hang', 'finish', 'off', 'myself', 'them', 'burn', 'x');
  const patterns = read(file);
  const others = rarestFirst(patterns, [['kill', 'kill', 'i', 'them', 'them', 'them']]);
  expect(others.patterns.map(({ rarest }) => rarest)).not.toEqual(
    patterns.patterns.map(({ rarest }) => rarest),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 14 }), (words) => {
      const names = (one: Patterns) => new Set(new PatternBook(one).find(words).map(({ says }) => says));
      expect(names(others)).toEqual(names(patterns));
    }),
  );
});
