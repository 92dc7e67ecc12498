/** Against the double: what is sent, what is refused, and how. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { phone, WhatsAppNetwork } from '../../../test/factories/whatsappNetwork.ts';
import type { AccountAccess, ReplyToSend } from '../channel.ts';
import type { AccountNotice } from '../telling.ts';
import { access, appSecret } from './fixtures/called.ts';
import { amina } from './fixtures/requests.ts';
import { whatsapp } from './index.ts';

const now = new Date('2030-03-17T18:00:00Z');
const hour = 3_600_000;
let net: WhatsAppNetwork;
let told: AccountNotice[];
let channel: ReturnType<typeof whatsapp>;
let ours: AccountAccess;

beforeAll(async () => {
  net = await WhatsAppNetwork.open();
});
afterAll(() => net.close());
beforeEach(() => {
  told = [];
  net.faults.clear();
  net.published.length = 0;
  net.templates = [hello];
  channel = whatsapp({ fetch, now: () => now, log: () => undefined });
  ours = access(net.address, {
    tell: (notice) => told.push(notice),
    secret: { token: net.token, appSecret },
  });
});

const hello = {
  name: 'about_your_report',
  language: 'en',
  status: 'APPROVED',
  category: 'UTILITY',
  components: [
    { type: 'HEADER', format: 'TEXT', text: 'Karoo Water' },
    { type: 'BODY', text: 'Hello {{1}}, we repaired the pipe in {{2}}.' },
    { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Thank you' }] },
  ],
};

const reply = (
  more: Partial<ReplyToSend> & { askedAt?: Date; to?: ReplyToSend['to'] } = {},
): ReplyToSend => ({
  replyId: 'r',
  mode: 'direct',
  text: 'We come today.',
  language: 'en',
  to: {
    networkId: 'wamid.asked',
    thread: `${phone}/${amina}`,
    by: { networkId: amina, handle: `+${amina}`, name: null },
    handle: {
      to: amina,
      at: (more.askedAt ?? new Date(now.getTime() - hour)).toISOString(),
      id: 'wamid.asked',
    },
    visibility: 'direct',
  },
  quote: null,
  attachments: [],
  networkKey: 'our-key',
  firstAttemptAt: now,
  ...more,
});
const yesterday = new Date(now.getTime() - 25 * hour);
const picture = { type: 'image/png', alt: 'The pipe', bytes: new Uint8Array([1, 2]), width: 1, height: 1 };

describe('an answer', () => {
  test('goes to the number of the author, quotes what it answers, and carries our key', async () => {
    expect(await channel.send(ours, reply())).toMatchObject({ kind: 'sent' });
    expect(net.published).toMatchObject([
      { to: amina, type: 'text', text: 'We come today.', key: 'our-key', answers: 'wamid.asked' },
    ]);
    expect(net.wrong).toEqual([]);
  });

  test('with a picture: that is brought first, and the words stand below it', async () => {
    expect(await channel.send(ours, reply({ attachments: [picture] }))).toMatchObject({ kind: 'sent' });
    expect(net.published).toMatchObject([{ type: 'image', text: 'We come today.' }]);
    const long = { attachments: [picture], text: 'é'.repeat(1_025) };
    expect(await channel.send(ours, reply(long))).toMatchObject({ kind: 'refused', code: 'reply_too_long' });
    expect(await channel.send(ours, reply({ attachments: [picture, picture] }))).toMatchObject({
      kind: 'refused',
    });
  });

  test('that Meta tells of later, with our key, is there; else only a person can say', async () => {
    expect(await channel.check(ours, reply())).toMatchObject({ kind: 'uncertain' });
    const toldOf = { networkId: 'wamid.x', at: now };
    expect(await channel.check(ours, reply({ toldOf }))).toMatchObject({
      kind: 'there',
      networkId: 'wamid.x',
    });
  });

  test.each([
    [131047, 400, 'window_closed'],
    [131026, 400, 'author_unreachable'],
    [131031, 403, 'account_suspended'],
    [131042, 400, 'account_money'],
    [190, 401, 'account_refused'],
    [10, 403, 'account_lacks_rights'],
    [294, 403, 'account_lacks_rights'],
    [999, 400, 'network_refused'],
  ])('error %d of the network is %s, said in words', async (code, status, meaning) => {
    net.fail('messages', { kind: 'refuse', status, code, message: 'Odd' });
    const outcome = await channel.send(ours, reply());
    expect(outcome).toMatchObject({ kind: 'refused', code: meaning, reason: expect.stringMatching(/\.$/) });
    expect(told).toHaveLength(meaning === 'account_refused' || meaning === 'account_lacks_rights' ? 1 : 0);
  });

  test.each([
    ['everybody', 130429, 429, '250780000077'],
    ['this person', 131056, 400, amina],
  ])('that must wait, for %s, waits without another question', async (_, code, status, next) => {
    net.fail('messages', {
      kind: 'refuse',
      status,
      code,
      message: 'Slower',
      headers: { 'retry-after': '90' },
    });
    const at = new Date(now.getTime() + 90_000);
    expect(await channel.send(ours, reply())).toMatchObject({ kind: 'later', at });
    const other = reply();
    const to = other.to === null ? null : { ...other.to, handle: { ...other.to.handle, to: next } };
    expect(await channel.send(ours, { ...other, to })).toMatchObject({ kind: 'later', at });
    expect(net.published).toEqual([]);
    expect(told).toMatchObject([{ code: 'asked_to_wait' }]);
  });

  test('after a cut or an answer that nobody can read is unknown; before it is brought, later', async () => {
    net.fail('messages', { kind: 'cut' }, { kind: 'garble' });
    expect(await channel.send(ours, reply())).toMatchObject({ kind: 'unknown' });
    expect(await channel.send(ours, reply())).toMatchObject({ kind: 'unknown' });
    net.fail('media', { kind: 'cut' });
    expect(await channel.send(ours, reply({ attachments: [picture] }))).toMatchObject({ kind: 'later' });
    const gone = await WhatsAppNetwork.open();
    await gone.close();
    const nobody = access(gone.address, { secret: ours.secret });
    expect(await channel.send(nobody, reply())).toMatchObject({ kind: 'later' });
  });
});

describe('after the 24 hours', () => {
  test('a text is refused, and the templates are named', async () => {
    const outcome = await channel.send(ours, reply({ askedAt: yesterday }));
    expect(outcome).toMatchObject({
      kind: 'refused',
      code: 'window_closed',
      reason: expect.stringContaining('Approved are: about_your_report.'),
    });
  });

  test('the words of an approved template go out as that template, with what was filled in', async () => {
    const text = 'Karoo Water\n\nHello Amina Uwase, we repaired the pipe in Kimisagara.';
    expect(await channel.send(ours, reply({ askedAt: yesterday, text }))).toMatchObject({ kind: 'sent' });
    expect(net.published[0]?.body.template).toEqual({
      name: 'about_your_report',
      language: { policy: 'deterministic', code: 'en' },
      components: [
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'Amina Uwase' },
            { type: 'text', text: 'Kimisagara' },
          ],
        },
      ],
    });
    expect(net.wrong).toEqual([]);
  });

  test.each([
    ['Karoo Water\n\nHello {{1}}, we repaired the pipe in Nyamirambo.', /Fill in \{\{1\}\}/],
    ['Karoo Water\n\nHello Amina,\nwe, we repaired the pipe in Nyamirambo.', /in one line/],
    ['Karoo Water\n\nHello , we repaired the pipe in Nyamirambo.', /Approved are/],
  ])('%j is refused before Meta is asked', async (text, reason) => {
    const outcome = await channel.send(ours, reply({ askedAt: yesterday, text }));
    expect(outcome).toMatchObject({ kind: 'refused', reason: expect.stringMatching(reason) });
    expect(net.published).toEqual([]);
  });

  test('the permission says until when, and why not', () => {
    const post = { visibility: 'direct', direction: 'inbound', handle: reply().to?.handle ?? {} } as const;
    expect(channel.mayReply(post, { lacks: [] }, now)).toMatchObject([
      { allowed: true, until: new Date(now.getTime() + 23 * hour), price: { micros: 0 } },
    ]);
    expect(channel.mayReply(post, { lacks: [] }, new Date(now.getTime() + 23 * hour))).toMatchObject([
      { allowed: false, reason: expect.stringContaining('24 hours') },
    ]);
  });
});
