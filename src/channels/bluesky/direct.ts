/** Sends direct messages and looks for them. The network takes no key of ours, so a doubtful one is looked for by its text. */
import { Fault } from '../../domain/fault.ts';
import type { ChannelTools, Found, Outcome, ReplyToSend } from '../channel.ts';
import { dictionaries, dictionary, instant, text } from '../reading.ts';
import { defaultChat } from './connect.ts';
import { directLength, fits } from './length.ts';
import { outcomeOfError, outcomeOfRefusal } from './outcome.ts';
import { messageId } from './payload.ts';
import { facetsFor, quoteOf } from './publish.ts';
import type { Session } from './session.ts';
import { Refused, unreachable } from './xrpc.ts';

/** The service that keeps direct messages. */
export function chatOf(session: Session): string {
  return `${session.account.settings.chat ?? defaultChat}#bsky_chat`;
}

/** Sends once; what may have gone out is `unknown`. */
export async function sendDirect(
  tools: ChannelTools,
  session: Session,
  reply: ReplyToSend,
): Promise<Outcome> {
  const refusal = refusalOf(reply);
  if (refusal !== null) return refusal;
  let input: { convoId: string; message: Record<string, unknown> };
  try {
    input = { convoId: await convoFor(session, reply), message: await messageOf(session, reply) };
  } catch (error) {
    return outcomeOfError(error, 'before', tools.now());
  }
  try {
    const what = { method: 'chat.bsky.convo.sendMessage', input, proxy: chatOf(session) };
    const answer = await session.ask(what);
    if (!answer.ok) return outcomeOfRefusal(answer, 'publishing', tools.now());
    const id = text(answer.body.id);
    if (id === null) return { kind: 'unknown', reason: 'Bluesky gave an answer that cannot be read.' };
    const at = instant(answer.body.sentAt) ?? tools.now();
    return { kind: 'sent', networkId: messageId(input.convoId, id), at, handle: { convo: input.convoId } };
  } catch (error) {
    return outcomeOfError(error, 'publishing', tools.now());
  }
}

function refusalOf(reply: ReplyToSend): Outcome | null {
  const refused = (code: string, reason: string): Outcome => ({ kind: 'refused', code, reason });
  if (reply.to === null) return refused('reply_not_permitted', 'A direct message needs somebody to go to.');
  if (!fits(reply.text, directLength)) {
    return refused('reply_too_long', 'Bluesky takes 1,000 characters in a direct message. Shorten it.');
  }
  if (reply.text.trim() === '') return refused('reply_empty', 'There is nothing to send. Write something.');
  if (reply.attachments.length > 0) {
    return refused('media_refused', 'Bluesky takes no pictures in direct messages. Take them away.');
  }
  return null;
}

async function messageOf(session: Session, reply: ReplyToSend): Promise<Record<string, unknown>> {
  const facets = await facetsFor(session, reply.text);
  const quoted = quoteOf(reply);
  return {
    text: reply.text,
    ...(facets.length === 0 ? {} : { facets }),
    ...(quoted === null ? {} : { embed: { $type: 'app.bsky.embed.record', record: quoted } }),
  };
}

/** The conversation that is answered, or the one with the author of the public post. */
async function convoFor(session: Session, reply: ReplyToSend): Promise<string> {
  const known = reply.to?.handle.convo;
  if (known !== undefined) return known;
  const what = {
    method: 'chat.bsky.convo.getConvoForMembers',
    query: { members: [reply.to?.by.networkId ?? ''] },
    proxy: chatOf(session),
  };
  const body = await session.read(what);
  const id = text(dictionary(body.convo)?.id);
  if (id === null) throw unreachable(new Error('The answer names no conversation.'));
  return id;
}

/** Null when the network no longer lets us see it. */
async function convoToSearch(session: Session, reply: ReplyToSend): Promise<string | null> {
  try {
    return await convoFor(session, reply);
  } catch (error) {
    if (error instanceof Refused && error.refusal.status === 400) return null;
    throw error;
  }
}

/** A message that is not there a minute after it was first tried did not go out; sooner it may still be on its way. */
const settled = 60_000;
/** The network's clock and ours may differ by this much. */
const clockSkew = 120_000;

/** Looks for our own message of the same text since the first attempt. Throws Fault `network_unreachable` when it cannot be said yet. */
export async function findDirect(tools: ChannelTools, session: Session, reply: ReplyToSend): Promise<Found> {
  const convo = await convoToSearch(session, reply);
  if (convo === null) {
    return {
      kind: 'uncertain',
      reason: 'Bluesky no longer shows the conversation. Look at it on Bluesky itself.',
    };
  }
  const since = reply.firstAttemptAt.getTime() - clockSkew;
  for (let cursor: string | null = null, page = 0; page < 20; page += 1) {
    const query: Record<string, string | number> = {
      convoId: convo,
      limit: 100,
      ...(cursor === null ? {} : { cursor }),
    };
    const what = { method: 'chat.bsky.convo.getMessages', query, proxy: chatOf(session) };
    const answer = await session.ask(what);
    if (!answer.ok) throw unreachable(new Refused(what.method, answer));
    const messages = dictionaries(answer.body.messages);
    for (const message of messages) {
      const [id, at] = [text(message.id), instant(message.sentAt)];
      if (id === null || at === null || at.getTime() < since) continue;
      const ours = dictionary(message.sender)?.did === session.account.networkId;
      const networkId = messageId(convo, id);
      if (ours && message.text === reply.text && reply.heldByOthers?.has(networkId) !== true) {
        return { kind: 'there', networkId, at, handle: { convo } };
      }
    }
    cursor = text(answer.body.cursor);
    const oldest = instant(messages.at(-1)?.sentAt);
    if (cursor === null || oldest === null || oldest.getTime() < since) break;
  }
  if (tools.now().getTime() - reply.firstAttemptAt.getTime() < settled) {
    throw new Fault(
      'network_unreachable',
      'The message is not there yet; it is looked for again in a minute.',
    );
  }
  return { kind: 'absent' };
}
