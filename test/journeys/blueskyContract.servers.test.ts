import { describe, expect, test } from 'vitest';
import { fixtures, hearingAccount } from '../../src/channels/bluesky/fixtures/fixtures.ts';
import type { Channel, ReplyToSend } from '../../src/channels/channel.ts';
import { channelContract, type SendingNetwork } from '../../src/channels/contract.ts';
import type { HeardPost } from '../../src/domain/post.ts';
import type { ReplyMode } from '../../src/domain/reply.ts';
import { blueskyChannel, connected } from '../factories/blueskyAccess.ts';
import { blueskyMissing, startBluesky } from '../servers/startBluesky.ts';

const missing = process.env.CI === 'true' ? null : blueskyMissing();
const publishing: Record<ReplyMode, string> = { public: 'putRecord', direct: 'sendMessage' };

describe.runIf(missing === null)('Bluesky', () => {
  channelContract('Bluesky', () => {
    const channel = blueskyChannel();
    return { channel, account: hearingAccount, fixtures, openNetwork: () => openNetwork(channel) };
  });
});

if (missing !== null) {
  test('what is left out is said', () => {
    process.stderr.write(`LEFT OUT: the contract of channels on the real Bluesky server. ${missing}\n`);
    expect(missing).toMatch(/install\.mjs/);
  });
}

/** A real server without an appview, and a stranger who has written both in public and in private. */
async function openNetwork(channel: Channel): Promise<SendingNetwork> {
  const net = await startBluesky();
  if (net === null) throw new Error('The network did not start.');
  const house = await net.createAccount({ handle: 'house' });
  const amina = await net.createAccount({ handle: 'amina' });
  const account = await connected(channel, net, house);
  const asked = await amina.post(`@${house.handle} no water`, { mentions: [house] });
  const by = { networkId: amina.did, handle: amina.handle, name: null };
  let used: ReplyMode = 'public';
  const posts: Record<ReplyMode, Pick<HeardPost, 'networkId' | 'thread' | 'by' | 'handle' | 'visibility'>> = {
    public: { networkId: asked.uri, thread: asked.uri, by, handle: { cid: asked.cid }, visibility: 'public' },
    direct: { networkId: 'x/y', thread: 'x', by, handle: {}, visibility: 'direct' },
  };
  return {
    account,
    async reply(mode, text): Promise<ReplyToSend> {
      used = mode;
      const replyId = crypto.randomUUID();
      // Long enough ago that a message which is not there can be said not to have gone out.
      const firstAttemptAt = new Date(Date.now() - 90_000);
      const networkKey = channel.networkKey({ replyId, at: firstAttemptAt });
      const plain = { replyId, mode, text, language: 'en', quote: null, attachments: [] };
      return { ...plain, to: posts[mode], networkKey, firstAttemptAt };
    },
    async published(text) {
      if (used === 'direct') return (await house.direct(amina)).filter((one) => one.text === text).length;
      return (await house.posts()).filter((one) => one.value.text === text).length;
    },
    limitNext: (until) =>
      net.control.setFaults([
        {
          kind: 'limited',
          method: publishing[used],
          resetInSeconds: Math.round((until.getTime() - Date.now()) / 1000),
        },
      ]),
    cutNext: () => net.control.setFaults([{ kind: 'cut_after', method: publishing[used] }]),
    close: () => net.stop(),
  };
}
