import { expect, test } from 'vitest';
import { linesOf, whatIsWrongWithTopic } from './topic.ts';

const topic = (over: object = {}) => ({
  name: 'No water',
  names: ['Pas d’eau'],
  examples: ['Dry.'],
  ...over,
});

test('each line that says something is an example, once', () => {
  expect(linesOf('  No water \n\n\tNo   water\nDry since\u00a0May\n')).toEqual(['No water', 'Dry since May']);
  expect(linesOf(' \n ')).toEqual([]);
});

test('what is wrong with a topic is told, the first thing first', () => {
  const wrong = (over: object) => whatIsWrongWithTopic(topic(over));
  expect(wrong({})).toBeNull();
  expect(wrong({ name: 'x'.repeat(50), examples: [] })).toBeNull();
  expect(wrong({ name: '' })).toEqual({ kind: 'no_name' });
  expect(wrong({ name: 'x'.repeat(51) })).toEqual({ kind: 'name_too_long' });
  expect(wrong({ names: ['x'.repeat(51)] })).toEqual({ kind: 'name_too_long' });
  expect(wrong({ names: Array.from({ length: 13 }, String) })).toEqual({ kind: 'too_many_names' });
  expect(wrong({ examples: Array.from({ length: 201 }, String) })).toEqual({ kind: 'too_many_examples' });
  expect(wrong({ examples: ['a', 'x'.repeat(501)] })).toEqual({ kind: 'example_too_long', at: 2 });
});
