import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccountAccess, Heading } from '../channel.ts';
import { channelContract, type SendingNetwork } from '../contract.ts';
import { fixtures, question } from './fixtures/posts.ts';
import { findReply, openFolder, publishPosts, readJournal, replyKeys, setWeather } from './folder.ts';
import { demonstration, heardSince } from './index.ts';

const channel = demonstration({ fetch, now: () => new Date(), log: () => undefined });

const accessTo = (folder: string, networkId = 'water'): AccountAccess => ({
  accountId: 'a',
  networkId,
  handle: networkId,
  settings: { folder },
  secret: {},
  ourIds: ['water', 'power'],
  watched: [],
  keepSecret: async () => undefined,
});

async function openNetwork(): Promise<SendingNetwork> {
  const folder = await mkdtemp(join(tmpdir(), 'demonstration-'));
  await openFolder(folder);
  let count = 0;
  return {
    account: accessTo(folder),
    async reply(mode, text) {
      count += 1;
      return {
        replyId: `reply-${count}`,
        mode,
        text,
        language: null,
        to: {
          networkId: question.id,
          thread: question.thread,
          by: { networkId: question.by.id, handle: question.by.handle, name: question.by.name },
          handle: {},
          visibility: mode === 'direct' ? 'direct' : 'public',
        },
        quote: null,
        attachments: [],
        networkKey: `reply-${count}`,
        firstAttemptAt: new Date(),
      };
    },
    async published(text) {
      const all = await Promise.all((await replyKeys(folder)).map((key) => findReply(folder, key)));
      return all.filter((reply) => reply?.text === text).length;
    },
    async limitNext(until) {
      await setWeather(folder, { busyUntil: until.toISOString() });
      forgetting.push(() => setWeather(folder, {}));
    },
    async cutNext() {
      await setWeather(folder, { cutNext: true });
    },
    close: () => rm(folder, { recursive: true }),
  };
}
const forgetting: (() => Promise<void>)[] = [];

channelContract('the demonstration', () => ({
  channel: {
    ...channel,
    // The network that asked to wait is asked again once only: later tests of the suite meet it rested.
    async send(account, reply) {
      const outcome = await channel.send(account, reply);
      for (const forget of forgetting.splice(0)) await forget();
      return outcome;
    },
  },
  account: { networkId: 'water', ourIds: ['water', 'power'], watched: [] },
  fixtures,
  openNetwork,
}));

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demonstration-'));
  await openFolder(folder);
});
afterAll(() => rm(folder, { recursive: true }));

async function all(account: AccountAccess, cursor: string | null): Promise<Heading[]> {
  const headings: Heading[] = [];
  for await (const heading of heardSince(account, cursor)) headings.push(heading);
  return headings;
}

test('an account hears what is addressed to it, once, and goes on from its cursor', async () => {
  await publishPosts(folder, [question, { ...question, id: 'd03-018', to: ['power'] }]);
  const first = await all(accessTo(folder), null);
  expect(first.flatMap(({ items }) => items)).toEqual([{ key: 'd03-017', payload: question }]);
  const cursor = first.at(-1)?.cursor ?? null;
  await publishPosts(folder, [{ ...question, id: 'd03-019', text: 'Ndiyo, é, 🙏' }]);
  const later = await all(accessTo(folder), cursor);
  expect(later.flatMap(({ items }) => items.map(({ payload }) => payload))).toEqual([
    { ...question, id: 'd03-019', text: 'Ndiyo, é, 🙏' },
  ]);
});

test('a line that was half written is not heard, and is taken away before the next is added', async () => {
  const { end } = await readJournal(folder, 0);
  await appendFile(join(folder, 'posts.ndjson'), '{"id":"half');
  expect((await readJournal(folder, 0)).end).toBe(end);
  await openFolder(folder);
  await publishPosts(folder, [{ ...question, id: 'd03-020' }]);
  expect((await all(accessTo(folder), String(end))).flatMap(({ items }) => items)).toHaveLength(1);
});

test('what is missing is found again by when it was published', async () => {
  const found: string[] = [];
  const since = new Date(question.at);
  for await (const page of channel.reconcile(accessTo(folder), since, new AbortController().signal))
    found.push(...page.map(({ networkId }) => networkId ?? ''));
  expect(found).toEqual(['d03-017', 'd03-019', 'd03-020']);
});
