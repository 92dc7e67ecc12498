/** Against the double: what is sent, what is refused and how, files, the account and its set-up. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { app, business, phone, WhatsAppNetwork } from '../../../test/factories/whatsappNetwork.ts';
import type { AccountAccess, ReplyToSend } from '../channel.ts';
import type { AccountNotice } from '../telling.ts';
import { access, appSecret, signed } from './fixtures/called.ts';
import { account, amina, contacts, message, request } from './fixtures/fixtures.ts';
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

describe('a file', () => {
  const heard = async (more: Partial<AccountAccess> = {}) => {
    const image = { id: '77', mime_type: 'image/jpeg', caption: 'My tap' };
    const called = signed(
      request({ contacts, messages: [message({ type: 'image', image, id: 'wamid.pic' })] }),
    );
    const desk = { now, casesOf: async () => [] };
    const taken = await channel.receive?.take({ ...ours, ...more }, called, desk);
    if (taken?.kind !== 'kept') throw new Error(`it was ${taken?.kind}`);
    const post = channel.normalise(taken.items[0]?.payload, account);
    return { files: taken.files ?? [], media: post.kind === 'post' ? post.post.media : [] };
  };
  beforeEach(() => net.files.clear());

  test('is fetched with the token and named by the message', async () => {
    net.files.set('77', { bytes: new Uint8Array([9, 9, 9]), type: 'image/jpeg' });
    const { files, media } = await heard();
    expect(files).toMatchObject([{ type: 'image/jpeg', name: 'file.jpeg' }]);
    expect(media).toMatchObject([
      { kind: 'image', address: files[0]?.address, file: { name: 'file.jpeg', bytes: 3 } },
    ]);
    expect((await heard()).files[0]?.address).toBe(files[0]?.address);
  });

  test.each([
    ['is not there', null, /could not be fetched/],
    ['is larger than is kept', { claims: 30_000_000 }, /too large/],
    ['is another than the one that was named', { sha256: 'a'.repeat(64) }, /could not be fetched/],
    [
      'lies at no address of Meta, which never sees the token',
      { at: 'http://127.0.0.1:1/x' },
      /could not be fetched/,
    ],
  ])('that %s is said in the message', async (_, more, sentence) => {
    if (more !== null) net.files.set('77', { bytes: new Uint8Array([9]), type: 'image/jpeg', ...more });
    const { files, media } = await heard();
    expect(files).toEqual([]);
    expect(media).toMatchObject([{ alt: expect.stringMatching(sentence) }]);
  });
});

describe('the account', () => {
  const typed = () => ({
    phoneNumberId: phone,
    businessAccountId: business,
    token: net.token,
    appId: app.id,
    appSecret,
    server: net.address,
  });
  const tried = (more: Record<string, string> = {}) => channel.connect?.try({ ...typed(), ...more });
  beforeEach(() => {
    Object.assign(net, {
      scopes: ['whatsapp_business_messaging', 'whatsapp_business_management'],
      subscribed: true,
      quality: 'GREEN',
      expiresAt: 0,
    });
  });

  test('is connected once Meta has said its number, its subscription and its rights', async () => {
    expect(await tried()).toMatchObject({
      networkId: phone,
      handle: '+1 555-078-3881',
      lacks: [],
      checks: [
        'The number is +1 555-078-3881, Karoo Water.',
        'Meta rates its quality as high.',
        'Its messages are told to the app Desk.',
        'The token has both rights.',
        'The token does not end.',
      ],
    });
  });

  test('what it lacks is named', async () => {
    net.scopes = ['whatsapp_business_management'];
    Object.assign(net, { subscribed: false, quality: 'RED' });
    const lacks = (await tried())?.lacks ?? [];
    expect(lacks.map((one) => one.slice(0, 22))).toEqual([
      'Meta rates this number',
      'The token lacks whatsa',
      'No app is subscribed t',
    ]);
  });

  test.each([
    [{ appSecret: 'another' }, 'account_refused', /app secret/],
    [{ token: 'another' }, 'account_refused', /token/],
    [{ phoneNumberId: '12' }, 'account_refused', /no such number/],
    [{ phoneNumberId: 'care' }, 'input_invalid', /digits/],
    [{ version: '23' }, 'input_invalid', /v23\.0/],
    [{ server: 'http://127.0.0.1:9' }, 'network_unreachable', /127\.0\.0\.1:9/],
  ])('%j is refused', async (more, code, sentence) => {
    await expect(tried(more)).rejects.toMatchObject({ code, sentence: expect.stringMatching(sentence) });
  });

  test('its guide says the address and the verify token, as soon as they are known', () => {
    const setUp = { accountId: ours.accountId, address: 'https://desk.example/in/a/b' };
    const steps = channel.connect?.guide?.({ appSecret }, setUp) ?? [];
    expect(steps.flatMap(({ copy }) => copy?.label ?? [])).toEqual(['Callback address', 'Verify token']);
    const unknown = channel.connect?.guide?.({}, { ...setUp, address: null }) ?? [];
    expect(unknown.flatMap(({ copy }) => copy ?? [])).toEqual([]);
  });

  const watched = async (more: Partial<AccountAccess> = {}) => {
    const ended = new AbortController();
    const [source] = channel.sources;
    for await (const heading of source?.stream({ ...ours, ...more }, null, ended.signal) ?? []) {
      expect(heading.items).toEqual([]);
      ended.abort();
    }
  };

  test('is given a new token before the old one ends, and that is told', async () => {
    net.expiresAt = Math.floor(now.getTime() / 1000) + 86_400;
    const kept: Record<string, string>[] = [];
    await watched({ keepSecret: async (secret) => void kept.push(secret) });
    expect(kept).toEqual([{ token: net.token, appSecret }]);
    expect(told).toMatchObject([{ code: 'token_renewed' }]);
  });

  test('that is not let in any more ends its source with a plain fault', async () => {
    const refused = { secret: { token: 'ended', appSecret } };
    await expect(watched(refused)).rejects.toMatchObject({ code: 'account_refused' });
    expect(told).toMatchObject([{ code: 'rights_missing' }]);
  });

  test('that cannot be reached is no lost permission', async () => {
    net.fail(phone, { kind: 'cut' });
    await expect(channel.tryAccess?.(ours)).rejects.toMatchObject({ code: 'network_unreachable' });
  });

  test('sends a test by the template that every account has', async () => {
    const connected = await tried();
    if (connected === undefined) throw new Error('not connected');
    expect(await channel.connect?.sendTest?.send(connected, '+250 780 000 001')).toEqual({ sent: true });
    expect(net.published).toMatchObject([{ to: '250780000001', text: 'hello_world' }]);
    expect(await channel.connect?.sendTest?.send(connected, 'Amina')).toMatchObject({ sent: false });
  });
});
