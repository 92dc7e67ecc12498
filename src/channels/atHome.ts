/**
 * What channels have in common that lead to no network: a reply is where it belongs as soon as it is stored here. Its name is made of the thread and the reply's own id, so
 * that storing it twice is storing it once.
 */
import { Fault } from '../domain/fault.ts';
import type { HeardPost } from '../domain/post.ts';
import type { Abilities, Channel, LengthRule, Outcome, Permission, ReplyToSend } from './channel.ts';

/** Room for a long letter; a page of it is some 3,000 characters. */
export const roomAtHome: LengthRule = { graphemes: 10_000, bytes: 40_000 };

export const abilitiesAtHome: Abilities = {
  hears: ['webhook'],
  watches: false,
  replies: ['direct'],
  announces: false,
  deletes: false,
  deletedStays: 0,
  attachments: null,
  length: roomAtHome,
  keyed: { public: false, direct: true },
};

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The outcome at once: nothing lies in between that could fail. */
export function sendAtHome(reply: ReplyToSend, now: Date): Outcome {
  if (reply.to === null) return { kind: 'refused', code: 'no_announcements', reason: onlyAnswers };
  const tooLong =
    [...segmenter.segment(reply.text)].length > roomAtHome.graphemes ||
    Buffer.byteLength(reply.text) > roomAtHome.bytes;
  if (tooLong) {
    const reason = `The text is longer than ${roomAtHome.graphemes.toLocaleString('en')} characters. Shorten it; it is never cut.`;
    return { kind: 'refused', code: 'too_long', reason };
  }
  return { kind: 'sent', networkId: `${reply.to.thread}/reply/${reply.networkKey}`, at: now, handle: {} };
}

const onlyAnswers = 'Nothing can be announced here: it answers those who wrote.';

/** One direct answer, with what its writer is told before sending. */
export function answerAtHome(post: Pick<HeardPost, 'direction'>, note: string): Permission[] {
  const allowed = post.direction === 'inbound';
  return [
    {
      mode: 'direct',
      allowed,
      reason: allowed ? null : 'This is an answer of ours. Answer what the author wrote.',
      until: null,
      length: roomAtHome,
      price: null,
      note,
    },
  ];
}

/** What such a channel does the same way whatever it is called. */
export function sendsAtHome(
  now: () => Date,
): Pick<Channel, 'sources' | 'networkKey' | 'send' | 'check' | 'remove' | 'reconcile'> {
  return {
    sources: [],
    networkKey: ({ replyId }) => replyId,
    send: async (_account, reply) => sendAtHome(reply, now()),
    // What was not stored is nowhere: it is stored again, under the same name.
    check: async () => ({ kind: 'absent' }),
    remove: async () => {
      throw new Fault('unexpected', 'Nothing is deleted here.');
    },
    async *reconcile() {
      yield []; // nothing is anywhere else
    },
  };
}
