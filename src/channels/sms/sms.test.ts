import { describe, expect, test } from 'vitest';
import {
  type AfricasTalkingDouble,
  answerWith,
  apiKey,
  startAfricasTalking,
  username,
} from '../../../test/factories/africasTalkingDouble.ts';
import { channelContract, type SendingNetwork } from '../contract.ts';
import { access, got, now, ours, posted, replyTo, theirs } from './fixtures/calls.ts';
import { africasTalkingFixtures, kannelFixtures, smppFixtures, twilioFixtures } from './fixtures/fixtures.ts';
import { sms } from './index.ts';
import { signatureOf } from './twilio/signature.ts';

const channel = sms({ fetch, now: () => new Date(), log: () => undefined });
const account = { networkId: ours, ourIds: [ours], watched: [] };
const token = 'an invented token';
const signed = (path: string, fields: Record<string, string>) => {
  const called = posted(path, fields);
  const headers = { ...called.headers, 'x-twilio-signature': signatureOf(token, called.address, fields) };
  return { ...called, headers };
};

async function openAfricasTalking(): Promise<SendingNetwork> {
  const double: AfricasTalkingDouble = await startAfricasTalking();
  return {
    // Another account each time: one that was asked to wait does wait.
    get account() {
      const more = { accountId: crypto.randomUUID() };
      return access({ provider: 'africastalking', username, api: double.address }, { apiKey }, more);
    },
    reply: async (_mode, text) => replyTo(text),
    published: async (text) => double.sent.filter((one) => one.message === text).length,
    async limitNext(until) {
      const seconds = Math.round((until.getTime() - Date.now()) / 1_000);
      double.next = (response) => {
        response.setHeader('retry-after', String(seconds));
        answerWith(response, 429, 'Too many requests');
      };
    },
    async cutNext() {
      double.next = (response, sent) => {
        sent();
        response.destroy();
      };
    },
    close: () => double.close(),
  };
}

channelContract("SMS by Africa's Talking", () => ({
  channel,
  account,
  fixtures: africasTalkingFixtures,
  openNetwork: openAfricasTalking,
  receiving: {
    access: access({ provider: 'africastalking', username }, { apiKey }),
    now,
    good: [
      {
        name: 'an SMS',
        called: posted('messages', { id: '9', from: theirs, to: ours, text: 'Dry' }),
        items: 1,
      },
      {
        name: 'a delivery report',
        called: posted('delivery', { id: 'ATXid_9', status: 'Success', phoneNumber: theirs }),
        items: 1,
      },
      {
        name: 'a complaint by USSD',
        called: posted('ussd', { sessionId: 's9', phoneNumber: theirs, text: '2*1*Dry' }),
        items: 1,
      },
    ],
    challenges: [
      {
        name: 'a menu',
        called: posted('ussd', { sessionId: 's9', phoneNumber: theirs, serviceCode: '*384#', text: '' }),
        body: 'CON 1. Kinyarwanda\n2. English\n3. Francais\n4. Kiswahili',
      },
    ],
    forged: [
      {
        name: 'an SMS without an id',
        called: posted('messages', { from: theirs, text: 'Dry' }),
        status: 400,
      },
      { name: "another provider's address", called: posted('status', {}), status: 404 },
    ],
  },
}));

const quiet = { ...channel, abilities: { ...channel.abilities, replies: [] } };

// Sending is asked of a real gateway: test/journeys/kannel.servers.test.ts.
channelContract('SMS by Kannel', () => ({
  channel: quiet,
  account,
  fixtures: kannelFixtures.filter(({ heard }) => heard.kind !== 'post'),
  openNetwork: null,
  receiving: {
    access: access({ provider: 'kannel' }),
    now,
    good: [
      {
        name: 'an SMS',
        called: got(
          'messages',
          `id=b0c&from=%2B250788000200&to=100&text=Dry+%E2%98%80&coding=0&charset=UTF-8`,
        ),
        items: 1,
      },
      { name: 'a delivery report', called: got('delivery', 'id=k1&type=1&said='), items: 1 },
    ],
    challenges: [],
    forged: [{ name: 'a report without a type', called: got('delivery', 'id=k1'), status: 400 }],
  },
}));

channelContract('SMS by Twilio', () => ({
  channel: quiet,
  account,
  fixtures: twilioFixtures.filter(({ heard }) => heard.kind !== 'post'),
  openNetwork: null,
  receiving: {
    access: access({ provider: 'twilio' }, { authToken: token }),
    now,
    good: [
      {
        name: 'an SMS',
        called: signed('messages', {
          MessageSid: `SM${'3'.repeat(32)}`,
          From: theirs,
          To: ours,
          Body: 'Dry ☀',
        }),
        items: 1,
      },
      {
        name: 'a state',
        called: signed('status', {
          MessageSid: `SM${'3'.repeat(32)}`,
          MessageStatus: 'delivered',
          To: theirs,
        }),
        items: 1,
      },
    ],
    challenges: [],
    forged: [
      {
        name: 'an SMS that nobody signed',
        called: posted('messages', { MessageSid: `SM${'3'.repeat(32)}`, From: theirs, Body: 'Dry' }),
        status: 401,
      },
      {
        name: 'an SMS whose words were changed',
        called: {
          ...signed('messages', { MessageSid: `SM${'3'.repeat(32)}`, Body: 'Dry' }),
          body: Buffer.from('Body=Wet'),
        },
        status: 401,
      },
    ],
  },
}));

describe('messages are heard as they must be', () => {
  const all = [...africasTalkingFixtures, ...kannelFixtures, ...twilioFixtures, ...smppFixtures];
  test.each(all.map((one) => [one.name, one] as const))('%s', (_, { payload, heard }) => {
    expect(channel.normalise(JSON.parse(JSON.stringify(payload)), account)).toEqual(heard);
  });
});

describe('permission', () => {
  const may = (handle: Record<string, string>, settings: Record<string, string> = {}) =>
    channel.mayReply({ visibility: 'direct', direction: 'inbound', handle }, { lacks: [], settings }, now);

  test('a number is answered, at the price that the account names', () => {
    expect(may({ to: theirs }, { price: '0.80 KES' })).toMatchObject([
      { mode: 'direct', allowed: true, price: { micros: 800_000, currency: 'KES' }, length: { parts: 10 } },
    ]);
  });
  test.each(['AMAZI', '8080'])('%s only sends', (to) => {
    expect(may({ to })).toMatchObject([{ allowed: false, reason: expect.stringContaining(to) }]);
  });
});
