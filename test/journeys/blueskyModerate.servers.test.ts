/** Hiding answers under our own posts, and reporting accounts, on the real Bluesky network. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Outcome } from '../../src/channels/channel.ts';
import { listen } from '../factories/blueskyAccess.ts';
import { type BlueskyWorld, openBlueskyWorld, until } from '../factories/blueskyWorld.ts';
import type { BlueskyAccount } from '../servers/bluesky/account.ts';
import { blueskyMissing } from '../servers/startBluesky.ts';

const missing = process.env.CI === 'true' ? null : blueskyMissing();

describe.runIf(missing === null)('moderating on the real Bluesky network', () => {
  let world: BlueskyWorld;
  let imposter: BlueskyAccount;
  let thread = '';
  const answers: string[] = [];

  beforeAll(async () => {
    world = await openBlueskyWorld();
    imposter = await world.net.createAccount({ handle: 'amaziwaterhelp' });
    const root = await world.house.post('Repairs in Kimisagara tonight');
    thread = root.uri;
    for (const words of ['Send us your PIN', 'And your number']) {
      const { uri } = await imposter.post(words, { replyTo: { root, parent: root } });
      answers.push(uri);
    }
  });
  afterAll(() => world?.close());

  const hide = (networkId: string, hidden: boolean, under = thread) =>
    world.channel.hide?.(world.access, { networkId, thread: under }, hidden) as Promise<Outcome>;
  /** The gate of the thread, as anybody reads it. */
  const gate = async () => {
    const address = new URL('/xrpc/com.atproto.repo.getRecord', world.net.pdsDirect);
    const rkey = thread.split('/').at(-1) ?? '';
    const query = { repo: world.house.did, collection: 'app.bsky.feed.threadgate', rkey };
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
    const answer = await fetch(address);
    return answer.ok ? ((await answer.json()) as { value: Record<string, unknown> }).value : null;
  };

  test('answers are hidden one by one and shown again; doing it twice changes nothing', async () => {
    const [first = '', second = ''] = answers;
    expect(await gate()).toBeNull();
    for (const one of [first, first, second]) expect(await hide(one, true)).toMatchObject({ kind: 'sent' });
    const made = await gate();
    // Nobody is kept from answering by it.
    expect(made).toMatchObject({ post: thread, hiddenReplies: [first, second] });
    expect(made).not.toHaveProperty('allow');
    for (const one of [first, first]) expect(await hide(one, false)).toMatchObject({ kind: 'sent' });
    expect(await gate()).toMatchObject({ hiddenReplies: [second], createdAt: made?.createdAt });
  });

  test('in a thread of somebody else it is refused, and nothing is written', async () => {
    const asked = await world.amina.post(`@${world.house.handle} no water`, { mentions: [world.house] });
    const theirs = await imposter.post('Send us your PIN', { replyTo: { root: asked, parent: asked } });
    expect(await hide(theirs.uri, true, asked.uri)).toMatchObject({
      kind: 'refused',
      code: 'cannot_hide',
      reason: expect.stringMatching(/Report the account/),
    });
  });

  test('a cut line is told as not known, and asking again settles it', async () => {
    const [first = ''] = answers;
    await world.net.control.setFaults([{ kind: 'cut_after', method: 'putRecord' }]);
    expect(await hide(first, true)).toMatchObject({
      kind: 'unknown',
      reason: expect.stringMatching(/Nobody knows yet/),
    });
    expect(await hide(first, true)).toMatchObject({ kind: 'sent' });
    expect((await gate())?.hiddenReplies).toContain(first);
  });

  test('an account is reported as misleading, to the service that the account names', async () => {
    const { channel, net, house } = world;
    const access = {
      ...world.access,
      settings: { ...world.access.settings, moderation: net.chat.did },
    };
    const reported = { networkId: imposter.did, reason: 'It answers as if it were us.' };
    expect(await channel.report?.(access, reported)).toMatchObject({ kind: 'sent' });
    expect(await net.control.reports()).toMatchObject([
      {
        reasonType: 'com.atproto.moderation.defs#reasonMisleading',
        reason: 'It answers as if it were us.',
        subject: { did: imposter.did },
        reportedBy: house.did,
      },
    ]);
    // Here the server names no service of its own.
    const nobody = await channel.report?.(world.access, reported);
    expect(nobody?.kind).not.toBe('sent');
  });

  test('who answers an author in a name like ours is heard though they name nobody; neighbours are not', async () => {
    const { channel, access, house, amina, net } = world;
    const neighbour = await net.createAccount({ handle: 'thabo' });
    const listening = listen(channel, access, 'posts');
    await vi.waitFor(async () => {
      const asked = await amina.post(`@${house.handle} no water at all`, { mentions: [house] });
      await neighbour.post('Here neither', { replyTo: { parent: asked } });
      const theirs = await imposter.post('Send us your PIN', { replyTo: { parent: asked } });
      await vi.waitFor(
        () => {
          const heard = listening.posts().map(({ networkId }) => networkId);
          expect(heard).toContain(theirs.uri);
        },
        { timeout: 3_000, interval: 100 },
      );
    }, until);
    const posts = listening.posts();
    await listening.stop();
    expect(posts.find(({ text }) => text === 'Send us your PIN')).toMatchObject({
      hearing: 'watched',
      direction: 'inbound',
      by: { networkId: imposter.did },
    });
    expect(posts.filter(({ text }) => text === 'Here neither')).toEqual([]);
  });
});
