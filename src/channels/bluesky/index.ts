/** The channel to Bluesky. */
import type {
  Abilities,
  AccountAccess,
  Channel,
  ChannelFactory,
  ChannelTools,
  Found,
  Heading,
  ReplyToSend,
  SharesAsked,
} from '../channel.ts';
import { pause } from '../polling.ts';
import { openAuthors } from './authors.ts';
import { connectFields, tryConnecting } from './connect.ts';
import { findDirect, sendDirect } from './direct.ts';
import { listenToMessages } from './directMessages.ts';
import { listenToFirehose } from './firehose.ts';
import { recordKey } from './identifiers.ts';
import { listenToJetstream } from './jetstream.ts';
import { postLength } from './length.ts';
import { hideReply, profileOf, reportAccount } from './moderate.ts';
import { normalise } from './normalise.ts';
import { listenToNotifications } from './notifications.ts';
import { mayReply } from './permission.ts';
import { attachments, findPublished, publish, removePost } from './publish.ts';
import { reconcile } from './reconcile.ts';
import { openSession, tryAccess } from './session.ts';
import { countShares, postsAtOnce } from './shares.ts';
import { openSieve } from './sieve.ts';
import { unreachable } from './xrpc.ts';

const idle = 3_600_000;

const evidence: Channel['evidence'] = [
  {
    what: 'posts, replies, quotes, pictures, deletions, firehose, notifications, search',
    by: 'real server',
  },
  { what: 'how often posts are passed on', by: 'real server' },
  { what: 'hiding answers under our posts', by: 'real server' },
  { what: 'session renewal, app passwords', by: 'real server' },
  { what: 'rate limits', by: 'our double' },
  { what: 'direct messages', by: 'our double' },
  { what: 'reporting an account', by: 'our double' },
  { what: 'Jetstream', by: 'our double' },
];

const abilities: Abilities = {
  hears: ['stream', 'polling'],
  watches: true,
  replies: ['public', 'direct'],
  announces: true,
  deletes: true,
  hides: 'hidden',
  // The network asks that services delete what their authors delete, and names no time: a day, the shortest that the large ones name.
  deletedStays: 24,
  attachments,
  length: postLength,
  keyed: { public: true, direct: false },
};

/** Builds the channel; it keeps nothing between two calls. */
export const bluesky: ChannelFactory = (tools): Channel => ({
  network: 'bluesky',
  name: 'Bluesky',
  evidence,
  abilities,
  connect: { fields: connectFields, try: (typed) => tryConnecting(tools, typed) },
  sources: [
    {
      name: 'posts',
      stream: (account, cursor, signal) => untilEnded(signal, listenToPosts(tools, account, cursor, signal)),
    },
    {
      name: 'notifications',
      stream: (account, cursor, signal) => untilEnded(signal, listenToTold(tools, account, cursor, signal)),
    },
    {
      name: 'direct',
      isDirect: true,
      stream: (account, cursor, signal) =>
        untilEnded(signal, listenToMessages(tools, openSession(tools, account), cursor, signal)),
    },
  ],
  normalise,
  mayReply: (post, account) => mayReply(post, account),
  networkKey: ({ replyId, at }) => recordKey(replyId, at),
  send: (account, reply) =>
    reply.mode === 'direct'
      ? sendDirect(tools, openSession(tools, account), reply)
      : publish(tools, openSession(tools, account), reply),
  check: (account, reply) => look(tools, account, reply),
  tryAccess: (account) => tryAccess(tools, account),
  shares: sharesOf(tools),
  remove: (account, networkId) => removePost(tools, openSession(tools, account), networkId),
  hide: (account, post, hidden) => hideReply(tools, openSession(tools, account), post, hidden),
  report: (account, reported) => reportAccount(tools, openSession(tools, account), reported),
  reportAddress: ({ networkId }) => profileOf(networkId),
  reconcile: (account, since, signal) => reconcile(tools, openSession(tools, account), since, signal),
});

const sharesOf = (tools: ChannelTools): SharesAsked => ({
  atOnce: postsAtOnce,
  count: (account, networkIds) => countShares(tools, openSession(tools, account), networkIds),
});

async function look(tools: ChannelTools, account: AccountAccess, reply: ReplyToSend): Promise<Found> {
  const session = openSession(tools, account);
  try {
    return reply.mode === 'direct'
      ? await findDirect(tools, session, reply)
      : await findPublished(session, reply);
  } catch (error) {
    throw unreachable(error);
  }
}

async function* listenToPosts(
  tools: ChannelTools,
  account: AccountAccess,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  const sieve = openSieve(account, openAuthors(tools, openSession(tools, account)));
  if (account.settings.listening === 'firehose')
    yield* listenToFirehose(tools, account, sieve, cursor, signal);
  else if (account.settings.listening === 'none') yield* silence(signal);
  else yield* listenToJetstream(tools, account, sieve, cursor, signal);
}

async function* listenToTold(
  tools: ChannelTools,
  account: AccountAccess,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  if (account.settings.appview === 'none') yield* silence(signal);
  else yield* listenToNotifications(tools, openSession(tools, account), cursor, signal);
}

/** Once the signal has ended a stream, the request that it cut is no fault. */
async function* untilEnded(signal: AbortSignal, stream: AsyncIterable<Heading>): AsyncGenerator<Heading> {
  try {
    yield* stream;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** A source that this account does not use. */
async function* silence(signal: AbortSignal): AsyncGenerator<Heading> {
  while (!signal.aborted) {
    await pause(idle, signal);
    if (!signal.aborted) yield { items: [], cursor: null };
  }
}
