import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AccountAccess, Channel } from '../../src/channels/channel.ts';
import type { HeardPost } from '../../src/domain/post.ts';
import { connected, listen, typedFor } from '../factories/blueskyAccess.ts';
import { type BlueskyWorld, openBlueskyWorld, picture, until } from '../factories/blueskyWorld.ts';
import { blueskyMissing } from '../servers/startBluesky.ts';

const missing = process.env.CI === 'true' ? null : blueskyMissing();

describe.runIf(missing === null)('hearing on the real Bluesky network', () => {
  let world: BlueskyWorld;
  let { net, channel, house, access, amina } = {} as BlueskyWorld;

  beforeAll(async () => {
    world = await openBlueskyWorld();
    ({ net, channel, house, access, amina } = world);
  });

  afterAll(() => world?.close());

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

if (missing !== null) {
  test('what is left out is said', () => {
    process.stderr.write(`LEFT OUT: hearing on the real Bluesky network. ${missing}\n`);
    expect(missing).toMatch(/install\.mjs/);
  });
}

async function sweep(channel: Channel, access: AccountAccess, since: Date) {
  const listed = [];
  for await (const piece of channel.reconcile(access, since, new AbortController().signal))
    listed.push(...piece);
  return listed;
}
