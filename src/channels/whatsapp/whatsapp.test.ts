import { expect, test } from 'vitest';
import { phone as number, WhatsAppNetwork } from '../../../test/factories/whatsappNetwork.ts';
import { channelContract, type SendingNetwork } from '../contract.ts';
import { access, appSecret, question, signed } from './fixtures/called.ts';
import { fixtures } from './fixtures/fixtures.ts';
import { account, amina, contacts, message, request } from './fixtures/requests.ts';
import { whatsapp } from './index.ts';
import { signatureOf, verifyToken } from './receive.ts';

const channel = whatsapp({ fetch, now: () => new Date(), log: () => undefined });
const ours = access('http://127.0.0.1:9');
const ask = verifyToken(appSecret, ours.accountId);

channelContract('WhatsApp', () => ({
  channel,
  account,
  fixtures,
  openNetwork,
  receiving: {
    access: ours,
    now: new Date('2030-03-17T18:00:00Z'),
    good: [
      { name: 'a message', called: signed(request({ contacts, messages: [message({})] })), items: 1 },
      { name: 'several entries in one request', called: signed(severalEntries()), items: 3 },
      {
        name: 'a request that says nothing',
        called: signed({ object: 'whatsapp_business_account', entry: [] }),
        items: 0,
      },
    ],
    challenges: [{ name: 'the question before trust', called: question(ask), body: '1158201444' }],
    forged: [
      { name: 'another verify token', called: question('guessed'), status: 403 },
      { name: 'another mode', called: question(ask, 'unsubscribe'), status: 400 },
      { name: 'a wrong signature', called: signed(request({}), 'another secret'), status: 401 },
      { name: 'no signature', called: { ...signed(request({})), headers: {} }, status: 401 },
      { name: 'a body that was changed on the way', called: changed(), status: 401 },
      {
        name: 'a signed request of another product',
        called: signed({ object: 'page', entry: [] }),
        status: 400,
      },
      { name: 'a signed request that is no object', called: signed('hello'), status: 400 },
    ],
  },
}));

function severalEntries(): unknown {
  const [one, two] = [request({ contacts, messages: [message({})] }), request({ statuses: [status] })];
  const three = request({ contacts, messages: [message({ id: 'wamid.two' })] });
  const entries = [one, two, three].flatMap((each) => (each as { entry: unknown[] }).entry);
  return { object: 'whatsapp_business_account', entry: entries };
}

const status = { id: 'wamid.ours', status: 'read', timestamp: '1900000000', recipient_id: amina };

function changed() {
  const called = signed(request({ contacts, messages: [message({})] }));
  const body = new TextEncoder().encode(new TextDecoder().decode(called.body).replace('water', 'beer'));
  return { ...called, body };
}

async function openNetwork(): Promise<SendingNetwork> {
  const net = await WhatsAppNetwork.open();
  let people = 0;
  return {
    account: access(net.address),
    async reply(mode, text) {
      const replyId = crypto.randomUUID();
      const at = new Date(Date.now() - 60_000);
      // Who was to be left alone for a while is left alone: each answer goes to somebody else.
      people += 1;
      const to = `2507800${people}`;
      return {
        replyId,
        mode,
        text,
        language: 'en',
        to: {
          networkId: 'wamid.asked',
          thread: `${number}/${to}`,
          by: { networkId: to, handle: `+${to}`, name: null },
          handle: { to, at: at.toISOString(), id: 'wamid.asked' },
          visibility: 'direct',
        },
        quote: null,
        attachments: [],
        networkKey: channel.networkKey({ replyId, at }),
        firstAttemptAt: at,
      };
    },
    published: async (text) => net.published.filter((one) => one.text === text).length,
    async limitNext(until) {
      const wait = Math.max(1, Math.round((until.getTime() - Date.now()) / 60_000));
      const usage = {
        '419561257915477': [{ type: 'messages', call_count: 100, estimated_time_to_regain_access: wait }],
      };
      const headers = { 'x-business-use-case-usage': JSON.stringify(usage) };
      net.fail('messages', {
        kind: 'refuse',
        status: 400,
        code: 131056,
        message: 'Pair rate limit hit',
        headers,
      });
    },
    cutNext: async () => net.fail('messages', { kind: 'publish and cut' }),
    close: () => net.close(),
  };
}

test('the signature is the one that is published for this scheme', () => {
  const vector = signatureOf("It's a Secret to Everybody", new TextEncoder().encode('Hello, World!'));
  expect(vector).toBe('sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17');
});

test('no coordinate is in what is kept', async () => {
  const place = {
    latitude: -1.97123,
    longitude: 30.04567,
    name: 'Market',
    url: 'https://maps.example/-1.97123',
  };
  const sent = signed(request({ contacts, messages: [message({ type: 'location', location: place })] }));
  const taken = await channel.receive?.take(ours, sent, { now: new Date(), casesOf: async () => [] });
  expect(taken?.kind).toBe('kept');
  expect(JSON.stringify(taken)).not.toMatch(/1\.97123|30\.04567/);
});

test('of what was written to another number no word is kept, and it is said', async () => {
  const told: string[] = [];
  const sent = signed(request({ contacts, messages: [message({})] }, { phone: '999' }));
  const telling = access('http://127.0.0.1:9', { tell: ({ sentence }) => told.push(sentence) });
  const taken = await channel.receive?.take(telling, sent, { now: new Date(), casesOf: async () => [] });
  expect(JSON.stringify(taken)).not.toMatch(/Kimisagara|Amina/);
  expect(told).toEqual([expect.stringMatching(/an address of its own/)]);
});
