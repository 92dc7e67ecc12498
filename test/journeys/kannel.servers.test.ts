/** The contract of channels on a real Kannel; the operator behind it is played (SMPP 3.4), and so is whoever asks to wait and cuts the line. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AccountAccess } from '../../src/channels/channel.ts';
import type { Connected } from '../../src/channels/connecting.ts';
import { channelContract, type SendingNetwork } from '../../src/channels/contract.ts';
import type { Called, Taken } from '../../src/channels/receiving.ts';
import { access, ours, replyTo, theirs } from '../../src/channels/sms/fixtures/calls.ts';
import { kannelFixtures } from '../../src/channels/sms/fixtures/fixtures.ts';
import { sms } from '../../src/channels/sms/index.ts';
import { getUrl } from '../../src/channels/sms/kannel/guide.ts';
import { type Kannel, kannelMissing, startKannel } from '../servers/startKannel.ts';

const missing = process.env.CI === 'true' ? null : kannelMissing();
const channel = sms({ fetch, now: () => new Date(), log: () => undefined });

const accessTo = (
  { networkId, settings, secret }: Connected,
  calledAt: string | null = null,
): AccountAccess => access(settings, secret, { networkId, accountId: crypto.randomUUID(), calledAt });

async function connected(kannel: Kannel, address: string | null): Promise<Connected> {
  const made = await channel.connect?.try(kannel.typedFor(ours), { accountId: 'a', address });
  if (made === undefined) throw new Error('it is connected by hand');
  return made;
}

async function openNetwork(): Promise<SendingNetwork> {
  const kannel = await startKannel(null);
  const made = await connected(kannel, null);
  return {
    // Another account each time: one that was asked to wait does wait.
    get account() {
      return accessTo(made);
    },
    reply: async (_mode, text) => replyTo(text),
    async published(text) {
      const found = () => kannel.smsc.submitted.filter((one) => one.text === text).length;
      // Kannel hands on by itself: a message that comes after this one came after all before it.
      const mark = `mark ${crypto.randomUUID()}`;
      await channel.send(accessTo(made), replyTo(mark));
      await expect.poll(() => kannel.smsc.submitted.some((one) => one.text === mark)).toBe(true);
      return found();
    },
    limitNext: async (until) => kannel.limitNext(Math.round((until.getTime() - Date.now()) / 1_000)),
    cutNext: async () => kannel.cutNext(),
    close: () => kannel.stop(),
  };
}

describe.runIf(missing === null)('Kannel', () => {
  channelContract('SMS by Kannel', () => ({
    channel: { ...channel, receive: undefined } as never,
    account: { networkId: ours, ourIds: [ours], watched: [] },
    fixtures: kannelFixtures,
    openNetwork,
  }));

  describe('a number', () => {
    let kannel: Kannel;
    let made: Connected;
    const taken: Taken[] = [];
    // What the inlet does: hands on what Kannel calls, as it came.
    const inlet = createServer((request, response) => {
      const raw = request.url ?? '';
      const [path = '', query = ''] = raw.replace('/in/a/secret/', '').split('?');
      const address = `${here()}${raw}`;
      const called: Called = {
        method: 'GET',
        path,
        address,
        query: Object.fromEntries(new URLSearchParams(query)),
        headers: {},
        body: new Uint8Array(),
      };
      void Promise.resolve(
        channel.receive?.take(accessTo(made, `${here()}/in/a/secret`), called, {
          now: new Date(),
          casesOf: async () => [],
        }),
      ).then((one) => {
        if (one !== undefined) taken.push(one);
        response.end(one?.kind === 'kept' ? one.answer.body : '');
      });
    });
    const here = (): string => `http://127.0.0.1:${(inlet.address() as AddressInfo).port}`;
    const heard = () =>
      taken.flatMap((one) =>
        one.kind === 'kept'
          ? one.items.map(({ payload }) =>
              channel.normalise(JSON.parse(JSON.stringify(payload)), {
                networkId: ours,
                ourIds: [ours],
                watched: [],
              }),
            )
          : [],
      );
    beforeAll(async () => {
      await new Promise<void>((resolve) => void inlet.listen(0, '127.0.0.1', resolve));
      kannel = await startKannel(getUrl(`${here()}/in/a/secret`));
      made = await connected(kannel, `${here()}/in/a/secret`);
      await vi.waitFor(() => expect(kannel.smsc.listeners()).toBe(1), 30_000);
    });
    afterAll(async () => {
      await kannel?.stop();
      await new Promise<void>((resolve) => inlet.close(() => resolve()));
    });

    test('is read back: name and password, and its status page', () => {
      expect(made).toMatchObject({
        networkId: ours,
        lacks: [],
        checks: ['Kannel knows this name and password.', expect.stringMatching(/^Kannel runs/)],
      });
    });

    test.each<[string, Record<string, string>, RegExp]>([
      ['a wrong password', { password: 'wrong' }, /does not accept this name and password/],
      ['nobody there', { address: 'http://127.0.0.1:9/cgi-bin/sendsms' }, /cannot be reached/],
    ])('%s is said', async (_, more, sentence) => {
      await expect(channel.connect?.try({ ...kannel.typedFor(ours), ...more })).rejects.toMatchObject({
        sentence: expect.stringMatching(sentence),
      });
    });

    test('the address of something else is said', async () => {
      const typed = kannel.typedFor(ours);
      const tried = await channel.connect?.try({
        ...typed,
        address: (typed.address ?? '').replace('sendsms', 'sendmms'),
      });
      expect(tried?.lacks[0]).toMatch(/no sendsms at this address/);
    });

    test.each([
      ['in 7 bits', 'Amazi yabuze [Nyamirambo] €5 é'],
      ['in 16 bits', 'Omi ò sí ní ilé 🚱 ŋ'],
    ])('what people write comes %s', async (_, text) => {
      const more = { data_coding: /🚱/u.test(text) ? 8 : 0 };
      await kannel.smsc.deliver({ from: '250788000200', to: '250788000100', text, more });
      await expect.poll(heard).toContainEqual(
        expect.objectContaining({
          kind: 'post',
          post: expect.objectContaining({ text, by: { networkId: theirs, handle: theirs, name: null } }),
        }),
      );
    });

    test('what is long arrives whole, in parts, and comes back as arrived', async () => {
      const text = 'Tuzaza gusana umuyoboro ejo saa tatu. '.repeat(12);
      const reply = replyTo(text.trim());
      expect(await channel.send(accessTo(made, `${here()}/in/a/secret`), reply)).toMatchObject({
        kind: 'sent',
        networkId: `kannel:${reply.networkKey}`,
      });
      await expect
        .poll(() => kannel.smsc.submitted.find((one) => one.text === reply.text))
        .toMatchObject({ parts: 3, to: '250788000200' });
      const sent = kannel.smsc.submitted.find((one) => one.text === reply.text);
      // Taken by the operator: type 8.
      await expect
        .poll(heard)
        .toContainEqual({ kind: 'ignored', reason: 'The operator has taken our message.' });
      if (sent !== undefined)
        await kannel.smsc.receipt({ id: sent.id, from: '250788000200', to: '250788000100', stat: 'DELIVRD' });
      await expect.poll(heard).toContainEqual(
        expect.objectContaining({
          kind: 'delivery',
          networkId: `kannel:${reply.networkKey}`,
          status: 'delivered',
        }),
      );
    });

    test('what the operator refuses comes back: type 16', async () => {
      kannel.smsc.refuseNext(11);
      const reply = replyTo('To nobody.');
      await channel.send(accessTo(made, `${here()}/in/a/secret`), reply);
      await expect.poll(heard).toContainEqual(
        expect.objectContaining({
          kind: 'delivery',
          networkId: `kannel:${reply.networkKey}`,
          status: 'failed',
        }),
      );
    });

    test('Unicode leaves as it was written', async () => {
      const text = `Omi yóò padà lọ́la ${'ŋ'.repeat(60)}`;
      await channel.send(accessTo(made, `${here()}/in/a/secret`), replyTo(text));
      await expect
        .poll(() => kannel.smsc.submitted.some((one) => one.text === text && one.parts === 2))
        .toBe(true);
    });
  });
});
