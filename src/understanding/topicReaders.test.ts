import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { PostReader } from './reader.ts';
import { LastUsed, mostReaders, mostTexts } from './topicReaders.ts';
import type { TaughtTopic } from './topics.ts';

const reader = new PostReader();
afterAll(() => reader.close());

const dry: TaughtTopic = {
  id: 'dry',
  names: ['No water', 'Hakuna maji'],
  examples: [
    'No water since Monday',
    'Our taps are dry again',
    'Hakuna maji hapa tangu jana',
    'When will the water come back?',
    'Dry taps for nine days',
    'There is no water in our street',
  ],
};
const bill: TaughtTopic = {
  id: 'bill',
  names: ['Bill', 'Ankara'],
  examples: [
    'My bill is far too high',
    'You charged me twice this month',
    'The invoice shows units that I never used',
    'Why is my bill double?',
    'I paid and the bill still says unpaid',
    'Bili ya maji iko juu sana',
  ],
};

test('posts are read with their organisation’s topics, which are taught once for each version', async () => {
  let asked = 0;
  const topics = (version: number, ...taught: TaughtTopic[]) => ({
    key: '1',
    version,
    taught: async () => {
      asked += 1;
      return taught;
    },
  });
  const posts = [{ text: 'The taps in our street are dry, no water' }, { text: 'My bill is double' }];
  const ids = async (of: ReturnType<typeof topics>) =>
    (await reader.read(posts, of)).map((found) => found.topics[0]?.name ?? null);
  expect(await ids(topics(1, dry, bill))).toEqual(['dry', 'bill']);
  expect(await ids(topics(1, dry, bill))).toEqual(['dry', 'bill']);
  expect(asked).toBe(1);
  expect(await ids(topics(2, bill))).toEqual([null, 'bill']);
  expect(asked).toBe(2);
  expect(await ids(topics(3))).toEqual([null, null]);
  expect((await reader.read(posts))[0]?.topics).toEqual([]);
  const ours = { text: posts[0]?.text ?? '', house: { at: new Date(), timeZone: 'UTC' } };
  expect((await reader.read([ours], topics(4, dry)))[0]?.topics).toEqual([]);
  const [tried] = await reader.findTopics('No water again', topics(4, dry));
  expect(tried?.id).toBe('dry');
  expect(asked).toBe(4);
});

test('where many organisations have topics, those of the longest unused are learned again', async () => {
  let asked = 0;
  const read = (key: number) =>
    reader.findTopics('No water', {
      key: `org ${key}`,
      version: 1,
      taught: async () => {
        asked += 1;
        return [dry];
      },
    });
  for (let key = 0; key <= mostReaders; key++) await read(key);
  await read(1);
  expect(asked).toBe(mostReaders + 1);
  const [again] = await read(0);
  expect(again?.id).toBe('dry');
  expect(asked).toBe(mostReaders + 2);
  await read(1);
  expect(asked).toBe(mostReaders + 2);
});

test('topics that nobody asks for are forgotten while others are read, as all is when nobody is', async () => {
  const short = new PostReader(1_000);
  let asked = 0;
  const find = (key: string) =>
    short.findTopics('No water', {
      key,
      version: 1,
      taught: async () => {
        asked += 1;
        return [dry];
      },
    });
  await find('quiet');
  for (let n = 0; n < 8; n++) {
    await find('busy');
    await setTimeout(150);
  }
  expect(asked).toBe(2);
  expect((await find('quiet'))[0]?.id).toBe('dry');
  expect(asked).toBe(3);
  await short.close();
});

test('what was used last is held, in its last version only', () => {
  const held = new LastUsed<string>();
  const hold = (key: string, version: number, texts = 1) =>
    held.hold(key, version, { value: `${key} ${version}`, texts });
  for (let n = 0; n < mostReaders; n++) hold(String(n), 1);
  expect(held.use('0', 1)).toBe('0 1');
  hold('new', 1);
  expect(held.use('0', 1)).toBe('0 1');
  expect(held.use('1', 1)).toBeUndefined();
  hold('0', 2);
  expect(held.use('0', 1)).toBeUndefined();
  expect(held.use('0', 2)).toBe('0 2');
  held.clear();
  expect(held.use('0', 2)).toBeUndefined();
});

test('what was learned from many texts leaves less room for others, and is held itself', () => {
  const held = new LastUsed<string>();
  const hold = (key: string, texts: number) => held.hold(key, 1, { value: key, texts });
  hold('a', 10);
  hold('b', mostTexts - 10);
  expect([held.use('a', 1), held.use('b', 1)]).toEqual(['a', 'b']);
  hold('c', 1);
  expect([held.use('a', 1), held.use('b', 1), held.use('c', 1)]).toEqual([undefined, 'b', 'c']);
  hold('d', 2 * mostTexts);
  expect([held.use('b', 1), held.use('c', 1), held.use('d', 1)]).toEqual([undefined, undefined, 'd']);
  hold('d', 1);
  hold('e', 1);
  expect([held.use('d', 1), held.use('e', 1)]).toEqual(['d', 'e']);
});
