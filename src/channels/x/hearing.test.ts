/** How X is heard: by asking, by streams, by its calls; and what happens when it falls silent, breaks off, or money is short. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Listening, listen } from '../../../test/factories/blueskyAccess.ts';
import { accessTo, toolsFor } from '../../../test/factories/x/access.ts';
import { TestMeter } from '../../../test/factories/x/meter.ts';
import { emptyPage } from '../../../test/factories/x/reads.ts';
import { type Door, openDoor } from '../../../test/factories/x/webhook.ts';
import type { Person } from '../../../test/factories/x/world.ts';
import { XDouble } from '../../../test/factories/x/xDouble.ts';
import type { AccountAccess } from '../channel.ts';
import { x } from './index.ts';

let double: XDouble;
let author: Person;
let open: Listening[] = [];
const channel = () => x(toolsFor(double));
const fast = { pollSeconds: '0.02' };

beforeAll(async () => {
  double = await new XDouble().open();
  author = double.world.person('kofi', { id: '900', name: 'Kofi' });
});
afterAll(() => double.close());
beforeEach(async () => {
  for (const kind of ['filtered', 'activity'] as const) await until(() => double.streams.count(kind), 0);
  for (const list of [
    double.world.posts,
    double.world.messages,
    double.world.rules,
    double.world.subscriptions,
    double.world.webhooks,
  ])
    list.length = 0;
});
afterEach(async () => {
  await Promise.all(open.map((one) => one.stop()));
  open = [];
});

function hear(
  account: AccountAccess,
  source: string,
  cursor: string | null = null,
  by = channel(),
): Listening {
  const one = listen(by, account, source, cursor);
  open.push(one);
  return one;
}
const until = (heard: () => unknown, wanted: unknown) =>
  vi.waitFor(() => expect(heard()).toEqual(wanted), { timeout: 20_000, interval: 10 });
const words = (one: Listening) => one.posts().map(({ text }) => text);

test('mentions are asked for, each once, and after a restart from where it was left', async () => {
  const account = accessTo(double, { settings: fast });
  double.world.write(author, '@water_care first');
  const lost = double.world.write(author, '@water_care quoted and gone', { quotes: '123' });
  const one = hear(account, 'posts');
  await until(() => words(one), ['@water_care first', '@water_care quoted and gone']);
  expect(one.posts().at(-1)).toMatchObject({
    networkId: lost.id,
    hearing: 'mention',
    quotedNetworkId: '123',
    handle: { summons: 'yes' },
  });
  await one.stop();
  double.world.write(author, 'nothing to us');
  double.world.write(double.us, 'We work on it.', { answers: lost.id });
  double.world.write(author, 'Thank you.', { answers: double.world.posts.at(-1)?.id ?? '' });
  const two = hear(account, 'posts', one.cursor());
  await until(() => words(two), ['@water_care Thank you.']);
  expect(two.posts()[0]).toMatchObject({ hearing: 'reply', thread: lost.conversation });
});

test('an empty page that has another behind it ends nothing', async () => {
  for (let n = 0; n < 120; n += 1) double.world.write(author, `@water_care number ${n}`);
  emptyPage.next = 1;
  const one = hear(accessTo(double, { settings: fast }), 'posts');
  await until(() => one.posts().length, 120);
  expect(words(one)[0]).toBe('@water_care number 0');
});

test('a network that asks to wait is left alone until then, and somebody is told', async () => {
  const account = accessTo(double, { settings: fast });
  double.limitNext(/mentions/, new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000));
  double.world.write(author, '@water_care hello');
  const before = double.asked.length;
  const one = hear(account, 'posts');
  await until(() => words(one), ['@water_care hello']);
  expect(account.told.map(({ code }) => code)).toEqual(['asked_to_wait']);
  expect(double.asked.slice(before).length).toBeLessThan(100);
});

test('watched words are searched for, and our own posts are not among them', async () => {
  const account = accessTo(double, { settings: fast, watched: ['burst pipe', '#nowater'] });
  double.world.write(author, 'There is a Burst Pipe in town');
  double.world.write(author, 'Again #NoWater');
  double.world.write(double.us, 'The burst pipe is repaired.');
  const one = hear(account, 'watched');
  await until(() => words(one).sort(), ['Again #NoWater', 'There is a Burst Pipe in town']);
  expect(one.posts()[0]).toMatchObject({ hearing: 'watched' });
  expect(one.posts()[0]?.handle.summons).toBeUndefined();
});

test('a cursor of long ago is not asked for; what lies before a week is said to be lost', async () => {
  const account = accessTo(double, { settings: fast, watched: ['burst pipe'] });
  const old = double.world.newId(new Date(Date.now() - 30 * 86_400_000));
  double.world.write(author, 'a burst pipe of three days ago', { at: new Date(Date.now() - 3 * 86_400_000) });
  const one = hear(account, 'watched', `id ${old}`);
  await until(() => words(one), ['a burst pipe of three days ago']);
  expect(account.told[0]?.sentence).toContain('seven days');
});

test('direct messages are asked for, theirs and ours', async () => {
  const account = accessTo(double, { settings: fast });
  double.world.say(author, double.us, 'My number is 4411 & thanks');
  double.world.say(double.us, author, 'We look at it.');
  const one = hear(account, 'direct');
  await until(
    () => one.posts().map(({ direction, text }) => [direction, text]),
    [
      ['inbound', 'My number is 4411 & thanks'],
      ['house', 'We look at it.'],
    ],
  );
  expect(new Set(one.posts().map(({ thread, conversationWith }) => `${thread} ${conversationWith}`))).toEqual(
    new Set([`900-${double.us.id} 900`]),
  );
  double.world.say(author, double.us, 'One more.');
  await until(() => one.posts().length, 3);
});

test('the filtered stream keeps its rules, survives every way of ending, and fetches what it missed', async () => {
  const account = accessTo(double, {
    settings: { ...fast, watching: 'stream', silenceSeconds: '0.4' },
    watched: ['burst pipe'],
  });
  const stranger = { id: '7', value: 'other', tag: 'somebody else' };
  const stale = { id: '8', value: '"old word" -is:retweet', tag: `answerable ${account.accountId}` };
  double.world.rules.push(stranger, stale);
  const one = hear(account, 'watched');
  await until(() => double.streams.count('filtered'), 1);
  expect(double.world.rules.map(({ value }) => value)).toEqual([
    'other',
    '@water_care -is:retweet',
    '"burst pipe" -is:retweet',
  ]);
  await double.published(double.world.write(author, 'a burst pipe, one'));
  await until(() => words(one), ['a burst pipe, one']);

  const ways = [
    () => double.streams.cut('filtered'),
    () => double.streams.disconnect('filtered'),
    () => double.streams.end('filtered'),
    // Half closed: it stays open and says nothing any more.
    () => undefined,
  ];
  for (const [at, way] of ways.entries()) {
    const opened = double.streams.opened;
    way();
    if (at < 3) await until(() => double.streams.count('filtered'), 0);
    double.world.write(author, `a burst pipe, missed ${at}`);
    await vi.waitFor(() => expect(double.streams.opened).toBeGreaterThan(opened), {
      timeout: 20_000,
      interval: 10,
    });
    await until(() => words(one).at(-1), `a burst pipe, missed ${at}`);
  }
  expect(new Set(account.told.map(({ code }) => code))).toEqual(
    new Set(['cut_off', 'went_on', 'gap_repaired']),
  );
  double.streams.raw('filtered', 'no JSON\r\n');
  await vi.waitFor(
    () =>
      expect(
        one.items.some(({ payload }) => channel().normalise(payload, account).kind === 'unreadable'),
      ).toBe(true),
    { timeout: 20_000 },
  );
  expect(one.failure()).toBeNull();
});

test('a stream stops before money ends, and what it set aside is given back', async () => {
  const meter = new TestMeter(150_000);
  const account = accessTo(double, {
    settings: { ...fast, watching: 'stream' },
    watched: ['burst pipe'],
    meter,
  });
  const one = hear(account, 'watched');
  await until(() => double.streams.count('filtered'), 1);
  for (let n = 0; n < 12; n += 1) await double.published(double.world.write(author, `a burst pipe ${n}`));
  await until(() => words(one).length, 12);
  expect(meter).toMatchObject({ spent: 0, aside: 100_000 });
  for (let n = 12; n < 20; n += 1) await double.published(double.world.write(author, `a burst pipe ${n}`));
  await until(() => double.streams.count('filtered'), 0);
  expect(meter).toMatchObject({ spent: 100_000, aside: 0 });
  expect(account.told.map(({ code }) => code)).toContain('money_short');
});

test('an account that is let in no more ends the stream with a plain fault', async () => {
  const account = accessTo(double, {
    settings: { ...fast, watching: 'stream' },
    secret: { bearer: 'wrong' },
    watched: ['a'],
  });
  const one = hear(account, 'watched');
  await vi.waitFor(() => expect(one.failure()).toMatchObject({ code: 'account_refused' }), {
    timeout: 20_000,
  });
});

test('the activity stream brings what is said of the account, in public and in private', async () => {
  const account = accessTo(double, { settings: { ...fast, hearing: 'activity' } });
  const one = hear(account, 'posts');
  await until(() => double.streams.count('activity'), 1);
  const ours = double.world.write(double.us, 'We repair it.');
  await double.published(ours);
  await double.published(double.world.write(author, '@water_care and when?'));
  await double.published(double.world.write(author, 'Listen to that.', { quotes: ours.id }));
  await double.tell('post.delete', { id: ours.id, author_id: double.us.id });
  await double.tell('chat.received', {
    id: 'c1',
    sender_id: author.id,
    conversation_id: `900:${double.us.id}`,
    created_at_msec: '1784841183370',
  });
  await until(() => one.posts().map(({ hearing }) => hearing), ['own', 'mention', 'direct']);
  expect(one.deleted()).toEqual([ours.id]);
  const inPublic = hear(
    accessTo(double, { settings: { ...fast, hearing: 'activity' }, hearsDirect: false, accountId: 'b' }),
    'posts',
  );
  await until(() => double.streams.count('activity'), 2);
  await double.tell('chat.received', {
    id: 'c2',
    sender_id: author.id,
    conversation_id: `900:${double.us.id}`,
    created_at_msec: '1784841183370',
  });
  await double.published(double.world.write(author, '@water_care still?'));
  await until(() => words(inPublic), ['@water_care still?']);
});

test('X is given our address and calls it: doubled, reordered, forged; what it could not deliver is fetched', async () => {
  const by = channel();
  const told = { account: null as AccountAccess | null };
  const door: Door = await openDoor(by, () => told.account ?? accessTo(double));
  const account = accessTo(double, {
    settings: { ...fast, hearing: 'webhook', webhook: door.address },
    meter: new TestMeter(10_000_000),
  });
  told.account = account;
  const one = hear(account, 'posts', null, by);
  await until(
    () => double.world.subscriptions.map(({ type }) => type).sort(),
    [
      'chat.received',
      'chat.sent',
      'dm.received',
      'dm.sent',
      'post.create',
      'post.delete',
      'post.mention.create',
    ],
  );
  const [first, second] = [1, 2].map((n) => double.world.write(author, `@water_care call ${n}`));
  if (first === undefined || second === undefined) throw new Error('no posts');
  await double.published(second);
  await double.published(first);
  await double.published(first);
  const heard = () =>
    door.items.map(({ payload }) => by.normalise(JSON.parse(JSON.stringify(payload)), account));
  await until(
    () => heard().map((item) => (item.kind === 'post' ? item.post.text : item.kind)),
    ['@water_care call 2', '@water_care call 1', '@water_care call 1'],
  );
  expect((await double.call(door.address, { data: {} }, 'another key')).status).toBe(401);
  expect(door.refused).toBe(1);
  // Nobody at home: X stops believing the address.
  door.open = false;
  await double.published(double.world.write(author, '@water_care unheard'));
  const webhook = double.world.webhooks[0];
  if (webhook !== undefined) webhook.valid = false;
  door.open = true;
  await until(() => double.world.webhooks[0]?.valid, true);
  await vi.waitFor(() => expect(words(one)).toContain('@water_care unheard'), { timeout: 20_000 });
  expect(account.told.map(({ code }) => code)).toEqual(expect.arrayContaining(['went_on', 'gap_repaired']));
  await double.tell('dm.received', {});
  await one.stop();
  await door.close();
});

test('when the money for hearing is spent, X is asked to call no more', async () => {
  const by = channel();
  const account = accessTo(double, {
    settings: { ...fast, hearing: 'webhook' },
    meter: new TestMeter(1_000),
  });
  const tag = `answerable ${account.accountId}`;
  double.world.subscriptions.push({
    id: '5',
    type: 'post.create',
    personId: double.us.id,
    tag,
    webhookId: '1',
    at: new Date(),
  });
  hear(account, 'posts', null, by);
  await until(() => double.world.subscriptions, []);
  await until(() => account.told[0]?.code, 'money_short');
});

test('a sweep lists mentions, our own posts, watched words and messages', async () => {
  const account = accessTo(double, { watched: ['burst pipe'] });
  const old = double.world.write(author, '@water_care long ago', {
    at: new Date(Date.now() - 5 * 86_400_000),
  });
  double.world.write(author, '@water_care hello');
  double.world.write(double.us, 'We are here.');
  double.world.write(author, 'a burst pipe');
  double.world.say(author, double.us, 'In private.');
  const ids: (string | null)[] = [];
  const since = new Date(Date.now() - 86_400_000);
  for await (const piece of channel().reconcile(account, since, new AbortController().signal))
    ids.push(...piece.map(({ networkId }) => networkId));
  const wanted = [...double.world.posts.filter((post) => post !== old), ...double.world.messages].map(
    ({ id }) => id,
  );
  expect(ids.sort()).toEqual(wanted.sort());
});

test('an edited post is a later version of the same one', async () => {
  const account = accessTo(double, { settings: fast });
  const post = double.world.write(author, '@water_care no watr');
  const one = hear(account, 'posts');
  await until(() => words(one), ['@water_care no watr']);
  const edited = double.world.edit(post, '@water_care no water');
  await until(
    () => one.posts().map(({ networkId, text, revision }) => [networkId, text, revision]),
    [
      [post.id, '@water_care no watr', '00'],
      [post.id, '@water_care no water', '01'],
    ],
  );
  expect(one.posts()[1]).toMatchObject({ edited: true, handle: { id: edited.id } });
});

test('of everything that was asked, only events younger than the description were refused by it', () => {
  const others = double.wrong.filter(
    (fault) => !fault.startsWith('request POST /2/activity/subscriptions: data/event_type'),
  );
  expect(others).toEqual([]);
});
