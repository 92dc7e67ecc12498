import { expect, test } from 'vitest';
import { OwnSystem, wayOut } from '../../../test/factories/ownSystem.ts';
import { channelContract, type SendingNetwork } from '../contract.ts';
import type { Called } from '../receiving.ts';
import { access, fixtures, item, replyTo, secret, us } from './fixtures/fixtures.ts';
import { own } from './index.ts';
import { signedHeaders } from './signing.ts';

const tools = { fetch, now: () => new Date(), log: () => undefined };
const channel = own({ ...tools, askOutside: wayOut(['127.0.0.1']) });
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
