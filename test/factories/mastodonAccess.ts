/** Accounts on the double of a Mastodon server, as the desk would have connected them. */
import type { AccountAccess, Channel, ChannelTools, ReplyToSend } from '../../src/channels/channel.ts';
import { mastodon } from '../../src/channels/mastodon/index.ts';
import type { AccountNotice } from '../../src/channels/telling.ts';
import type { HeardPost } from '../../src/domain/post.ts';

export interface OwnAccess extends AccountAccess {
  notices: AccountNotice[];
}

/** The channel with the real clock and network. */
export function mastodonChannel(more: Partial<ChannelTools> = {}): Channel {
  return mastodon({ fetch: globalThis.fetch, now: () => new Date(), log: () => undefined, ...more });
}

/** Connects through the channel itself and gives the access that the desk would. */
export async function accessTo(
  channel: Channel,
  typed: Record<string, string>,
  more: Partial<AccountAccess> = {},
): Promise<OwnAccess> {
  const made = await channel.connect?.try(typed);
  if (made === undefined) throw new Error('The channel cannot be connected by hand.');
  const notices: AccountNotice[] = [];
  return {
    accountId: crypto.randomUUID(),
    networkId: made.networkId,
    handle: made.handle,
    settings: made.settings,
    secret: made.secret,
    ourIds: [made.networkId],
    watched: [],
    keepSecret: async () => undefined,
    tell: (notice) => void notices.push(notice),
    notices,
    ...more,
  };
}

/** An answer to a post, or an announcement. */
export function replyTo(
  channel: Channel,
  post: Pick<HeardPost, 'networkId' | 'thread' | 'by' | 'handle' | 'visibility'> | null,
  text: string,
  more: Partial<ReplyToSend> = {},
): ReplyToSend {
  const replyId = crypto.randomUUID();
  // Long enough ago that what is not there can be said not to have gone out.
  const firstAttemptAt = new Date(Date.now() - 90_000);
  return {
    replyId,
    mode: post?.visibility === 'direct' ? 'direct' : 'public',
    text,
    language: 'en',
    to: post,
    quote: null,
    attachments: [],
    networkKey: channel.networkKey({ replyId, at: firstAttemptAt }),
    firstAttemptAt,
    ...more,
  };
}
