import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  accountSid,
  answerWith,
  authToken,
  startTwilio,
  type TwilioDouble,
} from '../../../../test/factories/twilioDouble.ts';
import { channelContract, type SendingNetwork } from '../../contract.ts';
import { access, hooks, ours, replyTo, theirs } from '../fixtures/calls.ts';
import { sms } from '../index.ts';
import { isSigned, signatureOf } from './signature.ts';

const channel = sms({ fetch, now: () => new Date(), log: () => undefined });
const accountOf = (double: TwilioDouble, more: Record<string, string> = {}) =>
  access(
    { provider: 'twilio', accountSid, api: double.address, ...more },
    { authToken },
    { accountId: crypto.randomUUID(), calledAt: hooks },
  );

async function openTwilio(): Promise<SendingNetwork> {
  const double = await startTwilio();
  return {
    // Another account each time: one that was asked to wait does wait.
    get account() {
      return accountOf(double);
    },
    reply: async (_mode, text) => replyTo(text),
    published: async (text) => double.messages.filter((one) => one.body === text).length,
    async limitNext(until) {
      double.next = (response) => {
        response.setHeader('retry-after', String(Math.round((until.getTime() - Date.now()) / 1_000)));
        answerWith(response, 429, { code: 20429, message: 'Too Many Requests', status: 429 });
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

channelContract('SMS by Twilio, sending', () => ({
  channel: { ...channel, receive: undefined } as never,
  account: { networkId: ours, ourIds: [ours], watched: [] },
  fixtures: [],
  openNetwork: openTwilio,
}));

describe('the signature', () => {
  // Both are published: a page of Twilio's documentation, and the tests of its library.
  const address = 'https://mycompany.com/myapp.php?foo=1&bar=2';
  const call = {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675309',
    Digits: '1234',
    From: '+14158675309',
    To: '+18005551212',
  };
  test.each([
    ['+14158675309', 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
    ['+12349013030', '0/KCTR6DLpKmkAf8muzZqo1nDgQ='],
  ])('of the published request from %s', (caller, signature) => {
    const fields = { ...call, Caller: caller, From: caller };
    expect(signatureOf('12345', address, fields)).toBe(signature);
    expect(isSigned('12345', address, fields, signature)).toBe(true);
    expect(isSigned('12345', address, { ...fields, Digits: '1235' }, signature)).toBe(false);
    expect(isSigned('12346', address, fields, signature)).toBe(false);
  });
  test('holds with and without the port that is usual', () => {
    const signature = signatureOf('12345', 'https://mycompany.com:443/myapp.php?foo=1&bar=2', call);
    expect(isSigned('12345', address, call, signature)).toBe(true);
    expect(isSigned('12345', address, call, signatureOf('12345', 'https://mycompany.com:444/', call))).toBe(
      false,
    );
  });
  test('nothing is signed by an empty token', () => {
    expect(isSigned('', address, call, signatureOf('', address, call))).toBe(false);
  });
});

describe('an account', () => {
  let double: TwilioDouble;
  beforeAll(async () => {
    double = await startTwilio();
  });
  afterAll(() => double.close());
  const typed = (more: Record<string, string> = {}) => ({
    provider: 'twilio',
    number: ours,
    accountSid,
    authToken,
    api: double.address,
    ...more,
  });
  const setUp = { accountId: 'a', address: hooks };

  test('is read back with its number and the address at which it calls', async () => {
    double.smsUrl = `${hooks}/messages`;
    expect(await channel.connect?.try(typed(), setUp)).toMatchObject({
      name: 'Amazi',
      checks: [
        'Twilio knows this account.',
        `The number is ${ours}.`,
        'Incoming messages are handed to this desk.',
      ],
      lacks: [],
    });
  });
  test('whose number calls elsewhere says what to mend', async () => {
    double.smsUrl = 'https://demo.twilio.com/welcome';
    expect((await channel.connect?.try(typed(), setUp))?.lacks).toEqual([
      expect.stringMatching(/go elsewhere/),
    ]);
  });
  test('whose number is not its own says so', async () => {
    expect((await channel.connect?.try(typed({ number: theirs }), setUp))?.lacks).toEqual([
      expect.stringMatching(/is no number of this account/),
    ]);
  });
  test('a trial account says to whom it sends', async () => {
    double.account = { ...double.account, type: 'Trial' };
    expect((await channel.connect?.try(typed({ service: 'MG1' }), setUp))?.lacks).toEqual([
      expect.stringMatching(/trial account/),
    ]);
  });
  test('with a wrong token is refused', async () => {
    await expect(channel.connect?.try(typed({ authToken: 'wrong' }), setUp)).rejects.toMatchObject({
      code: 'account_refused',
    });
  });

  test('sends by its number, or by its service, and asks to be told what becomes of it', async () => {
    await channel.send(accountOf(double), replyTo('By number'));
    await channel.send(accountOf(double, { service: 'MG1' }), replyTo('By service'));
    expect(double.asked.slice(-2)).toEqual([
      { To: theirs, Body: 'By number', From: ours, StatusCallback: `${hooks}/status` },
      { To: theirs, Body: 'By service', MessagingServiceSid: 'MG1', StatusCallback: `${hooks}/status` },
    ]);
  });
  test.each([
    [21610, 'author_closed', /STOP/],
    [21211, 'author_gone', /does not exist/],
    [99999, 'network_refused', /Some other trouble/],
  ])('error %i says what to do', async (code, ours, sentence) => {
    double.next = (response) =>
      answerWith(response, 400, { code, message: 'Some other trouble', status: 400 });
    expect(await channel.send(accountOf(double), replyTo('Refused'))).toMatchObject({
      kind: 'refused',
      code: ours,
      reason: expect.stringMatching(sentence),
    });
  });
  test('one message never proves two replies of the same words', async () => {
    const first = await channel.send(accountOf(double), replyTo('The same words'));
    const held = new Set([first.kind === 'sent' ? first.networkId : '']);
    expect(
      await channel.check(accountOf(double), replyTo('The same words', { heldByOthers: held })),
    ).toMatchObject({ kind: 'uncertain' });
  });

  test('a message that was cut off is found behind an empty page and full ones', async () => {
    double.next = (response, sent) => {
      sent();
      response.destroy();
    };
    const cut = replyTo('Cut off');
    expect(await channel.send(accountOf(double), cut)).toMatchObject({ kind: 'unknown' });
    for (let n = 0; n < 5; n++) await channel.send(accountOf(double), replyTo(`Later ${n}`));
    expect(await channel.check(accountOf(double), cut)).toMatchObject({ kind: 'there' });
  });

  test('a gap is repaired page by page, past an empty page', async () => {
    const at = new Date();
    double.messages = Array.from({ length: 5 }, (_, i) => ({
      sid: `SM${String(i).repeat(32)}`,
      to: ours,
      from: theirs,
      body: `Missed ${i}`,
      direction: i === 3 ? 'outbound-api' : 'inbound',
      date_created: at.toUTCString(),
      date_sent: at.toUTCString(),
    }));
    const found: (string | null)[] = [];
    const since = new Date(at.getTime() - 60_000);
    for await (const piece of channel.reconcile(accountOf(double), since, new AbortController().signal))
      found.push(...piece.map(({ networkId }) => networkId));
    expect(found).toEqual([4, 2, 1, 0].map((i) => `twilio:SM${String(i).repeat(32)}`));
  });
});
