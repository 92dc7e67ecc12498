import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { postAddress } from '../../src/channels/bluesky/identifiers.ts';
import type { AccountAccess } from '../../src/channels/channel.ts';
import type { HeardPost } from '../../src/domain/post.ts';
import { connected, listen } from '../factories/blueskyAccess.ts';
import { type BlueskyWorld, openBlueskyWorld, picture, until } from '../factories/blueskyWorld.ts';
import { blueskyMissing } from '../servers/startBluesky.ts';

const missing = process.env.CI === 'true' ? null : blueskyMissing();

describe.runIf(missing === null)('sending on the real Bluesky network', () => {
  let world: BlueskyWorld;
  let { net, channel, house, access, amina, replyTo, heardMention } = {} as BlueskyWorld;

  beforeAll(async () => {
    world = await openBlueskyWorld();
    ({ net, channel, house, access, amina, replyTo, heardMention } = world);
  });

  afterAll(() => world?.close());

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
      const reply = replyTo(null, `Fault ${kind}`);
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
});

if (missing !== null) {
  test('what is left out is said', () => {
    process.stderr.write(`LEFT OUT: sending on the real Bluesky network. ${missing}\n`);
    expect(missing).toMatch(/install\.mjs/);
  });
}
