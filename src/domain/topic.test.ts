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

test('what is wrong with a topic is said with how to mend it', () => {
  expect(whatIsWrongWithTopic(topic())).toBeNull();
  expect(whatIsWrongWithTopic(topic({ name: 'x'.repeat(50), examples: [] }))).toBeNull();
  expect(whatIsWrongWithTopic(topic({ name: '' }))).toMatch(/needs a name/);
  expect(whatIsWrongWithTopic(topic({ name: 'x'.repeat(51) }))).toMatch(/50 characters/);
  expect(whatIsWrongWithTopic(topic({ names: ['x'.repeat(51)] }))).toMatch(/50 characters/);
  expect(whatIsWrongWithTopic(topic({ names: Array.from({ length: 13 }, String) }))).toMatch(/12 names/);
  expect(whatIsWrongWithTopic(topic({ examples: Array.from({ length: 201 }, String) }))).toMatch(/200/);
  expect(whatIsWrongWithTopic(topic({ examples: ['a', 'x'.repeat(501)] }))).toMatch(/Example 2/);
});
