import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  accessTo,
  mastodonChannel,
  type OwnAccess,
  replyTo,
} from '../../../test/factories/mastodonAccess.ts';
import {
  type DoubleFault,
  type MastodonDouble,
  startMastodonDouble,
} from '../../../test/servers/mastodon/startDouble.ts';
import type { Person, Status } from '../../../test/servers/mastodon/street.ts';
import type { HeardPost } from '../../domain/post.ts';

const channel = mastodonChannel();
let double: MastodonDouble;
let house: Person;
let amina: Person;
let access: OwnAccess;

const heard = (status: Status): Pick<HeardPost, 'networkId' | 'thread' | 'by' | 'handle' | 'visibility'> => ({
  networkId: `people.example/${status.id}`,
  thread: `people.example/${status.id}`,
  by: { networkId: 'acct:amina@people.example', handle: 'amina@people.example', name: null },
  handle: {},
  visibility: status.visibility === 'public' || status.visibility === 'unlisted' ? 'public' : 'direct',
});
const published = (text: string) => double.street.statuses.filter(({ typed }) => typed.endsWith(text));
/** What one test learned of limits is nothing to the next. */
const fresh = () => ({ ...access, accountId: crypto.randomUUID() });

beforeAll(async () => {
  double = await startMastodonDouble({ streams: false });
  [house, amina] = [double.street.add('care'), double.street.add('amina')];
  access = await accessTo(channel, { server: double.address, token: double.token(house) });
});
afterAll(() => double.close());

describe('an answer', () => {
  test.each([
    ['public', 'public', 'public'],
    ['unlisted', 'public', 'unlisted'],
    ['private', 'direct', 'direct'],
    ['direct', 'direct', 'direct'],
    ['public', 'direct', 'direct'],
  ] as const)(
    'to a %s post in the %s mode is %s, names its author and keeps its warning',
    async (visibility, mode, answered) => {
      const asked = double.street.write(amina, { status: '@care help', visibility, spoiler_text: 'water' });
      const outcome = await channel.send(
        fresh(),
        replyTo(channel, heard(asked), `From ${visibility} by ${mode}`, { mode }),
      );
      expect(outcome.kind).toBe('sent');
      expect(published(`From ${visibility} by ${mode}`)).toMatchObject([
        {
          visibility: answered,
          spoiler_text: 'water',
          language: 'en',
          in_reply_to_id: asked.id,
          typed: `@amina@people.example From ${visibility} by ${mode}`,
        },
      ]);
    },
  );

  test('to a post that became private after it was heard is not public', async () => {
    const asked = double.street.write(amina, { status: '@care help', visibility: 'private' });
    const outcome = await channel.send(
      fresh(),
      replyTo(channel, { ...heard(asked), visibility: 'public' }, 'Careful now'),
    );
    expect(outcome.kind).toBe('sent');
    expect(published('Careful now')).toMatchObject([{ visibility: 'direct' }]);
  });

  test('to a post that is gone is refused, with a way out', async () => {
    const asked = double.street.write(amina, { status: '@care help' });
    double.street.delete(asked.id);
    expect(await channel.send(fresh(), replyTo(channel, heard(asked), 'Too late'))).toMatchObject({
      kind: 'refused',
      code: 'post_gone',
    });
  });

  test('carries pictures with their descriptions once the server has worked on them', async () => {
    const asked = double.street.write(amina, { status: '@care where?' });
    const attachments = [
      { type: 'image/png', alt: 'Map of the repair', bytes: new Uint8Array([1, 2]), width: 1, height: 1 },
    ];
    const outcome = await channel.send(fresh(), replyTo(channel, heard(asked), 'Here', { attachments }));
    expect(outcome.kind).toBe('sent');
    expect(published('Here')).toMatchObject([
      { media_attachments: [{ type: 'image', description: 'Map of the repair' }] },
    ]);
  });

  test('with more characters than its handle leaves room for is refused; addresses and names count as the server counts them', async () => {
    const asked = double.street.write(amina, { status: '@care long?', spoiler_text: 'twelve chars' });
    const [post] =
      (await channel.normalise(
        {
          form: 'status',
          domain: 'people.example',
          house: house.id,
          status: asked,
          root: asked.id,
          rootBy: null,
          parentBy: null,
          reason: 'mention',
          seenAt: null,
          most: 500,
        },
        access,
      ).kind) === 'post'
        ? [heard(asked)]
        : [];
    const long = `${'x'.repeat(470)} https://water.example/${'y'.repeat(300)}`;
    expect(await channel.send(fresh(), replyTo(channel, post ?? null, long))).toMatchObject({
      kind: 'refused',
      code: 'reply_too_long',
    });
  });

  test('is announced to everybody where it answers nobody', async () => {
    expect((await channel.send(fresh(), replyTo(channel, null, 'Water is back in Huye.'))).kind).toBe('sent');
    const [own] = published('Water is back in Huye.');
    expect(own).toMatchObject({ visibility: 'public', in_reply_to_id: null });
    const id = `people.example/${own?.id}`;
    expect(await channel.remove(fresh(), id)).toMatchObject({ kind: 'sent' });
    expect(await channel.remove(fresh(), id)).toMatchObject({ kind: 'sent' });
    expect(published('Water is back in Huye.')).toEqual([]);
  });
});

describe('a server that', () => {
  test.each([
    ['fails', 'unknown'],
    ['garbage', 'unknown'],
    ['cut_before', 'unknown'],
    ['cut_after', 'unknown'],
  ] as const)('%s leaves the answer %s, and it is published once', async (kind, expected) => {
    const asked = double.street.write(amina, { status: '@care help' });
    const reply = replyTo(channel, heard(asked), `Fault ${kind}`);
    double.faults.push({ kind, path: '/api/v1/statuses', method: 'POST' });
    expect((await channel.send(fresh(), reply)).kind).toBe(expected);
    expect((await channel.check(fresh(), reply)).kind).toBe(kind === 'cut_after' ? 'there' : 'absent');
    const soon = { ...reply, doubtfulSince: new Date() };
    if (kind !== 'cut_after')
      await expect(channel.check(fresh(), soon)).rejects.toMatchObject({ code: 'network_unreachable' });
    expect((await channel.send(fresh(), reply)).kind).toBe('sent');
    expect((await channel.send(fresh(), reply)).kind).toBe('sent');
    expect(published(`Fault ${kind}`)).toHaveLength(1);
  });

  test.each(['/context', '/api/v2/media'])(
    'fails before anything is published (%s) makes it later',
    async (path) => {
      const asked = double.street.write(amina, { status: '@care help' });
      const attachments = [{ type: 'image/png', alt: '', bytes: new Uint8Array([1]), width: 1, height: 1 }];
      const reply = replyTo(channel, heard(asked), `Before ${path}`, { attachments });
      for (const kind of ['fails', 'garbage', 'cut_after'] as DoubleFault['kind'][]) {
        double.faults.push({ kind, path });
        expect((await channel.send(fresh(), reply)).kind).toBe('later');
      }
      expect(published(`Before ${path}`)).toEqual([]);
    },
  );

  test('shut us out says so', async () => {
    const revoked = { ...fresh(), secret: { token: 'gone' } };
    expect(await channel.send(revoked, replyTo(channel, null, 'Nobody'))).toMatchObject({
      kind: 'refused',
      code: 'account_refused',
    });
    await expect(channel.tryAccess?.(revoked)).rejects.toMatchObject({ code: 'account_refused' });
  });

  test('asks to wait is not asked again before, whoever asks', async () => {
    const waiting = fresh();
    const until = new Date(Math.ceil(Date.now() / 1000) * 1000 + 60_000);
    double.faults.push({ kind: 'limited', path: '/statuses', until });
    expect(await channel.send(waiting, replyTo(channel, null, 'First'))).toMatchObject({
      kind: 'later',
      at: until,
    });
    const before = double.calls.length;
    expect(await channel.send(waiting, replyTo(channel, null, 'Second'))).toMatchObject({
      kind: 'later',
      at: until,
    });
    expect(await channel.shares?.count(waiting, ['people.example/1'])).toEqual({ kind: 'later', at: until });
    expect(double.calls.length).toBe(before);
  });
});

test('two answers of the same words are two: a message never proves another reply', async () => {
  const asked = double.street.write(amina, { status: '@care help' });
  const first = await channel.send(fresh(), replyTo(channel, heard(asked), 'We look into it.'));
  const second = replyTo(channel, heard(asked), 'We look into it.');
  const held = first.kind === 'sent' ? new Set([first.networkId]) : new Set<string>();
  expect(await channel.check(fresh(), { ...second, heldByOthers: held })).toEqual({ kind: 'absent' });
  expect(await channel.check(fresh(), second)).toMatchObject({ kind: 'there' });
});

test('boosts are counted, and who is missing is not there any more', async () => {
  const [one, two] = [1, 2].map((n) => double.street.write(amina, { status: `boosted ${n}` }));
  if (one === undefined || two === undefined) throw new Error('nothing was written');
  one.reblogs_count = 7;
  double.street.delete(two.id);
  const ids = [one, two].map(({ id }) => `people.example/${id}`);
  expect(await channel.shares?.count(fresh(), [...ids, 'elsewhere.example/5'])).toEqual({
    kind: 'counted',
    shares: new Map([[`people.example/${one.id}`, 7]]),
  });
});
