/** Against the double: files that come along, the account and its set-up. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { app, business, phone, WhatsAppNetwork } from '../../../test/factories/whatsappNetwork.ts';
import type { AccountAccess } from '../channel.ts';
import type { AccountNotice } from '../telling.ts';
import { access, appSecret, signed } from './fixtures/called.ts';
import { account, contacts, message, request } from './fixtures/requests.ts';
import { whatsapp } from './index.ts';

const now = new Date('2030-03-17T18:00:00Z');
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
  channel = whatsapp({ fetch, now: () => now, log: () => undefined });
  ours = access(net.address, {
    tell: (notice) => told.push(notice),
    secret: { token: net.token, appSecret },
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
