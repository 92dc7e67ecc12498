/** The example channel of the guide: what people copy is compiled, keeps the contract, and is the text that they read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { suggestionBox } from '../../docs/guides/example-channel/suggestionBox.ts';
import type { AccountAccess } from '../../src/channels/channel.ts';
import { channelContract, type SendingNetwork } from '../../src/channels/contract.ts';
import type { HeardPost } from '../../src/domain/post.ts';
import { blocksOf } from '../factories/guides.ts';
import { type Note, SuggestionBoxes } from '../factories/suggestionBoxes.ts';

const channel = suggestionBox({ fetch, now: () => new Date(), log: () => undefined });
const us = { networkId: 'boxes', ourIds: ['boxes'], watched: [] };
const note: Note = { id: 'n1', box: 'Counter 4', words: 'No water.', at: '2031-01-06T08:00:00Z' };
const at = new Date(note.at);
const post: HeardPost = {
  network: 'own',
  networkId: 'n1',
  thread: 'n1',
  parentNetworkId: null,
  quotedNetworkId: null,
  direction: 'inbound',
  visibility: 'direct',
  hearing: 'direct',
  by: { networkId: 'n1', handle: 'Note in Counter 4', name: null },
  conversationWith: 'n1',
  text: 'No water.',
  language: null,
  media: [],
  at,
  revision: '0',
  reach: null,
  handle: {},
  institution: null,
};
const access = (server: string, token = 'right'): AccountAccess => ({
  ...us,
  accountId: 'a',
  handle: 'boxes',
  settings: { server, pollSeconds: '0.01' },
  secret: { token },
  keepSecret: async () => undefined,
});

channelContract('The example of the guide', () => ({
  channel,
  account: us,
  openNetwork,
  fixtures: [
    { name: 'a note', payload: note, heard: { kind: 'post', post } },
    {
      name: 'a note that was taken out',
      payload: { ...note, removed: true },
      heard: { kind: 'deleted', network: 'own', networkId: 'n1', at },
    },
    {
      name: 'a note without a time',
      payload: { ...note, at: 'Monday' },
      heard: { kind: 'unreadable', reason: 'The note does not say its box and time.' },
    },
  ],
}));

async function openNetwork(): Promise<SendingNetwork> {
  const boxes = await SuggestionBoxes.open();
  return {
    account: access(boxes.address),
    async reply(mode, text) {
      const replyId = crypto.randomUUID();
      const networkKey = channel.networkKey({ replyId, at });
      const plain = { replyId, mode, text, language: null, quote: null, attachments: [], networkKey };
      return { ...plain, to: post, firstAttemptAt: at };
    },
    published: async (text) => [...boxes.answers.values()].filter((one) => one === text).length,
    async limitNext(until) {
      boxes.limitedUntil = until;
    },
    async cutNext() {
      boxes.cutNext = true;
    },
    close: () => boxes.close(),
  };
}

test('it hears what is new, goes on from its cursor, and says plainly when it is not let in', async () => {
  const boxes = await SuggestionBoxes.open();
  boxes.notes.push(note, { ...note, id: 'n2' }, { ...note, id: 'n3' });
  const ended = new AbortController();
  const [source] = channel.sources;
  const cursors: (string | null)[] = [];
  for await (const { items, cursor } of source?.stream(access(boxes.address), '1', ended.signal) ?? []) {
    cursors.push(`${items.length} to ${cursor}`);
    ended.abort();
  }
  expect(cursors).toEqual(['2 to 3']);
  const refused = source?.stream(access(boxes.address, 'wrong'), null, new AbortController().signal);
  await expect(refused?.[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'account_refused' });
  const found: (string | null)[] = [];
  for await (const page of channel.reconcile(access(boxes.address), at, new AbortController().signal))
    found.push(...page.map(({ networkId }) => networkId));
  expect(found).toEqual(['n1', 'n2', 'n3']);
  await expect(channel.connect?.try({ server: boxes.address, token: 'right' })).resolves.toMatchObject({
    lacks: [],
  });
  await boxes.close();
});

test('the guide shows this very file, of less than 200 lines', () => {
  const file = join(import.meta.dirname, '../../docs/guides/example-channel/suggestionBox.ts');
  const text = readFileSync(file, 'utf8');
  expect(text.split('\n').length - 1).toBeLessThan(200);
  expect(blocksOf('your-own-channel.md', 'ts')).toEqual([text]);
});
