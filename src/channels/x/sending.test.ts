/** Sending on X against the double: what it refuses, charges, and is asked for. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessTo, type Clock, toolsFor } from '../../../test/factories/x/access.ts';
import { TestMeter } from '../../../test/factories/x/meter.ts';
import { XDouble } from '../../../test/factories/x/xDouble.ts';
import type { ReplyToSend } from '../channel.ts';
import { x } from './index.ts';
import { lacksMessages, lacksUnsummoned } from './permission.ts';

let double: XDouble;
const clock: Clock = { now: null };
const channel = () => x(toolsFor(double, clock));

beforeAll(async () => {
  double = await new XDouble().open();
});
afterAll(() => double.close());

let count = 0;
const author = () =>
  double.world.people.get('900') ?? double.world.person('kofi', { id: '900', name: 'Kofi' });

function reply(text: string, more: Partial<ReplyToSend> = {}): ReplyToSend {
  count += 1;
  const asked = double.world.write(author(), `@water_care question ${count}`);
  const by = { networkId: '900', handle: 'kofi', name: 'Kofi' };
  const handle = { id: asked.id, author: 'kofi', summons: 'yes' };
  return {
    replyId: `0190b6a4-0000-7000-8000-00000000${1000 + count}`,
    mode: 'public',
    text,
    language: null,
    to: { networkId: asked.id, thread: asked.id, by, handle, visibility: 'public' },
    quote: null,
    attachments: [],
    networkKey: '',
    firstAttemptAt: new Date(Date.now() - 90_000),
    ...more,
  };
}
const picture = (type: string, bytes: number, alt = '') => ({
  type,
  alt,
  bytes: new Uint8Array(bytes),
  width: 10,
  height: 10,
});

test('an announcement goes out, is answered by ourselves, quoted, and deleted again', async () => {
  const account = accessTo(double);
  const first = await channel().send(account, reply('Water is back in Nyamirambo.', { to: null }));
  if (first.kind !== 'sent') throw new Error(JSON.stringify(first));
  const by = { networkId: double.us.id, handle: double.us.username, name: null };
  const to = {
    networkId: first.networkId,
    thread: first.networkId,
    by,
    handle: first.handle,
    visibility: 'public',
  } as const;
  expect(
    channel().mayReply({ ...to, direction: 'house' }, { lacks: [lacksUnsummoned] }, new Date())[0],
  ).toMatchObject({ allowed: true, price: { micros: 15_000 } });
  expect(await channel().send(account, reply('And stays.', { to }))).toMatchObject({ kind: 'sent' });
  const quote = { networkId: first.networkId, handle: first.handle };
  expect(await channel().send(account, reply('Read this.', { quote }))).toMatchObject({ kind: 'sent' });
  expect(double.world.posts.at(-1)).toMatchObject({ quotes: first.networkId });
  expect(await channel().remove(account, first.networkId)).toMatchObject({ kind: 'sent' });
  expect(await channel().remove(account, first.networkId)).toMatchObject({ kind: 'sent' });
  expect(await channel().remove(account, 'chat 1')).toMatchObject({ kind: 'refused', code: 'cannot_remove' });
});

test('pictures come in pieces, with their words; a moving one is waited for', async () => {
  const account = accessTo(double);
  const two = [picture('image/jpeg', 3_000_000, 'The new pipe'), picture('image/png', 10)];
  expect(await channel().send(account, reply('Look.', { attachments: two }))).toMatchObject({ kind: 'sent' });
  const sent = double.world.posts.at(-1)?.pictures.map((id) => double.world.pictures.get(id));
  expect(sent).toMatchObject([
    { bytes: 3_000_000, alt: 'The new pipe' },
    { bytes: 10, alt: null },
  ]);
  expect(
    await channel().send(account, reply('It moves.', { attachments: [picture('image/gif', 100)] })),
  ).toMatchObject({ kind: 'sent' });
  const refusedOnes = [
    [picture('image/gif', 1), picture('image/png', 1)],
    [picture('image/tiff', 1)],
    [picture('image/png', 5_000_001)],
    Array.from({ length: 5 }, () => picture('image/png', 1)),
  ];
  for (const attachments of refusedOnes)
    expect(await channel().send(account, reply('No.', { attachments }))).toMatchObject({ kind: 'refused' });
});

test('the same words twice are refused for good, and say why', async () => {
  const account = accessTo(double);
  const once = reply('We come today.');
  expect(await channel().send(account, once)).toMatchObject({ kind: 'sent' });
  expect(await channel().send(account, once)).toMatchObject({ kind: 'refused', code: 'duplicate' });
});

test('whom nobody summoned us to is answered by hand, and the answer is found by its words', async () => {
  const account = accessTo(double);
  const asked = double.world.write(author(), 'Water Care never answers');
  const handle = { id: asked.id, author: 'kofi' };
  const post = { visibility: 'public', direction: 'inbound', handle } as const;
  const [permission] = channel().mayReply(post, { lacks: [lacksUnsummoned] }, new Date());
  expect(permission).toMatchObject({
    allowed: false,
    byHand: { address: `https://x.com/intent/post?in_reply_to=${asked.id}` },
  });
  expect(channel().mayReply(post, { lacks: [] }, new Date())[0]).toMatchObject({ allowed: true });
  const before = double.asked.length;
  const wanted = reply('We do & we come: https://example.org/now', {
    to: {
      networkId: asked.id,
      thread: asked.id,
      by: { networkId: '900', handle: 'kofi', name: null },
      handle,
      visibility: 'public',
    },
  });
  expect(await channel().send(account, wanted)).toMatchObject({
    kind: 'unknown',
    reason: expect.stringContaining('by hand'),
  });
  expect(double.asked.slice(before)).toEqual([]);
  expect(await channel().check(account, wanted)).toMatchObject({ kind: 'uncertain' });
  const posted = double.world.write(double.us, wanted.text, { answers: asked.id });
  expect(await channel().check(account, wanted)).toMatchObject({ kind: 'there', networkId: posted.id });
  const held = { ...wanted, heldByOthers: new Set([posted.id]) };
  expect(await channel().check(account, held)).toMatchObject({ kind: 'uncertain' });
  double.enterprise = true;
  const everywhere = accessTo(double, { settings: { reach: 'everybody' } });
  expect(await channel().send(everywhere, { ...wanted, text: 'By the program.' })).toMatchObject({
    kind: 'sent',
  });
  double.enterprise = false;
});

test('a message to who is not there, and one in an encrypted conversation, do not go out', async () => {
  const account = accessTo(double);
  const to = {
    networkId: '1',
    thread: '1',
    by: { networkId: '5', handle: 'gone', name: null },
    handle: {},
    visibility: 'direct',
  } as const;
  expect(await channel().send(account, reply('Hello.', { mode: 'direct', to }))).toMatchObject({
    kind: 'refused',
    code: 'author_closed',
  });
  const handle = { encrypted: 'yes', participant: '900' };
  const sealed = reply('Hello.', { mode: 'direct', to: { ...to, handle } });
  expect(await channel().send(account, sealed)).toMatchObject({ kind: 'unknown' });
  expect(await channel().check(account, sealed)).toMatchObject({ kind: 'uncertain' });
  const direct = { visibility: 'direct', direction: 'inbound', handle } as const;
  expect(channel().mayReply(direct, { lacks: [] }, new Date())[1]).toMatchObject({
    allowed: false,
    byHand: { address: 'https://x.com/i/chat' },
  });
  expect(
    channel().mayReply({ ...direct, handle: {} }, { lacks: [lacksMessages] }, new Date())[1],
  ).toMatchObject({ allowed: false, reason: lacksMessages });
});

test('what each answer costs is set aside before it leaves and settled after', async () => {
  const meter = new TestMeter(1_000_000);
  const account = accessTo(double, { meter });
  const before = double.bill.total();
  await channel().send(account, reply('Plain.'));
  await channel().send(account, reply('See https://example.org/a'));
  await channel().send(account, reply('News.', { to: null }));
  await channel().send(account, reply('Private.', { mode: 'direct' }));
  expect(meter).toMatchObject({ aside: 0, spent: 10_000 + 200_000 + 15_000 + 15_000 });
  expect(double.bill.total() - before).toBe(meter.spent);
  const poor = accessTo(double, { meter: new TestMeter(9_999) });
  expect(await channel().send(poor, reply('Too dear.'))).toMatchObject({
    kind: 'refused',
    code: 'money_short',
  });
  expect(poor.told).toMatchObject([{ code: 'money_short' }]);
});

test('a permission that was taken back is refused plainly, by whoever asks', async () => {
  double.revoked = true;
  const account = accessTo(double);
  expect(await channel().send(account, reply('Hello.'))).toMatchObject({
    kind: 'refused',
    code: 'account_refused',
  });
  await expect(channel().tryAccess?.(account)).rejects.toMatchObject({ code: 'account_refused' });
  double.revoked = false;
  await expect(channel().tryAccess?.(account)).resolves.toBeUndefined();
});

test('every request was one that X describes', () => {
  expect(double.wrong).toEqual([]);
});
