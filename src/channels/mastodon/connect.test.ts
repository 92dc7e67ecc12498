import { afterEach, expect, test } from 'vitest';
import { mastodonChannel } from '../../../test/factories/mastodonAccess.ts';
import {
  type DoubleOptions,
  type MastodonDouble,
  startMastodonDouble,
} from '../../../test/servers/mastodon/startDouble.ts';
import type { Person } from '../../../test/servers/mastodon/street.ts';
import { connectFields } from './connect.ts';
import { readInstance } from './instance.ts';
import { rights } from './registering.ts';

let double: MastodonDouble | null = null;
let house: Person;
const channel = mastodonChannel();
const trying = (typed: Record<string, string>) => channel.connect?.try(typed) ?? Promise.reject(new Error());
const guide = (typed: Record<string, string>) =>
  channel.connect?.guide?.(typed, { accountId: 'a', address: null }) ?? [];

async function begin(options: DoubleOptions = {}): Promise<MastodonDouble> {
  double = await startMastodonDouble(options);
  house = double.street.add('care');
  return double;
}
afterEach(async () => {
  await double?.close();
  double = null;
});

test('an account is connected by its server and a token, and what the server can do is kept', async () => {
  const { address, token } = await begin({ keepsKeys: true, most: 1_000 });
  const made = await trying({ server: `${address}/`, token: token(house) });
  expect(made).toMatchObject({
    networkId: 'acct:care@people.example',
    handle: 'care@people.example',
    name: 'care',
    lacks: [],
  });
  expect(made.settings).toMatchObject({
    server: address,
    domain: 'people.example',
    accountId: house.id,
    software: 'Mastodon 4.5.2',
    most: '1000',
    streaming: address.replace('http', 'ws'),
    idempotency: 'yes',
    batches: 'yes',
    search: 'yes',
  });
  expect(made.checks).toEqual([
    'The server runs Mastodon 4.5.2 and takes 1000 characters.',
    'The server streams what is written to the account.',
  ]);
  // Nothing was written, and nothing deleted, by asking.
  expect(double?.street.statuses).toEqual([]);
});

test('a server that names a stream which it has not is asked again and again', async () => {
  const { address, token } = await begin({ streams: false, searches: false });
  const made = await trying({ server: address, token: token(house) });
  expect(made.settings).toMatchObject({ software: 'Doubled 1.0' });
  expect([made.settings.streaming, made.settings.idempotency, made.settings.search]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(made.checks?.at(-1)).toMatch(/asked again and again/);
});

test.each([
  ['write:statuses', /write posts/],
  ['write:media', /pictures/],
  ['read:notifications', /nothing that is written to the account is heard/],
  ['read:search', /hashtags only/],
  ['write:reports', /report accounts/],
])('a token without %s names what is missing, and how to mend it', async (missing, said) => {
  const { address, token } = await begin();
  const made = await trying({
    server: address,
    token: token(
      house,
      rights.filter((one) => one !== missing),
    ),
  });
  expect(made.lacks).toEqual([expect.stringMatching(said)]);
  expect(made.lacks[0]).toMatch(new RegExp(`${missing}.*connect the account again`));
  const post = { visibility: 'public', handle: {}, direction: 'inbound' } as const;
  const modes = channel.mayReply(post, { lacks: made.lacks }, new Date());
  expect(modes.every(({ allowed }) => allowed)).toBe(missing !== 'write:statuses');
});

test('by a code: the program makes itself known, a person allows it, and the code is exchanged once', async () => {
  const { address, allow } = await begin();
  const asked = await trying({ server: address, by: 'code' }).catch(
    (error: unknown) => error as { code: string; sentence: string },
  );
  if (!('sentence' in asked)) throw new Error('it was connected without a code');
  expect(asked.code).toBe('input_invalid');
  const page = /https?:\/\/\S+/.exec(asked.sentence)?.[0] ?? '';
  expect(new URL(page).searchParams.get('scope')?.split(' ')).toEqual([...rights]);
  const code = allow(page, house);
  await expect(trying({ server: address, by: 'code', code: 'another' })).rejects.toMatchObject({
    code: 'account_refused',
  });
  const made = await trying({ server: address, by: 'code', code });
  expect(made).toMatchObject({ handle: 'care@people.example', lacks: [] });
  expect(made.secret.token).toMatch(/./);
  expect(JSON.stringify(made.settings)).not.toContain(made.secret.token);
  // An account is tried before it is connected, and a code can be used once.
  expect((await trying({ server: address, by: 'code', code })).secret).toEqual(made.secret);
});

test('a code that allows less than was asked for names what is missing', async () => {
  const { address, allow } = await begin();
  const asked = await trying({ server: address, by: 'code' }).catch(
    (error: unknown) => error as { sentence: string },
  );
  const page = /https?:\/\/\S+/.exec('sentence' in asked ? asked.sentence : '')?.[0] ?? '';
  const code = allow(page, house, ['read']);
  const made = await trying({ server: address, by: 'code', code });
  expect(made.lacks).toHaveLength(3);
});

test('what was typed wrongly is told apart: no address, nobody there, no such server, no such access', async () => {
  const { address, token } = await begin();
  for (const wrong of [
    {},
    { server: 'not a server' },
    { server: address },
    { server: address, token: 'x', pollSeconds: 'often' },
    { server: address, token: 'x', streaming: 'https://x.example' },
  ])
    await expect(trying(wrong as Record<string, string>), JSON.stringify(wrong)).rejects.toMatchObject({
      code: 'input_invalid',
    });
  await expect(trying({ server: 'http://127.0.0.1:9', token: 'x' })).rejects.toMatchObject({
    code: 'network_unreachable',
  });
  await expect(trying({ server: address, token: 'wrong' })).rejects.toMatchObject({
    code: 'account_refused',
  });
  const silent = mastodonChannel({ fetch: (async () => new Response('<html>')) as typeof fetch });
  await expect(silent.connect?.try({ server: address, token: token(house) })).rejects.toMatchObject({
    code: 'account_refused',
    sentence: expect.stringMatching(/does not speak the Mastodon API/),
  });
});

test('the steps lead to the server that was typed, and name the rights', () => {
  const byToken = guide({ server: 'care@people.example' });
  expect(byToken.flatMap(({ link }) => link ?? [])).toEqual([
    'https://people.example/',
    'https://people.example/settings/applications/new',
  ]);
  expect(byToken.find(({ copy }) => copy !== undefined)?.copy?.value).toBe(rights.join(' '));
  expect(guide({ by: 'code' })).toHaveLength(3);
  expect(guide({}).every(({ link }) => link === undefined)).toBe(true);
  expect(connectFields.filter(({ advanced }) => !advanced).map(({ name }) => name)).toEqual([
    'server',
    'by',
    'token',
    'code',
  ]);
});

test('what servers say of themselves is read in its forms, and believed nowhere else', () => {
  expect(
    readInstance({
      uri: 'house.test',
      version: '4.0.0 (not true; really snac/2.75)',
      urls: { streaming_api: 'wss://house.test' },
      source_url: 'https://code.example/snac',
    }),
  ).toMatchObject({
    domain: 'house.test',
    software: 'snac/2.75',
    most: 500,
    keepsKeys: false,
    streaming: 'wss://house.test',
  });
  expect(
    readInstance({
      uri: 'https://social.test',
      account_domain: 'People.test',
      version: '0.20.0+git',
      configuration: { statuses: { max_characters: 5_000 } },
      source_url: 'https://code.example/gotosocial',
    }),
  ).toMatchObject({
    domain: 'people.test',
    most: 5_000,
    keepsKeys: false,
  });
  expect(
    readInstance({ domain: 'x.test', version: '4.2.9', source_url: 'https://github.com/mastodon/mastodon' }),
  ).toMatchObject({ keepsKeys: true, batches: false });
  for (const strange of [null, [], {}, { domain: 5 }, '<html>']) expect(readInstance(strange)).toBeNull();
});
