/** The channel to X keeps the contract of channels, and reads every sample that X publishes. */
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { accessTo, toolsFor } from '../../../test/factories/x/access.ts';
import { eventSamples } from '../../../test/factories/x/description.ts';
import { sendingTo } from '../../../test/factories/x/network.ts';
import { XDouble } from '../../../test/factories/x/xDouble.ts';
import { channelContract } from '../contract.ts';
import type { Called } from '../receiving.ts';
import { fixtures, us } from './fixtures/fixtures.ts';
import { x } from './index.ts';

const clock: { now: Date | null } = { now: null };
const double = new XDouble();
const tools = toolsFor(double, clock);
const channel = x(tools);

const secret = 'secret of the app';
const proof = (body: string) => `sha256=${createHmac('sha256', secret).update(body).digest('base64')}`;
const call = (body: string, headers: Record<string, string>, more: Partial<Called> = {}): Called => ({
  method: 'POST',
  path: '',
  address: 'https://desk.example.org/in/a/s',
  query: {},
  headers,
  body: Buffer.from(body),
  ...more,
});
const signed = (body: string): Called => call(body, { 'x-twitter-webhooks-signature': proof(body) });
const events = fixtures.flatMap(({ name, payload, heard }) => {
  const event = (payload as { event?: unknown }).event;
  return event === undefined || heard.kind === 'unreadable'
    ? []
    : [{ name, called: signed(JSON.stringify(event)), items: 1 }];
});
const mention = Buffer.from(events[0]?.called.body ?? []).toString();

channelContract('X', () => ({
  channel,
  account: us,
  fixtures,
  openNetwork: async () => {
    const one = await new XDouble().open();
    one.world.now = tools.now;
    return sendingTo(one, clock);
  },
  receiving: {
    access: { ...accessTo(double), ...us },
    now: new Date('2026-09-01T08:00:00.000Z'),
    good: events,
    challenges: [
      {
        name: 'the challenge of X',
        called: call('', {}, { method: 'GET', query: { crc_token: 'a word' } }),
        body: JSON.stringify({ response_token: proof('a word') }),
      },
    ],
    forged: [
      { name: 'no signature', called: call(mention, {}), status: 401 },
      {
        name: 'a signature by another key',
        called: call(mention, { 'x-twitter-webhooks-signature': `${proof(mention).slice(0, -2)}A=` }),
        status: 401,
      },
      {
        name: 'a signature of other words',
        called: call(`${mention} `, { 'x-twitter-webhooks-signature': proof(mention) }),
        status: 401,
      },
      { name: 'a challenge without its word', called: call('', {}, { method: 'GET' }), status: 400 },
      { name: 'what is no JSON', called: signed('{'), status: 400 },
      {
        name: 'an address that there is not',
        called: { ...signed(mention), path: 'elsewhere' },
        status: 404,
      },
    ],
  },
}));

const samples = eventSamples();
test.skipIf(samples === null)(
  'every sample of X is read: posts, deletions and messages are heard, the rest is ignored, the unknown is kept',
  () => {
    const reader = { networkId: '1111111111111111111', ourIds: ['1111111111111111111'], watched: [] };
    const kinds = Object.entries(samples ?? {}).map(([name, event]) => {
      const heard = channel.normalise({ form: 'event', event, at: '2026-09-01T08:00:00.000Z' }, reader);
      return [name, heard.kind === 'post' ? `${heard.post.direction} ${heard.post.hearing}` : heard.kind];
    });
    expect(kinds).toHaveLength(27);
    const by = Object.fromEntries(kinds) as Record<string, string>;
    expect(by).toMatchObject({
      'Event envelope': 'unreadable',
      'post.create': 'house own',
      'post.delete': 'deleted',
      'post.mention.create': 'inbound mention',
      'post.reply.create': 'inbound reply',
      'post.quote.create': 'inbound quote',
      'post.repost.create': 'ignored',
      'chat.received': 'inbound direct',
      'chat.sent': 'house own',
      'dm.sent': 'house own',
      'dm.received': 'inbound direct',
      'oauth.revoke': 'ignored',
    });
    expect(Object.values(by).filter((kind) => kind === 'unreadable')).toHaveLength(1);
  },
);

test.skipIf(samples !== null)('X’s samples are not on this machine: what reads them is left out', () => {
  expect(samples).toBeNull();
});
