import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listen } from '../../../test/factories/blueskyAccess.ts';
import { accessTo, mastodonChannel, type OwnAccess } from '../../../test/factories/mastodonAccess.ts';
import {
  type DoubleOptions,
  type MastodonDouble,
  startMastodonDouble,
} from '../../../test/servers/mastodon/startDouble.ts';
import type { Person } from '../../../test/servers/mastodon/street.ts';
import type { AccountAccess } from '../channel.ts';

const channel = mastodonChannel();
const until = { timeout: 15_000, interval: 20 };
let double: MastodonDouble;
let house: Person;
let amina: Person;
let access: OwnAccess;
let open: ReturnType<typeof listen>[] = [];

async function begin(options: DoubleOptions, more: Partial<AccountAccess> = {}): Promise<void> {
  double = await startMastodonDouble(options);
  house = double.street.add('care');
  amina = double.street.add('amina', 'far.example');
  const typed = {
    server: double.address,
    token: double.token(house),
    pollSeconds: '0.1',
    heartbeatSeconds: '0.2',
  };
  access = await accessTo(channel, typed, { knows: async (ids) => new Set(ids), ...more });
}

function hear(source: string, from: string | null = null) {
  const heard = listen(channel, access, source, from);
  open.push(heard);
  return heard;
}

/** What the stream told and the lists show at the same moment comes twice, under one id and revision: the desk takes it once. */
const distinct = (heard: ReturnType<typeof listen>) => [
  ...new Map(heard.posts().map((post) => [`${post.networkId} ${post.revision}`, post])).values(),
];
const texts = (heard: ReturnType<typeof listen>) => distinct(heard).map((post) => post.text);
const codes = () => access.notices.map(({ code }) => code);

beforeEach(() => {
  open = [];
});
afterEach(async () => {
  await Promise.all(open.map((one) => one.stop()));
  await double.close();
});

test.each([
  ['by its stream', true],
  ['by asking', false],
])(
  'what is written to us is heard %s: mentions, answers in their thread, edits and deletions',
  async (_, streams) => {
    await begin({ streams });
    const heard = hear('posts');
    const inPrivate = hear('direct');
    if (streams) await vi.waitFor(() => expect(double.streams()).toBe(2), until);
    const asked = double.street.write(amina, { status: '@care no water' });
    await vi.waitFor(() => expect(texts(heard)).toEqual(['no water']), until);
    const ours = double.street.write(house, {
      status: '@amina@far.example we come',
      in_reply_to_id: asked.id,
    });
    const below = double.street.write(amina, { status: '@care when?', in_reply_to_id: ours.id });
    double.street.write(amina, {
      status: '@care my meter is 0417',
      in_reply_to_id: ours.id,
      visibility: 'direct',
    });
    await vi.waitFor(() => expect(distinct(heard)).toHaveLength(3), until);
    const root = `people.example/${asked.id}`;
    expect(distinct(heard).map(({ thread }) => thread)).toEqual([root, root, root]);
    expect(heard.posts().find(({ direction }) => direction === 'house')).toMatchObject({
      text: '@amina@far.example we come',
      conversationWith: 'acct:amina@far.example',
      parentNetworkId: root,
    });
    await vi.waitFor(() => expect(texts(inPrivate)).toEqual(['my meter is 0417']), until);
    expect(inPrivate.posts()[0]).toMatchObject({
      visibility: 'direct',
      hearing: 'direct',
      thread: `${root}/private`,
    });
    double.street.edit(below.id, '@care when, please?');
    await vi.waitFor(() => expect(texts(heard)).toContain('when, please?'), until);
    const [first, second] = distinct(heard).filter(({ networkId }) => networkId.endsWith(below.id));
    expect([first?.revision, second?.edited]).toEqual(['0', true]);
    double.street.delete(below.id);
    await vi.waitFor(() => expect(heard.deleted()).toEqual([`people.example/${below.id}`]), until);
    expect([heard.failure(), inPrivate.failure()]).toEqual([null, null]);
  },
);

test('after a restart it goes on from its cursor, and what was edited or deleted meanwhile is noticed', async () => {
  await begin({ streams: false });
  const first = hear('posts');
  const one = double.street.write(amina, { status: '@care one' });
  const two = double.street.write(amina, { status: '@care two' });
  await vi.waitFor(() => expect(first.posts()).toHaveLength(2), until);
  await first.stop();
  double.street.edit(one.id, '@care one, corrected');
  double.street.delete(two.id);
  double.street.write(amina, { status: '@care three' });
  const second = hear('posts', first.cursor());
  await vi.waitFor(() => expect(texts(second)).toEqual(['one, corrected', 'three']), until);
  await vi.waitFor(() => expect(second.deleted()).toEqual([`people.example/${two.id}`]), until);
  expect(codes()).toContain('gap_repaired');
});

test('a page without entries that has a next one is followed, and so are many pages', async () => {
  await begin({ streams: false });
  for (let n = 0; n < 130; n += 1) double.street.write(amina, { status: `@care ${n}` });
  double.faults.push({ kind: 'empty_page', path: '/api/v1/notifications' });
  const heard = hear('posts');
  await vi.waitFor(() => expect(heard.posts()).toHaveLength(130), until);
  expect(texts(heard)).toEqual(Array.from({ length: 130 }, (_, n) => String(n)));
});

test('where more came than a server still shows, the account is told so', async () => {
  await begin({ streams: false, shows: 64 });
  const first = hear('posts');
  double.street.write(amina, { status: '@care first' });
  await vi.waitFor(() => expect(first.posts()).toHaveLength(1), until);
  await first.stop();
  for (let n = 0; n < 130; n += 1) double.street.write(amina, { status: `@care ${n}` });
  const heard = hear('posts', first.cursor());
  await vi.waitFor(() => expect(heard.posts()).toHaveLength(64), until);
  expect(codes()).toContain('nothing_heard');
});

test('a stream whose other end is silent is given up, and nothing of the gap is lost', async () => {
  await begin({ streams: true });
  const heard = hear('posts');
  await vi.waitFor(() => expect(double.streams()).toBe(1), until);
  double.street.write(amina, { status: '@care before' });
  await vi.waitFor(() => expect(texts(heard)).toEqual(['before']), until);
  double.freeze();
  double.street.write(amina, { status: '@care into the silence' });
  await vi.waitFor(() => expect(heard.failure()).toMatchObject({ code: 'network_unreachable' }), until);
  expect(codes()).toEqual(['cut_off']);
  const again = hear('posts', heard.cursor());
  await vi.waitFor(() => expect(texts(again)).toEqual(['into the silence']), until);
  expect(codes()).toContain('gap_repaired');
});

test('a server that asks to wait is left alone until it said, and the account is told', async () => {
  await begin({ streams: false });
  double.street.write(amina, { status: '@care patience' });
  double.faults.push({ kind: 'limited', path: '/api/v1/notifications', until: new Date(Date.now() + 1_000) });
  const heard = hear('posts');
  await vi.waitFor(() => expect(texts(heard)).toEqual(['patience']), until);
  expect(new Set(codes())).toEqual(new Set(['asked_to_wait']));
});

test.each([true, false])(
  'an access that was revoked ends listening plainly (stream: %s)',
  async (streams) => {
    await begin({ streams });
    const heard = hear('posts');
    await vi.waitFor(() => expect(heard.cursor()).not.toBeNull(), until);
    double.revoke(access.secret.token ?? '');
    double.cutStreams();
    const ended = streams ? hear('posts', heard.cursor()) : heard;
    await vi.waitFor(() => expect(ended.failure()).toMatchObject({ code: 'account_refused' }), until);
    expect((ended.failure() as { sentence: string }).sentence).toMatch(/connect it again/);
  },
);

test('watched words are heard by hashtag and by search, and others are not', async () => {
  await begin({ streams: false, searches: true }, { watched: ['coupure', 'amazi water'] });
  const heard = hear('words');
  double.street.write(amina, { status: 'encore une #Coupure' });
  double.street.write(amina, { status: 'nobody at Amazi Water picks up' });
  double.street.write(amina, { status: 'amazing waterfalls, découpures' });
  await vi.waitFor(() => expect(heard.posts()).toHaveLength(2), until);
  expect(heard.posts().every(({ hearing }) => hearing === 'watched')).toBe(true);
});

test('a sweep lists what is there for us, and is whole or none', async () => {
  await begin({ streams: false }, { watched: ['coupure'] });
  const since = new Date(Date.now() - 3_600_000);
  const mention = double.street.write(amina, { status: '@care one' });
  const own = double.street.write(house, { status: 'Water returns' });
  const watched = double.street.write(amina, { status: '#coupure' });
  const inPrivate = double.street.write(amina, { status: '@care private', visibility: 'direct' });
  const ids = [mention, own, watched, inPrivate].map(({ id }) => `people.example/${id}`).sort();
  const sweep = async (who: AccountAccess) => {
    const listed: string[] = [];
    for await (const page of channel.reconcile(who, since, new AbortController().signal))
      listed.push(...page.flatMap(({ networkId }) => networkId ?? []));
    return [...new Set(listed)].sort();
  };
  expect(await sweep(access)).toEqual(ids);
  expect(await sweep({ ...access, hearsPublic: false })).toEqual([`people.example/${inPrivate.id}`]);
  expect(await sweep({ ...access, hearsDirect: false })).not.toContain(`people.example/${inPrivate.id}`);
  double.faults.push({ kind: 'fails', path: '/statuses' });
  await expect(sweep(access)).rejects.toMatchObject({ code: 'network_unreachable' });
});
