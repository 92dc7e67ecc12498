import { expect, test } from 'vitest';
import { mark } from './grams.ts';
import { lexiconMarks } from './lexicon.ts';

const lexicon = new Map([
  ['asante', 1],
  ['asante sana', 2],
  ['mbaya', -2],
  ['wezi', -3],
]);
const marks = (text: string) => lexiconMarks(lexicon, text.split(' '));

test('the longest phrase counts, once', () => {
  expect(marks('asante sana ndugu')).toEqual([
    ...[mark('praise0'), mark('praise1'), mark('more1'), mark('last1')],
  ]);
});

test('praise and blame are told apart, with what came last', () => {
  const found = marks('asante lakini huduma mbaya wezi');
  expect(found).toContain(mark('praise0'));
  expect(found.filter((one) => one.startsWith(mark('blame')))).toHaveLength(4);
  expect(found).toContain(mark('more-1'));
  expect(found).toContain(mark('last-1'));
});

test('a text of which it knows nothing is marked so; without a lexicon nothing is said', () => {
  expect(marks('habari za leo')).toContain(mark('neither'));
  expect(lexiconMarks(undefined, ['asante'])).toEqual([]);
});
