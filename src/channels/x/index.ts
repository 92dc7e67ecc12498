/** The channel to X. */
import type { AccountAccess, Channel, ChannelFactory, Heading } from '../channel.ts';
import { pause } from '../polling.ts';
import { keepWebhook, listenActivity } from './activity.ts';
import { unreachable } from './ask.ts';
import { tryConnecting } from './connect.ts';
import { sendDirect } from './direct.ts';
import { connectFields } from './fieldsTyped.ts';
import { listenFiltered } from './filtered.ts';
import { find } from './find.ts';
import { guide } from './guide.ts';
import { hideReply } from './hide.ts';
import { postLength } from './length.ts';
import { attachments } from './media.ts';
import { normalise } from './normalise.ts';
import { mayReply } from './permission.ts';
import { pollMentions, pollMessages, pollSearch } from './polling.ts';
import { currency, prices } from './prices.ts';
import { publish, removePost } from './publish.ts';
import { receiving } from './receive.ts';
import { reconcile } from './reconcile.ts';
import { type Cost, MoneyShort, openParts, openSession, type Session } from './session.ts';

const idle = 3_600_000;

type Source = (session: Session, cursor: string | null, signal: AbortSignal) => AsyncGenerator<Heading>;

const evidence: Channel['evidence'] = [
  {
    what: 'posts, answers, quotes, deletions, messages of the X Activity API',
    by: 'official description and samples',
  },
  {
    what: 'requests and answers, by version 2.166 of the description',
    by: 'official description and samples',
  },
  { what: 'webhooks, streams, sending, tokens, limits, prices', by: 'our double' },
  { what: 'long posts, edits, pictures', by: 'our double' },
  { what: 'hiding answers under our posts', by: 'our double' },
];

/** Builds the channel; it keeps nothing but what the network said of limits, prices and tokens. */
export const x: ChannelFactory = (tools): Channel => {
  const parts = openParts();
  const open = (account: AccountAccess): Session => openSession(tools, parts, account);
  const source = (name: string, choose: (account: AccountAccess) => Source) => ({
    name,
    stream: (account: AccountAccess, cursor: string | null, signal: AbortSignal) =>
      untilEnded(signal, choose(account)(open(account), cursor, signal)),
  });
  return {
    network: 'x',
    name: 'X',
    evidence,
    abilities: {
      hears: ['stream', 'polling', 'webhook'],
      watches: true,
      replies: ['public', 'direct'],
      announces: true,
      deletes: true,
      hides: 'hidden',
      // The developer agreement: what is deleted on X is deleted everywhere within a day.
      deletedStays: 24,
      attachments,
      length: postLength,
      keyed: { public: false, direct: false },
    },
    charges: () => currency,
    connect: { fields: connectFields, guide, try: (typed, setUp) => tryConnecting(tools, typed, setUp) },
    receive: receiving(tools, parts),
    sources: [
      source('posts', ({ settings }) => postSources[settings.hearing ?? 'mentions'] ?? pollMentions),
      source('watched', watchedSource),
      { ...source('direct', directSource), isDirect: true },
    ],
    normalise,
    mayReply: (post, account) => mayReply(post, account),
    pageAddress: (networkId) => (/^\d{1,19}$/.test(networkId) ? `https://x.com/i/status/${networkId}` : null),
    networkKey: ({ replyId }) => replyId,
    send: (account, reply) => (reply.mode === 'direct' ? sendDirect : publish)(open(account), reply),
    check: (account, reply) => find(open(account), reply),
    tryAccess: (account) => tryAccess(open(account)),
    remove: (account, networkId) => removePost(open(account), networkId),
    hide: (account, { networkId }, hidden) => hideReply(open(account), networkId, hidden),
    reportAddress: ({ handle }) => (/^\w{1,30}$/.test(handle) ? `https://x.com/${handle}` : null),
    reconcile: (account, since, signal) => reconcile(open(account), since, signal),
  };
};

const postSources: Record<string, Source> = {
  mentions: pollMentions,
  webhook: keepWebhook,
  activity: listenActivity,
};

function watchedSource({ settings, watched }: AccountAccess): Source {
  if (settings.watching === 'stream') return listenFiltered;
  return settings.watching === 'none' || watched.length === 0 ? silence : pollSearch;
}

/** Where X tells of messages by itself, the source of posts brings them, too, unless the account is heard in private only. */
function directSource({ settings, hearsPublic }: AccountAccess): Source {
  const { hearing = 'mentions', messages } = settings;
  if (hearing === 'webhook') return hearsPublic === false ? keepWebhook : silence;
  if (hearing === 'activity') return hearsPublic === false ? listenActivity : silence;
  return messages === 'none' ? silence : pollMessages;
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
async function* silence(_: Session, __: string | null, signal: AbortSignal): AsyncGenerator<Heading> {
  while (!signal.aborted) {
    await pause(idle, signal);
    if (!signal.aborted) yield { items: [], cursor: null };
  }
}

/** The cheapest question that needs the account's own permission. Throws Fault `account_refused` or `network_unreachable`. */
async function tryAccess(session: Session): Promise<void> {
  const each = prices.profileRead;
  const cost: Cost = { use: 'hearing', most: each, of: () => each };
  try {
    await session.read({ group: 'me', method: 'GET', path: '/2/users/me', cost });
  } catch (error) {
    // An account without money is let in all the same.
    if (!(error instanceof MoneyShort)) throw unreachable(error);
  }
}
