import { expect, test } from 'vitest';
import { packLanguages } from '../domain/topic.ts';
import { readPack, topicPacks } from './topicPacks.ts';
import { topicWords } from './topicWeights.ts';

const packs = topicPacks();
const topics = packs.flatMap(({ sector, topics }) =>
  topics.map((topic) => ({ id: `${sector}/${topic.key}`, ...topic })),
);

test('there is a pack for each sector, and one for all', () => {
  expect(packs.map(({ sector }) => sector)).toEqual([
    'any',
    'banking',
    'electricity',
    'health',
    'public',
    'retail',
    'telecoms',
    'transport',
    'water',
  ]);
  expect(topics.length).toBeGreaterThan(55);
  expect(new Set(topics.map(({ id }) => id)).size).toBe(topics.length);
});

test('every topic has enough examples to be learned, and a name of its own in every language', () => {
  for (const { id, examples, names } of topics) {
    expect([id, examples.length >= 10]).toEqual([id, true]);
    expect([id, packLanguages.filter((language) => names[language].trim() === '')]).toEqual([id, []]);
  }
  for (const { topics } of packs)
    for (const language of packLanguages)
      expect(new Set(topics.map(({ names }) => names[language])).size).toBe(topics.length);
});

test('no sentence stands in two topics, or twice in one, and each says something', () => {
  const first = new Map<string, string>();
  const twice: string[] = [];
  for (const { id, examples } of topics)
    for (const text of examples) {
      const key = topicWords(text).join(' ');
      if (key === '' || first.has(key)) twice.push(`${id}: ${text} (${first.get(key)})`);
      first.set(key, id);
    }
  expect(twice).toEqual([]);
});

test('what one is given is one’s own', () => {
  topicPacks()[0]?.topics.pop();
  expect(topicPacks()).toEqual(packs);
});

test('a pack is read with its remarks left out', () => {
  const text =
    '# a remark\n= topic: water/leak; eng: Leak; fra: Fuite; swa: Uvujaji; kin: Kuva\nA pipe leaks\n\n  Elle fuit  \n';
  expect(readPack('water.txt', text)).toEqual({
    sector: 'water',
    topics: [
      {
        key: 'leak',
        names: { eng: 'Leak', fra: 'Fuite', swa: 'Uvujaji', kin: 'Kuva' },
        examples: ['A pipe leaks', 'Elle fuit'],
      },
    ],
  });
});

test.each([
  ['of another sector', '= topic: health/leak; eng: a; fra: b; swa: c; kin: d', 'water.txt:1'],
  ['without a name', '= topic: water/leak; eng: a; fra: b; swa: c', '"kin"'],
  ['without a key', '= eng: a; fra: b; swa: c; kin: d', 'water/name'],
  ['with a sentence before its first topic', 'A pipe leaks', 'before the first topic'],
])('a pack %s is refused with a sentence', (_, text, said) => {
  expect(() => readPack('water.txt', text)).toThrow(said);
});
