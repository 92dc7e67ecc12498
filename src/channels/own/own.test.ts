import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OwnSystem, secret } from '../../../test/factories/ownSystem.ts';
import type { Heard, HeardPost } from '../../domain/post.ts';
import { askOutside } from '../../outside/guardedRequest.ts';
import type { AccountAccess, ReplyToSend } from '../channel.ts';
import { channelContract, type Fixture, type SendingNetwork } from '../contract.ts';
import type { Called } from '../receiving.ts';
import { own } from './index.ts';
import { signedHeaders } from './signing.ts';

const tools = { fetch, now: () => new Date(), log: () => undefined };
const channel = own({ ...tools, askOutside: askOutside(['127.0.0.1']) });
const us = { networkId: 'counters', ourIds: ['counters'], watched: [] };
const access = (address: string | null): AccountAccess => ({
  ...us,
  accountId: 'a',
  handle: 'Counters',
  settings: address === null ? {} : { address },
  secret: { secret },
  keepSecret: async () => undefined,
});

const item = {
  id: '17',
  thread: 'talk-4',
  author: { id: '7', name: 'Amina Uwase' },
  text: 'No water in Kimisagara since Monday.',
  at: '2031-01-06T08:00:00Z',
};
const post: HeardPost = {
  network: 'own',
  networkId: 'counters:17',
  thread: 'counters:talk-4',
  parentNetworkId: null,
  quotedNetworkId: null,
  direction: 'inbound',
  visibility: 'direct',
  hearing: 'direct',
  by: { networkId: 'counters:7', handle: 'Amina Uwase', name: 'Amina Uwase' },
  conversationWith: 'counters:7',
  text: item.text,
  language: null,
  media: [],
  at: new Date('2031-01-06T08:00:00Z'),
  revision: '0',
  reach: null,
  handle: { id: '17', thread: 'talk-4', author: '7' },
  institution: null,
};
const heard = (more: Partial<HeardPost>): Heard => ({ kind: 'post', post: { ...post, ...more } });
const fixture = (name: string, changed: unknown, becomes: Heard): Fixture => ({
  name,
  payload: { version: 1, item: changed },
  heard: becomes,
});
const unreadable = (reason: string): Heard => ({ kind: 'unreadable', reason, networkId: 'counters:17' });

const fixtures: Fixture[] = [
  fixture('an item', item, heard({})),
  fixture('a public one', { ...item, public: true }, heard({ visibility: 'public', hearing: 'mention' })),
  fixture(
    'one with everything',
    {
      ...item,
      answers: '16',
      language: 'rw',
      place: 'Kimisagara market',
      media: [
        { address: 'https://files.example/tap.jpg', type: 'image/jpeg', alt: 'My tap' },
        { address: 'https://files.example/page' },
        { address: 'javascript:alert(1)' },
      ],
    },
    heard({
      parentNetworkId: 'counters:16',
      language: 'rw',
      stated: { home: null, field: 'Kimisagara market' },
      media: [
        { kind: 'image', address: 'https://files.example/tap.jpg', type: 'image/jpeg', alt: 'My tap' },
        { kind: 'link', address: 'https://files.example/page', type: null, alt: null },
      ],
    }),
  ),
  fixture(
    'a later version',
    { ...item, text: 'No water since Sunday.', edited: '2031-01-06T09:00:00Z' },
    heard({ text: 'No water since Sunday.', edited: true, revision: '2031-01-06T09:00:00.000Z' }),
  ),
  fixture(
    'a deletion',
    { id: '17', deleted: '2031-01-06T09:00:00Z' },
    {
      kind: 'deleted',
      network: 'own',
      networkId: 'counters:17',
      at: new Date('2031-01-06T09:00:00Z'),
    },
  ),
  fixture(
    'news of a reply',
    { reply: 'our-key', status: 'failed', at: '2031-01-06T09:00:00Z', reason: 'The terminal is broken.' },
    {
      kind: 'delivery',
      network: 'own',
      networkId: 'our-key',
      status: 'failed',
      at: new Date('2031-01-06T09:00:00Z'),
      reason: 'The terminal is broken.',
    },
  ),
  fixture(
    'one without a zone',
    { ...item, at: '2031-01-06T08:00:00' },
    unreadable('"at" must be an instant with its zone, as 2031-01-06T08:00:00Z.'),
  ),
  fixture(
    'one without an author',
    { ...item, author: 'Amina' },
    unreadable('"author" must hold an "id" of 1 to 300 characters.'),
  ),
];

const now = new Date('2031-01-06T10:00:00Z');
function called(body: unknown, more: { secret?: string; at?: Date; changed?: string } = {}): Called {
  const text = JSON.stringify(body);
  const headers = signedHeaders(more.secret ?? secret, 'msg_1', text, more.at ?? now);
  const bytes = new TextEncoder().encode(more.changed ?? text);
  return {
    method: 'POST',
    path: '',
    address: 'https://desk.example/in/a/b',
    query: {},
    headers,
    body: bytes,
  };
}
const good = { version: 1, items: [item, { ...item, id: '18' }] };
const late = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

channelContract('Your own', () => ({
  channel,
  account: us,
  fixtures,
  openNetwork,
  receiving: {
    access: access(null),
    now,
    good: [
      { name: 'two items', called: called(good), items: 2 },
      { name: 'a signature among others', called: amongOthers(), items: 2 },
      { name: 'a request of four minutes ago', called: called(good, { at: late(-4) }), items: 2 },
    ],
    challenges: [],
    forged: [
      { name: 'another secret', called: called(good, { secret: 'whsec_AAAA' }), status: 401 },
      { name: 'a request of six minutes ago', called: called(good, { at: late(-6) }), status: 401 },
      { name: 'a request of the future', called: called(good, { at: late(6) }), status: 401 },
      { name: 'a body that was changed', called: called(good, { changed: '{"version":1}' }), status: 401 },
      { name: 'no signature', called: { ...called(good), headers: {} }, status: 401 },
      { name: 'another version', called: called({ version: 2, items: [] }), status: 400 },
      { name: 'too many items', called: called({ version: 1, items: Array(101).fill(item) }), status: 400 },
      { name: 'no list', called: called({ version: 1, items: item }), status: 400 },
    ],
  },
}));

function amongOthers(): Called {
  const one = called(good);
  return {
    ...one,
    headers: { ...one.headers, 'webhook-signature': `v1,AAAA ${one.headers['webhook-signature']}` },
  };
}

const replyTo = (mode: ReplyToSend['mode'], text: string): ReplyToSend => {
  const replyId = crypto.randomUUID();
  return {
    replyId,
    mode,
    text,
    language: 'en',
    to: { ...post, visibility: mode },
    quote: null,
    attachments: [],
    networkKey: channel.networkKey({ replyId, at: now }),
    firstAttemptAt: now,
  };
};

async function openNetwork(): Promise<SendingNetwork> {
  const system = await OwnSystem.open();
  return {
    account: access(system.address),
    reply: async (mode, text) => replyTo(mode, text),
    published: async (text) => [...system.taken.values()].filter((one) => one.text === text).length,
    limitNext: async (until) =>
      void system.faults.push({ status: 429, headers: { 'retry-after': until.toUTCString() } }),
    cutNext: async () => void system.faults.push('take and cut'),
    close: () => system.close(),
  };
}

test('an item that is wrong is kept, and the answer says which and why', async () => {
  const body = called({
    version: 1,
    items: [item, { id: '18' }, 'hello', { ...item, place: { lat: -1.97 }, lon: 30.04 }],
  });
  const taken = await channel.receive?.take(access(null), body, { now, casesOf: async () => [] });
  if (taken?.kind !== 'kept') throw new Error(`it was ${taken?.kind}`);
  expect(taken.items).toHaveLength(4);
  expect(JSON.parse(taken.answer.body)).toEqual({
    kept: 4,
    understood: 2,
    notUnderstood: [
      { index: 1, id: '18', code: 'author_invalid', sentence: expect.stringMatching(/author/) },
      { index: 2, id: null, code: 'item_invalid', sentence: expect.stringMatching(/object/) },
    ],
  });
  expect(JSON.stringify(taken.items)).not.toMatch(/1\.97|30\.04/);
});

describe('an answer', () => {
  let system: OwnSystem;
  beforeAll(async () => {
    system = await OwnSystem.open();
  });
  afterAll(() => system.close());
  beforeEach(() => {
    system.faults.length = 0;
    system.believes = secret;
  });

  test('names author, thread and item as the system itself does', async () => {
    const reply = replyTo('direct', 'We come today.');
    await channel.send(access(system.address), reply);
    expect(system.taken.get(reply.networkKey)?.body).toMatchObject({
      version: 1,
      account: 'counters',
      thread: 'talk-4',
      answers: '17',
      author: { id: '7', name: 'Amina Uwase' },
      public: false,
    });
  });

  test.each<[string, Parameters<typeof system.faults.push>[0], object]>([
    [
      'a refusal in its words',
      { status: 422, body: { error: 'The terminal is broken.' } },
      { kind: 'refused', reason: expect.stringContaining('The terminal is broken.') },
    ],
    ['a refused signature', { status: 401 }, { kind: 'refused', code: 'account_refused' }],
    ['a failure', { status: 500 }, { kind: 'unknown' }],
    ['a wait without a time', { status: 429 }, { kind: 'later' }],
    ['a cut', 'cut', { kind: 'unknown' }],
  ])('after %s', async (_, fault, outcome) => {
    system.faults.push(fault);
    expect(await channel.send(access(system.address), replyTo('direct', 'We come.'))).toMatchObject(outcome);
  });

  test('to nobody who listens waits; to a private network it is refused', async () => {
    const gone = await OwnSystem.open();
    await gone.close();
    expect(await channel.send(access(gone.address), replyTo('direct', 'Hello.'))).toMatchObject({
      kind: 'later',
    });
    const strict = own({ ...tools, askOutside: askOutside([], async () => ['10.0.0.8']) });
    const inside = access('https://inside.example/answers');
    expect(await strict.send(inside, replyTo('direct', 'Hello.'))).toMatchObject({
      kind: 'refused',
      code: 'account_refused',
    });
    const before = system.asked;
    expect(await strict.send(access(system.address), replyTo('direct', 'Hello.'))).toMatchObject({
      kind: 'refused',
    });
    expect(system.asked).toBe(before);
  });

  test('is permitted where there is an address for it', async () => {
    const connected = await channel.connect?.try({ name: 'Counters', secret });
    const [permission] = channel.mayReply(post, { lacks: connected?.lacks ?? [] }, now);
    expect(permission).toMatchObject({ allowed: false, reason: expect.stringMatching(/hears only/) });
    expect(await channel.send(access(null), replyTo('direct', 'Hello.'))).toMatchObject({ kind: 'refused' });
  });

  test('is tried when the account is connected', async () => {
    const tried = (more: Record<string, string> = {}) =>
      channel.connect?.try({ name: 'Counters', secret, address: `${system.address}/`, ...more });
    expect(await tried()).toMatchObject({
      networkId: 'counters',
      settings: { address: system.address },
      lacks: [],
      checks: [expect.stringMatching(/accepts our signature/)],
    });
    await expect(tried({ secret: 'hello' })).rejects.toMatchObject({ code: 'input_invalid' });
    await expect(tried({ name: ' ' })).rejects.toMatchObject({ code: 'input_invalid' });
    await expect(tried({ address: 'https://10.0.0.8/' })).rejects.toMatchObject({ code: 'input_invalid' });
    system.believes = 'whsec_AAAA';
    await expect(tried()).rejects.toMatchObject({ code: 'account_refused' });
    system.faults.push({ status: 200 }, { status: 500 });
    await expect(tried()).rejects.toMatchObject({ code: 'account_refused' });
    await expect(tried()).rejects.toMatchObject({ code: 'network_unreachable' });
  });
});
