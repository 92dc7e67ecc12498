/** The channel to email: mail is read by IMAP, sent by SMTP, and known again by Message-ID. */
import type { Channel, ChannelFactory, Heading, Outcome } from '../channel.ts';
import { connectFields, tryConnecting } from './connect.ts';
import { writeToMember } from './member.ts';
import { normalise } from './normalise.ts';
import { mailLength, mayReply } from './permission.ts';
import { reconcile } from './reconcile.ts';
import { attachments, sendMail } from './send.ts';
import { findSent } from './sentMail.ts';
import { listen, type Stumbles } from './stream.ts';
import { replyMessageId, threadOf } from './tokens.ts';

const cannotRemove: Outcome = {
  kind: 'refused',
  code: 'cannot_remove',
  reason: 'A mail that was sent cannot be taken back. Write another one that corrects it.',
};

/** Builds the channel; it keeps nothing between two calls but the mails over which connections broke. */
export const email: ChannelFactory = (tools): Channel => {
  const stumbles: Stumbles = new Map();
  return {
    network: 'email',
    name: 'Email',
    evidence: [
      { what: 'reading, IDLE, sending, threads, attachments, bounces, reconciliation', by: 'real server' },
      { what: 'a server that asks to wait, and one that is cut off after it took a mail', by: 'our double' },
    ],
    abilities: {
      hears: ['stream', 'polling'],
      watches: false,
      replies: ['direct'],
      announces: false,
      deletes: false,
      // Nobody deletes a mail that was delivered.
      deletedStays: 0,
      attachments,
      length: mailLength,
      // A mail server cannot be asked what it took.
      keyed: { public: false, direct: false },
    },
    connect: { fields: connectFields, try: tryConnecting },
    sources: (['inbox', 'sent'] as const).map((folder) => ({
      name: folder,
      isDirect: true as const,
      stream: (account, cursor, signal) =>
        untilEnded(signal, listen(tools, stumbles, account, folder, cursor, signal)),
    })),
    normalise,
    mayReply: (post) => mayReply(post),
    networkKey: ({ replyId, at, from = 'nobody@nowhere.invalid', thread = threadOf(replyId) }) =>
      replyMessageId({ replyId, at, from, thread }),
    send: (account, reply) => sendMail(tools, account, reply),
    check: findSent,
    writeToMember: (account, letter) => writeToMember(tools, account, letter),
    remove: async () => cannotRemove,
    async *reconcile(account, since, signal) {
      // All of it is private.
      if (account.hearsDirect !== false) yield* reconcile(tools, account, since, signal);
    },
  };
};

/** Once the signal has ended a stream, the connection that it cut is no fault. */
async function* untilEnded(signal: AbortSignal, stream: AsyncIterable<Heading>): AsyncGenerator<Heading> {
  try {
    yield* stream;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
