/** Looks for a reply among our own posts and messages, by its words and by what it answers: whoever sent it, the program or a person by hand. */
import { Fault } from '../../domain/fault.ts';
import type { Found, ReplyToSend } from '../channel.ts';
import { type Dictionary, dictionary, instant, text } from '../reading.ts';
import { unreachable } from './ask.ts';
import { participantOf } from './direct.ts';
import { firstId, referred } from './payload.ts';
import { isByHand, ownHandle } from './publish.ts';
import { type Read, readMessages, readPosts } from './reading.ts';
import type { Session } from './session.ts';
import { readable, sameWords, wordsOf } from './words.ts';

/** The network's clock and ours may differ by this much. */
const clockSkew = 120_000;
/** What is not there so long after it was first tried did not go out; sooner it may still be on its way. */
const settled = 60_000;
/** A question is given up after this; it is asked again later. */
const patience = 40_000;

/** Throws Fault `network_unreachable` when it cannot be said yet. */
export async function find(session: Session, reply: ReplyToSend): Promise<Found> {
  if (reply.mode === 'direct' && reply.to?.handle.encrypted !== undefined)
    return {
      kind: 'uncertain',
      reason: 'The conversation is encrypted: only a person can see on X whether the answer went out.',
    };
  try {
    const there = reply.mode === 'direct' ? await inMessages(session, reply) : await inPosts(session, reply);
    if (there !== null) return there;
  } catch (error) {
    throw unreachable(error);
  }
  if (reply.mode === 'public' && isByHand(session, reply))
    return { kind: 'uncertain', reason: 'It is not on X yet. Post it there by hand; it is found by itself.' };
  if (session.tools.now().getTime() - reply.firstAttemptAt.getTime() < settled)
    throw new Fault('network_unreachable', 'It is not on X yet; it is looked for again in a minute.');
  return { kind: 'absent' };
}

async function inPosts(session: Session, reply: ReplyToSend): Promise<Found | null> {
  const since = new Date(reply.firstAttemptAt.getTime() - clockSkew);
  const signal = AbortSignal.timeout(patience);
  for (const read of await readPosts(session, { list: 'own', use: 'answering', since, signal })) {
    const post = dataOf(read);
    const [id, at] = [text(post?.id), instant(post?.created_at)];
    if (post === null || id === null || at === null || isHeld(reply, firstId(post))) continue;
    const parent = referred(post, 'replied_to');
    const answersThis =
      reply.to === null ? parent === null : parent === reply.to.handle.id || parent === reply.to.networkId;
    if (answersThis && isSaid(wordsOf(post), reply))
      return { kind: 'there', networkId: firstId(post) ?? id, at, handle: ownHandle(session, id) };
  }
  return null;
}

/** A picture's own address ends the words of a post that has nothing else. */
const isSaid = (found: string, { text: sent }: ReplyToSend): boolean => sameWords(found, sent);

async function inMessages(session: Session, reply: ReplyToSend): Promise<Found | null> {
  const since = new Date(reply.firstAttemptAt.getTime() - clockSkew);
  const participant = participantOf(reply);
  const signal = AbortSignal.timeout(patience);
  for (const read of await readMessages(session, { since, use: 'answering', signal, participant })) {
    const message = dataOf(read);
    const [id, at] = [text(message?.id), instant(message?.created_at)];
    if (message === null || id === null || at === null || isHeld(reply, id)) continue;
    const isOurs = message.sender_id === session.account.networkId;
    const words = readable(text(message.text) ?? '', []);
    if (isOurs && isSaid(words, reply)) return { kind: 'there', networkId: id, at, handle: { participant } };
  }
  return null;
}

const dataOf = ({ item }: Read): Dictionary | null => dictionary(dictionary(item.payload)?.data);

const isHeld = ({ heldByOthers }: ReplyToSend, id: string | null): boolean =>
  id !== null && heldByOthers?.has(id) === true;
