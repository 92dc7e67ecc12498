import { expect, vi } from 'vitest';
import type { AccountAccess, ReplyToSend } from '../../src/channels/channel.ts';
import type { HeardPost } from '../../src/domain/post.ts';
import { createTestDatabase } from '../createTestDatabase.ts';
import type { BlueskyAccount } from '../servers/bluesky/account.ts';
import { type Bluesky, startBluesky } from '../servers/startBluesky.ts';
import { blueskyChannel, connected, listen } from './blueskyAccess.ts';

/** How long a test waits for the network. */
export const until = { timeout: 60_000, interval: 100 };

/** The smallest picture that is one. */
export const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** The whole network with a house that is connected and Amina, who is not. */
export interface BlueskyWorld {
  net: Bluesky;
  channel: ReturnType<typeof blueskyChannel>;
  house: BlueskyAccount;
  access: AccountAccess;
  amina: BlueskyAccount;
  /** A reply with an id and a key of its own, first tried a minute and a half ago. */
  replyTo(post: HeardPost | null, text: string, more?: Partial<ReplyToSend>): ReplyToSend;
  /** A post of Amina's that mentions the house, as the channel heard it. */
  heardMention(text: string): Promise<HeardPost>;
  close(): Promise<void>;
}

/** Starts the network on a database of its own. */
export async function openBlueskyWorld(): Promise<BlueskyWorld> {
  const database = await createTestDatabase();
  const net = await startBluesky({ postgresUrl: database.superuserUrl });
  if (net === null) throw new Error('The network did not start.');
  const channel = blueskyChannel();
  const house = await net.createAccount({ handle: 'amaziwater' });
  const amina = await net.createAccount({ handle: 'amina' });
  const access = await connected(channel, net, house, { watched: ['amazi water', 'coupure'] });
  let counted = 0;
  return {
    net,
    channel,
    house,
    access,
    amina,
    replyTo(post, text, more = {}) {
      counted += 1;
      const replyId = `0190b6a4-0000-7000-8000-${String(counted).padStart(12, '0')}`;
      const at = new Date(Date.now() - 90_000);
      const networkKey = channel.networkKey({ replyId, at });
      const plain = { mode: 'public', language: 'en', quote: null, attachments: [] } as const;
      return { ...plain, replyId, text, to: post, networkKey, firstAttemptAt: at, ...more };
    },
    async heardMention(text) {
      const notified = listen(channel, access, 'notifications');
      const written = await amina.post(`@${house.handle} ${text}`, { mentions: [house], language: 'en' });
      const post = await vi.waitFor(() => {
        const found = notified.posts().find((one) => one.networkId === written.uri);
        expect(found).toBeDefined();
        return found as HeardPost;
      }, until);
      await notified.stop();
      return post;
    },
    async close() {
      await net.stop();
      await database.drop();
    },
  };
}
