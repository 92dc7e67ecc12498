import { bluesky } from '../../src/channels/bluesky/index.ts';
import type { AccountAccess, Channel, ChannelTools, Heading, RawItem } from '../../src/channels/channel.ts';
import type { HeardPost } from '../../src/domain/post.ts';
import type { BlueskyAccount } from '../servers/bluesky/account.ts';
import type { Bluesky } from '../servers/startBluesky.ts';

/** Tools as `main` hands them out, with a log that a test can read. */
export function testTools(): ChannelTools & { events: { event: string; particulars: object }[] } {
  const events: { event: string; particulars: object }[] = [];
  return {
    events,
    fetch: globalThis.fetch,
    now: () => new Date(),
    namesWithin: 20_000,
    log: (event, particulars) => void events.push({ event, particulars }),
  };
}

/** What a person types to connect an account of the test network. */
export function typedFor(net: Bluesky, account: BlueskyAccount, password: string): Record<string, string> {
  return {
    handle: account.handle,
    password,
    server: net.pds,
    listening: 'firehose',
    chat: net.chat.did,
    pictures: `${net.pdsDirect}/xrpc/com.atproto.sync.getBlob?did={did}&cid={cid}`,
    pollSeconds: '0.2',
    ...(net.appview === null ? { appview: 'none' } : {}),
  };
}

/** Connects through the channel itself and gives the access that the desk would. */
export async function connected(
  channel: Channel,
  net: Bluesky,
  account: BlueskyAccount,
  more: {
    watched?: string[];
    settings?: Record<string, string>;
    privileged?: boolean;
    knows?: AccountAccess['knows'];
  } = {},
): Promise<AccountAccess> {
  const password = await account.appPassword(
    `desk-${Math.random().toString(36).slice(2, 8)}`,
    more.privileged ?? true,
  );
  const made = await channel.connect?.try({ ...typedFor(net, account, password), ...more.settings });
  if (made === undefined) throw new Error('The channel cannot be connected by hand.');
  const access: AccountAccess = {
    accountId: '0190b6a4-0000-7000-8000-0000000000aa',
    networkId: made.networkId,
    handle: made.handle,
    settings: made.settings,
    secret: made.secret,
    ourIds: [made.networkId],
    watched: more.watched ?? [],
    ...(more.knows === undefined ? {} : { knows: more.knows }),
    keepSecret: async (secret) => {
      access.secret = secret;
    },
  };
  return access;
}

/** A source being read into a list, as the listener reads it. */
export interface Listening {
  items: RawItem[];
  posts(): HeardPost[];
  deleted(): string[];
  cursor(): string | null;
  failure(): unknown;
  stop(): Promise<void>;
}

/** Reads one source of the channel until stopped. */
export function listen(
  channel: Channel,
  access: AccountAccess,
  source: string,
  from: string | null = null,
): Listening {
  const end = new AbortController();
  const items: RawItem[] = [];
  let cursor = from;
  let failure: unknown = null;
  const take = (heading: Heading): void => {
    items.push(...heading.items);
    cursor = heading.cursor ?? cursor;
  };
  const stream = channel.sources.find((one) => one.name === source)?.stream(access, from, end.signal);
  if (stream === undefined) throw new Error(`There is no source ${source}.`);
  const running = (async () => {
    try {
      for await (const heading of stream) take(heading);
    } catch (error) {
      failure = error;
    }
  })();
  const heard = () =>
    items.map((item) => channel.normalise(JSON.parse(JSON.stringify(item.payload)), access));
  return {
    items,
    posts: () => heard().flatMap((one) => (one.kind === 'post' ? [one.post] : [])),
    deleted: () => heard().flatMap((one) => (one.kind === 'deleted' ? [one.networkId] : [])),
    cursor: () => cursor,
    failure: () => failure,
    async stop() {
      end.abort();
      await running;
    },
  };
}

/** The channel with tools of its own. */
export function blueskyChannel(): Channel & { events: { event: string; particulars: object }[] } {
  const tools = testTools();
  return { ...bluesky(tools), events: tools.events };
}
