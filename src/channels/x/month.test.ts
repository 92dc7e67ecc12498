/** A month of 10,000 mentions and 3,000 replies: what we meter and what the double bills by a price list of its own are one sum, and a ceiling holds. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { accessTo, type Clock, type Opened, toolsFor } from '../../../test/factories/x/access.ts';
import { TestMeter } from '../../../test/factories/x/meter.ts';
import { XDouble } from '../../../test/factories/x/xDouble.ts';
import type { HeardPost } from '../../domain/post.ts';
import type { Channel, Heading, Outcome } from '../channel.ts';
import { x } from './index.ts';
import { readMentions, readSearched } from './polling.ts';
import { MoneyShort, openParts, openSession } from './session.ts';

const days = 30;
const looksADay = 8;
const looks = days * looksADay;
const mentions = 10_000;
const replies = 3_000;
const dollar = 1_000_000;

let double: XDouble;
beforeEach(async () => {
  double = await new XDouble().open();
});
afterEach(() => double.close());

interface Month {
  account: Opened;
  channel: Channel;
  clock: Clock;
  heard: HeardPost[];
  outcomes: Outcome['kind'][];
}

/** So many of a whole fall to this look. */
const share = (whole: number, at: number): number =>
  Math.floor((whole * (at + 1)) / looks) - Math.floor((whole * at) / looks);

function begin(meter: TestMeter): Month {
  const clock: Clock = { now: new Date('2026-09-01T00:10:00Z') };
  const channel = x(toolsFor(double, clock));
  const account = accessTo(double, { meter, settings: { pollSeconds: '0.001' }, watched: ['burst pipe'] });
  return { account, channel, clock, heard: [], outcomes: [] };
}

/** One look of the desk: what came is read, some of it is answered, now and then something else is done. */
async function look(month: Month, at: number, source: AsyncIterator<Heading>): Promise<void> {
  const { account, channel, heard, outcomes } = month;
  const author = double.world.people.get('900') ?? double.world.person('kofi', { id: '900' });
  for (let n = share(mentions, at); n > 0; n -= 1)
    double.world.write(author, `@water_care look ${at}, question ${n}`);
  if (at % 10 === 0) double.world.write(author, 'a burst pipe');
  const before = heard.length;
  while (heard.length === before) {
    const { value } = await source.next();
    for (const { payload } of (value as Heading).items) {
      const post = channel.normalise(payload, account);
      if (post.kind === 'post') heard.push(post.post);
    }
  }
  for (let n = share(replies, at); n > 0; n -= 1) outcomes.push((await answer(month, at, n)).kind);
  if (at % looksADay === 0) await sweep(month);
}

function answer({ account, channel, heard, clock }: Month, at: number, n: number): Promise<Outcome> {
  const post = heard.at(-n);
  if (post === undefined) throw new Error('nothing to answer');
  const address = n === 1 && at % 10 === 0 ? ' https://example.org/help' : '';
  return channel.send(account, {
    replyId: `${at} ${n}`,
    mode: n === 2 && at % 20 === 0 ? 'direct' : 'public',
    text: `Answer ${at}.${n} to look.${address}`,
    language: 'en',
    to: post,
    quote: null,
    attachments: [],
    networkKey: '',
    firstAttemptAt: clock.now ?? new Date(),
  });
}

/** Once a day everything is read again: X charges the same post once a day, and so do we. */
async function sweep({ account, channel, clock }: Month): Promise<void> {
  const since = new Date((clock.now?.getTime() ?? 0) - 43_200_000);
  for await (const _ of channel.reconcile(account, since, new AbortController().signal));
}

async function play(month: Month, each: (at: number) => void = () => undefined): Promise<void> {
  const end = new AbortController();
  const stream = month.channel.sources[0]?.stream(month.account, null, end.signal);
  const source = stream?.[Symbol.asyncIterator]();
  if (source === undefined) throw new Error('no source');
  for (let at = 0; at < looks; at += 1) {
    await look(month, at, source);
    each(at);
    month.clock.now = new Date((month.clock.now?.getTime() ?? 0) + 86_400_000 / looksADay);
  }
  end.abort();
  await source.return?.();
}

test('both sums agree to the millionth, at every look', async () => {
  const meter = new TestMeter(1_000 * dollar);
  const month = begin(meter);
  await play(month, (at) => {
    if (double.bill.total() !== meter.spent)
      throw new Error(`look ${at}: ${double.bill.total()} billed, ${meter.spent} metered`);
  });
  expect(month.heard).toHaveLength(mentions);
  expect(month.outcomes.filter((kind) => kind === 'sent')).toHaveLength(replies);
  expect(meter).toMatchObject({ spent: double.bill.total(), aside: 0, refused: 0 });
  expect(Object.fromEntries(double.bill.lines)).toMatchObject({
    ownedRead: expect.any(Number),
    summonedReply: replies - 24 - 12,
    contentCreateWithUrl: 24,
    dmCreate: 12,
  });
  expect(double.wrong).toEqual([]);
}, 120_000);

test('a ceiling holds: counting, repairing and watching end first, then hearing, and answers go on to the last cent', async () => {
  const ceiling = 4 * dollar;
  const meter = new TestMeter(ceiling);
  const month = begin(meter);
  const { account, channel, clock, outcomes } = month;
  const tools = { fetch, now: () => clock.now ?? new Date(), log: () => undefined };
  const session = openSession(tools, openParts(), account);
  const author = double.world.person('kofi', { id: '900' });
  const { signal } = new AbortController();
  const ended = new Map<string, number>();
  const during = async (what: string, at: number, work: () => Promise<unknown>): Promise<void> => {
    await work().catch((error: unknown) => {
      if (!(error instanceof MoneyShort)) throw error;
      if (!ended.has(what)) ended.set(what, at);
    });
  };
  for (let at = 0; at < 60; at += 1) {
    const posts = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => double.world.write(author, `@water_care ${at} ${n}`));
    double.world.write(author, 'a burst pipe');
    const first = posts[0]?.id ?? null;
    await during('watching', at, () => readSearched(session, first, 'watching', signal));
    await during('hearing', at, () => readMentions(session, first, 'hearing', signal));
    const heard = posts.map((post) =>
      channel.normalise({ form: 'post', data: double.world.postView(post), includes: {} }, account),
    );
    month.heard = heard.flatMap((one) => (one.kind === 'post' ? [one.post] : []));
    for (let n = 1; n <= 8; n += 1) outcomes.push((await answer(month, at + 1, n)).kind);
    clock.now = new Date((clock.now?.getTime() ?? 0) + 10_800_000);
    expect(double.bill.total()).toBeLessThanOrEqual(ceiling);
    expect(meter.spent).toBe(double.bill.total());
  }
  expect(ended.get('watching') ?? 99).toBeLessThan(ended.get('hearing') ?? 0);
  expect(ended.get('hearing') ?? 99).toBeLessThan(Math.floor(outcomes.indexOf('refused') / 8));
  expect(ceiling - double.bill.total()).toBeLessThan(10_000);
  expect(account.told.some(({ code }) => code === 'money_short')).toBe(true);
});
