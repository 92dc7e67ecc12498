/** The channel to servers that speak the Mastodon API: Mastodon, GoToSocial, snac and others. */
import { Budgets } from '../budget.ts';
import type { Abilities, AccountAccess, Channel, ChannelFactory, Found, Heading } from '../channel.ts';
import { connectFields, guide, tryConnecting } from './connect.ts';
import { check } from './find.ts';
import { mostBytes, usualMost } from './length.ts';
import { listenToTold } from './listening.ts';
import { attachments } from './media.ts';
import { normalise } from './normalise.ts';
import { mayReply } from './permission.ts';
import { publish, removePost } from './publish.ts';
import { reconcile } from './reconcile.ts';
import { Registrations } from './registering.ts';
import { profileOf, reportAccount } from './report.ts';
import { openSession, Refused, type Session, unreachable } from './session.ts';
import { countShares, postsAtOnce } from './shares.ts';
import { listenToWords } from './watching.ts';

type Listen = (session: Session, cursor: string | null, signal: AbortSignal) => AsyncIterable<Heading>;

const abilities: Abilities = {
  hears: ['stream', 'polling'],
  watches: true,
  replies: ['public', 'direct'],
  announces: true,
  deletes: true,
  // The network asks that what its authors delete is deleted, and names no time: a day, as for Bluesky.
  deletedStays: 24,
  attachments,
  length: { graphemes: usualMost, bytes: mostBytes },
  // Where a server keeps no keys it is asked for the words under the post that is answered.
  keyed: { public: true, direct: true },
};

/** Builds the channel; between two calls it keeps what servers said of their limits, and registrations under way. */
export const mastodon: ChannelFactory = (tools): Channel => {
  const budgets = new Budgets();
  const registrations = new Registrations();
  const open = (account: AccountAccess): Session => openSession(tools, budgets, account);
  const source = (name: string, listen: Listen): Channel['sources'][number] => ({
    name,
    stream: (account, cursor, signal) => untilEnded(signal, listen(open(account), cursor, signal)),
  });
  return {
    network: 'mastodon',
    name: 'Mastodon',
    evidence: [
      {
        what: 'polling, mentions, threads, answers, private answers, edits, pictures, kills',
        by: 'real server',
      },
      { what: 'streaming, rate limits, deletions, rights, registration by code, keys', by: 'our double' },
      { what: 'reporting an account', by: 'our double' },
    ],
    abilities,
    connect: {
      fields: connectFields,
      guide: (typed) => guide(typed),
      try: (typed) => tryConnecting(tools, budgets, registrations, typed),
    },
    sources: [
      source('posts', (session, cursor, signal) =>
        listenToTold(tools, session, { isPrivate: false }, cursor, signal),
      ),
      {
        ...source('direct', (session, cursor, signal) =>
          listenToTold(tools, session, { isPrivate: true }, cursor, signal),
        ),
        isDirect: true,
      },
      source('words', (session, cursor, signal) => listenToWords(tools, session, cursor, signal)),
    ],
    normalise,
    mayReply,
    networkKey: ({ replyId }) => replyId,
    send: (account, reply) => publish(tools, open(account), reply),
    check: (account, reply) => look(() => check(tools, open(account), reply)),
    tryAccess: (account) => tryAccess(open(account)),
    shares: { atOnce: postsAtOnce, count: (account, networkIds) => countShares(open(account), networkIds) },
    remove: (account, networkId) => removePost(tools, open(account), networkId),
    report: (account, reported) => reportAccount(tools, open(account), reported),
    reportAddress: ({ networkId }) => profileOf(networkId),
    reconcile: (account, since, signal) => reconcile(open(account), since, signal),
  };
};

async function look(asked: () => Promise<Found>): Promise<Found> {
  try {
    return await asked();
  } catch (error) {
    throw unreachable(error);
  }
}

/** Asks whose access it is: the cheapest question that needs one. */
async function tryAccess(session: Session): Promise<void> {
  try {
    const what = { method: 'GET', path: '/api/v1/accounts/verify_credentials' } as const;
    const answer = await session.ask(what);
    if (!answer.ok) throw new Refused(what, answer);
  } catch (error) {
    throw unreachable(error);
  }
}

/** Once the signal has ended a stream, the request that it cut is no fault. */
async function* untilEnded(signal: AbortSignal, stream: AsyncIterable<Heading>): AsyncGenerator<Heading> {
  try {
    yield* stream;
  } catch (error) {
    if (!signal.aborted) throw unreachable(error);
  }
}
