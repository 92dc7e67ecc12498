import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { postAddress } from '../../src/channels/bluesky/identifiers.ts';
import type { AccountAccess, Channel, ReplyToSend } from '../../src/channels/channel.ts';
import type { HeardPost } from '../../src/domain/post.ts';
import { createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';
import { blueskyChannel, connected, listen, typedFor } from '../factories/blueskyAccess.ts';
import type { BlueskyAccount } from '../servers/bluesky/account.ts';
import { type Bluesky, blueskyMissing, startBluesky } from '../servers/startBluesky.ts';

const until = { timeout: 20_000, interval: 100 };
const missing = process.env.CI === 'true' ? null : blueskyMissing();

/** The smallest picture that is one. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe.runIf(missing === null)('the Bluesky channel on the real network', () => {
  let database: TestDatabase;
  let net: Bluesky;
  let channel: ReturnType<typeof blueskyChannel>;
  let house: BlueskyAccount;
  let access: AccountAccess;
  let amina: BlueskyAccount;
  let counted = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    const started = await startBluesky({ postgresUrl: database.superuserUrl });
    if (started === null) throw new Error('The network did not start.');
    net = started;
    channel = blueskyChannel();
    house = await net.createAccount({ handle: 'amaziwater' });
    amina = await net.createAccount({ handle: 'amina' });
    access = await connected(channel, net, house, { watched: ['amazi water', 'coupure'] });
  });

  afterAll(async () => {
    await net?.stop();
    await database?.drop();
  });

  function replyTo(post: HeardPost | null, text: string, more: Partial<ReplyToSend> = {}): ReplyToSend {
    counted += 1;
    const replyId = `0190b6a4-0000-7000-8000-${String(counted).padStart(12, '0')}`;
    const at = new Date(Date.now() - 90_000);
    return {
      replyId,
      mode: 'public',
      text,
      language: 'en',
      to: post,
      quote: null,
      attachments: [],
      networkKey: channel.networkKey({ replyId, at }),
      firstAttemptAt: at,
      ...more,
    };
  }

  async function heardMention(text: string): Promise<HeardPost> {
    const listening = listen(channel, access, 'posts');
    await vi.waitFor(() => expect(listening.cursor() ?? listening.failure()).toBeDefined(), until);
    const notified = listen(channel, access, 'notifications');
    const written = await amina.post(`@${house.handle} ${text}`, { mentions: [house], language: 'en' });
    const post = await vi.waitFor(() => {
      const found = notified.posts().find((one) => one.networkId === written.uri);
      expect(found).toBeDefined();
      return found as HeardPost;
    }, until);
    await Promise.all([listening.stop(), notified.stop()]);
    return post;
  }

  test('an account is connected by handle and app password, and without the right to direct messages it says so', async () => {
    const password = await house.appPassword('public-only', false);
    const made = await channel.connect?.try(typedFor(net, house, password));
    expect(made).toMatchObject({ networkId: house.did, handle: house.handle });
    expect(made?.lacks.join()).toMatch(/direct messages/);
    const whole = await channel.connect?.try(typedFor(net, house, await house.appPassword('all', true)));
    expect(whole?.lacks).toEqual([]);
    const wrong = channel.connect?.try(typedFor(net, house, 'abcd-efgh-ijkl-mnop'));
    await expect(wrong).rejects.toMatchObject({ code: 'account_refused' });
    const nowhere = channel.connect?.try({ ...typedFor(net, house, password), server: 'http://127.0.0.1:9' });
    await expect(nowhere).rejects.toMatchObject({ code: 'network_unreachable' });
  });

  test.each(['firehose', 'jetstream'])(
    'by %s it hears mentions, answers, quotes, watched words, edits and deletions, and nothing else',
    async (listening) => {
      const settings = listening === 'jetstream' ? { listening, stream: net.jetstream } : { listening };
      const ear = await connected(channel, net, house, { watched: ['amazi water', 'coupure'], settings });
      const before = listen(channel, ear, 'posts');
      await vi.waitFor(async () => {
        await amina.post('Nobody asked for this either');
        expect(before.cursor()).not.toBeNull();
      }, until);
      await before.stop();

      const heard = listen(channel, ear, 'posts', before.cursor());
      const own = await house.post('Water returns to Kimisagara tonight.');
      const answer = await amina.post('It does not!', {
        replyTo: { parent: own },
        images: [{ bytes: picture, type: 'image/png', alt: 'A dry tap' }],
      });
      const below = await amina.post('Still not', { replyTo: { parent: answer, root: own } });
      const mention = await amina.post(`Amazi? @${house.handle} \u{1F6B1}`, {
        mentions: [house],
        language: 'rw',
      });
      const quote = await amina.post('Read this', { quote: own });
      const watched = await amina.post('Encore une COUPURE ce soir', { language: 'fr-FR' });
      await amina.post('Nothing to do with anybody here: découpures, amazing waterfalls');
      const edited = await amina.edit(mention.uri, 'I took the name out', {});
      await amina.delete(quote.uri);
      await vi.waitFor(() => expect(heard.deleted()).toEqual([quote.uri]), until);

      const posts = heard.posts();
      expect(posts.map((post) => [post.networkId, post.hearing])).toEqual([
        [own.uri, 'own'],
        [answer.uri, 'reply'],
        [below.uri, 'reply'],
        [mention.uri, 'mention'],
        [quote.uri, 'quote'],
        [watched.uri, 'watched'],
        [edited.uri, 'watched'],
      ]);
      expect(new Set(posts.slice(0, 3).map((post) => post.thread))).toEqual(new Set([own.uri]));
      expect(posts[0]).toMatchObject({ direction: 'house', conversationWith: null });
      expect(posts[1]?.media).toMatchObject([{ kind: 'image', alt: 'A dry tap', type: 'image/png' }]);
      expect((await fetch(posts[1]?.media[0]?.address ?? '')).status).toBe(200);
      expect(posts[3]).toMatchObject({ language: 'rw', by: { networkId: amina.did, handle: amina.handle } });
      expect(posts[5]).toMatchObject({ language: 'fr', quotedNetworkId: null });
      const [first, second] = [posts[3]?.revision ?? '', posts[6]?.revision ?? ''];
      expect(second > first).toBe(true);
      await heard.stop();
      expect(heard.failure()).toBeNull();
    },
  );

  test('after a restart it goes on from its cursor and hears what was written meanwhile', async () => {
    const first = listen(channel, access, 'posts');
    const one = await amina.post(`@${house.handle} one`, { mentions: [house] });
    await amina.post(`@${house.handle} two`, { mentions: [house] });
    await vi.waitFor(() => expect(first.posts().length).toBeGreaterThan(0), until);
    await first.stop();
    const missed = await amina.post(`@${house.handle} while you were away`, { mentions: [house] });
    const second = listen(channel, access, 'posts', first.cursor());
    await vi.waitFor(() => expect(second.posts().map((post) => post.networkId)).toContain(missed.uri), until);
    await second.stop();
    expect(second.posts().map((post) => post.networkId)).not.toContain(one.uri);
  });

  test('a lost connection is told, and a cursor that the server does not know is let go', async () => {
    const heard = listen(channel, access, 'posts');
    await vi.waitFor(async () => {
      await amina.post('COUPURE one');
      expect(heard.posts().length).toBeGreaterThan(0);
    }, until);
    await net.control.cutStreams();
    await vi.waitFor(() => expect(heard.failure()).toMatchObject({ code: 'network_unreachable' }), until);

    const ahead = listen(channel, access, 'posts', `firehose 999999999 ${net.pds.replace('http', 'ws')}`);
    await vi.waitFor(
      () => expect(channel.events.map((one) => one.event)).toContain('bluesky_cursor_ahead'),
      until,
    );
    await vi.waitFor(
      async () => {
        await amina.post('COUPURE two');
        expect(ahead.posts().length).toBeGreaterThan(0);
      },
      { timeout: 20_000, interval: 300 },
    );
    await ahead.stop();
    expect(ahead.failure()).toBeNull();
  });

  test('the same post heard by stream and by notification is the same post', async () => {
    const stream = listen(channel, access, 'posts');
    const told = listen(channel, access, 'notifications');
    await vi.waitFor(() => expect(told.cursor()).not.toBeNull(), until);
    const written = await amina.post(`@${house.handle} heard twice`, { mentions: [house] });
    const find = (all: HeardPost[]) => all.find((post) => post.networkId === written.uri);
    const pair = await vi.waitFor(() => {
      const both = [find(stream.posts()), find(told.posts())];
      expect(both.every((post) => post !== undefined)).toBe(true);
      return both as HeardPost[];
    }, until);
    await Promise.all([stream.stop(), told.stop()]);
    expect({ ...pair[1], reach: null }).toEqual({ ...pair[0], reach: null });
  });

  test('an answer goes out in the thread with quote, pictures and alt text, and its reader reads it', async () => {
    const post = await heardMention('no water since Monday');
    const attachment = { type: 'image/png', alt: 'Map of the repair', bytes: picture, width: 1, height: 1 };
    const own = await house.post('Repairs in Kimisagara');
    const reply = replyTo(
      post,
      `We are on it, @${amina.handle}: https://water.example/7 #Kimisagara ^Naledi`,
      {
        attachments: [attachment],
        quote: { networkId: own.uri, handle: { cid: own.cid } },
      },
    );
    const outcome = await channel.send(access, reply);
    expect(outcome).toMatchObject({ kind: 'sent', networkId: postAddress(house.did, reply.networkKey) });
    const record = (await house.posts()).find(
      (one) => one.uri === postAddress(house.did, reply.networkKey),
    )?.value;
    expect(record).toMatchObject({
      reply: { parent: { uri: post.networkId }, root: { uri: post.thread } },
      embed: { media: { images: [{ alt: 'Map of the repair' }] }, record: { record: { uri: own.uri } } },
      langs: ['en'],
    });
    const kinds = (record?.facets as { features: { $type: string }[] }[] | undefined)?.map(
      (one) => one.features[0]?.$type.split('#')[1],
    );
    expect(kinds).toEqual(['mention', 'link', 'tag']);
    await vi.waitFor(async () => {
      const read = await amina.notifications();
      expect(read.some((one) => one.uri === postAddress(house.did, reply.networkKey))).toBe(true);
    }, until);
    expect(await channel.remove(access, postAddress(house.did, reply.networkKey))).toMatchObject({
      kind: 'sent',
    });
    expect(await channel.remove(access, postAddress(house.did, reply.networkKey))).toMatchObject({
      kind: 'sent',
    });
    expect(await channel.check(access, reply)).toEqual({ kind: 'absent' });
  });

  test('an announcement answers nobody', async () => {
    const outcome = await channel.send(access, replyTo(null, 'Water is back in Kimisagara.'));
    expect(outcome.kind).toBe('sent');
  });

  test.each([
    ['limited', 'later'],
    ['fails', 'unknown'],
    ['unavailable', 'unknown'],
    ['garbage', 'unknown'],
    ['cut_before', 'unknown'],
    ['cut_after', 'unknown'],
  ] as const)(
    'when the network is %s the reply is %s, and it is never published twice',
    async (kind, expected) => {
      const reply = replyTo(null, `Fault ${kind} ${counted}`);
      await net.control.setFaults([{ kind, method: 'putRecord', resetInSeconds: 120 }]);
      const outcome = await channel.send(access, reply);
      expect(outcome.kind).toBe(expected);
      const found = await channel.check(access, reply);
      expect(found.kind).toBe(kind === 'cut_after' ? 'there' : 'absent');
      expect(await channel.send(access, reply)).toMatchObject({ kind: 'sent' });
      expect(await channel.send(access, reply)).toMatchObject({ kind: 'sent' });
      const published = (await house.posts()).filter((one) => one.value.text === reply.text);
      expect(published).toHaveLength(1);
    },
  );

  test('a picture that cannot be uploaded now makes the reply later, never half', async () => {
    const attachment = { type: 'image/png', alt: '', bytes: picture, width: 1, height: 1 };
    const reply = replyTo(null, 'With a picture', { attachments: [attachment] });
    for (const kind of ['fails', 'garbage', 'cut_after'] as const) {
      await net.control.setFaults([{ kind, method: 'uploadBlob' }]);
      expect((await channel.send(access, reply)).kind).toBe('later');
    }
    await net.control.setFaults([
      { kind: 'limited', method: 'uploadBlob', resetInSeconds: 90, retryAfterOnly: true },
    ]);
    const outcome = await channel.send(access, reply);
    expect(outcome.kind === 'later' && outcome.at.getTime() - Date.now()).toBeGreaterThan(80_000);
    expect(await channel.check(access, reply)).toEqual({ kind: 'absent' });
  });

  test('a session that has ended is renewed, and one that cannot be renewed is opened again', async () => {
    const kept: Record<string, string>[] = [];
    const stale = (secret: Record<string, string>): AccountAccess => ({
      ...access,
      secret,
      keepSecret: async (renewed) => void kept.push(renewed),
    });
    const { password, refresh } = access.secret as { password: string; refresh: string };
    const renewed = await channel.send(
      stale({ password, access: 'gone.e30.gone', refresh }),
      replyTo(null, 'Renewed'),
    );
    expect(renewed.kind).toBe('sent');
    const opened = await channel.send(
      stale({ password, access: 'gone.e30.gone', refresh: 'gone.e30.gone' }),
      replyTo(null, 'Opened'),
    );
    expect(opened.kind).toBe('sent');
    expect(kept).toHaveLength(2);
    expect(Object.keys(kept[0] ?? {}).sort()).toEqual(['access', 'password', 'refresh']);
    const revoked = await channel.send(stale({ password: 'xxxx-xxxx-xxxx-xxxx' }), replyTo(null, 'Never'));
    expect(revoked).toMatchObject({ kind: 'refused', code: 'account_refused' });
  });

  test('direct messages are heard, answered and found again; a closed author is told apart', async () => {
    const heard = listen(channel, access, 'direct');
    await vi.waitFor(() => expect(heard.cursor()).not.toBeNull(), until);
    await amina.sendDirect(house, 'My meter number is 42-17');
    const post = await vi.waitFor(() => {
      const found = heard.posts().find((one) => one.text === 'My meter number is 42-17');
      expect(found).toBeDefined();
      return found as HeardPost;
    }, until);
    expect(post).toMatchObject({
      visibility: 'direct',
      hearing: 'direct',
      conversationWith: amina.did,
      by: { handle: amina.handle },
    });
    const reply = replyTo(post, 'Thank you, Amina. ^Naledi', { mode: 'direct' });
    const outcome = await channel.send(access, reply);
    expect(outcome).toMatchObject({ kind: 'sent' });
    expect(await channel.check(access, reply)).toMatchObject({ kind: 'there' });
    expect((await amina.direct(house)).map((one) => one.text)).toEqual([
      reply.text,
      'My meter number is 42-17',
    ]);
    await vi.waitFor(
      () =>
        expect(
          heard.posts().some((one) => one.direction === 'house' && one.conversationWith === amina.did),
        ).toBe(true),
      until,
    );

    await net.control.setFaults([{ kind: 'cut_after', method: 'sendMessage' }]);
    const cut = replyTo(post, 'Did this arrive?', { mode: 'direct' });
    expect((await channel.send(access, cut)).kind).toBe('unknown');
    expect((await channel.check(access, cut)).kind).toBe('there');
    const fresh = replyTo(post, 'Never sent', { mode: 'direct' });
    expect((await channel.check(access, fresh)).kind).toBe('absent');
    const young = { ...fresh, firstAttemptAt: new Date() };
    await expect(channel.check(access, young)).rejects.toMatchObject({ code: 'network_unreachable' });

    const shy = await net.createAccount({ handle: 'shy' });
    await net.control.closeMessages(shy.did);
    const closed = {
      ...post,
      by: { networkId: shy.did, handle: shy.handle, name: null },
      handle: {},
      visibility: 'public' as const,
    };
    expect(await channel.send(access, replyTo(closed, 'Hello', { mode: 'direct' }))).toMatchObject({
      kind: 'refused',
      code: 'author_closed',
    });
    await heard.stop();
  });

  test('without the right to direct messages a direct reply is refused with what to do', async () => {
    const limited = await connected(channel, net, house, { privileged: false });
    const post = await heardMention('may we talk in private?');
    const outcome = await channel.send(limited, replyTo(post, 'Yes', { mode: 'direct' }));
    expect(outcome).toMatchObject({ kind: 'refused', code: 'account_lacks_rights' });
    const quiet = listen(channel, limited, 'direct');
    await vi.waitFor(
      async () =>
        expect((await net.control.calls()).some((call) => call.method.endsWith('getLog'))).toBe(true),
      until,
    );
    await quiet.stop();
    expect(quiet.failure()).toBeNull();
  });

  test('a sweep lists everything that the network has for us', async () => {
    const since = new Date(Date.now() - 3_600_000);
    const own = await house.post('A sweep finds this');
    const mention = await amina.post(`@${house.handle} and this`, { mentions: [house] });
    const watched = await amina.post('another coupure, unnamed');
    await amina.sendDirect(house, 'and this too');
    await vi.waitFor(async () => {
      const listed = await sweep(channel, access, since);
      const ids = listed.map((one) => one.networkId);
      expect(ids).toEqual(expect.arrayContaining([own.uri, mention.uri, watched.uri]));
      const posts = listed.map((one) => channel.normalise(one.item.payload, access));
      expect(posts.every((one) => one.kind === 'post')).toBe(true);
      expect(posts.some((one) => one.kind === 'post' && one.post.text === 'and this too')).toBe(true);
      for (const [at, one] of posts.entries()) {
        if (one.kind === 'post') expect(one.post.networkId).toBe(ids[at]);
      }
    }, until);
    await net.control.setFaults([{ kind: 'fails', method: 'listNotifications' }]);
    await expect(sweep(channel, access, since)).rejects.toMatchObject({ code: 'network_unreachable' });
  });
});

test.runIf(missing !== null)('what is left out is said', () => {
  process.stderr.write(`LEFT OUT: the Bluesky channel on the real network. ${missing}\n`);
  expect(missing).toMatch(/install\.mjs/);
});

async function sweep(channel: Channel, access: AccountAccess, since: Date) {
  const listed = [];
  for await (const piece of channel.reconcile(access, since, new AbortController().signal))
    listed.push(...piece);
  return listed;
}
