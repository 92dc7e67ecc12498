/** Publishes an answer, a quote or an announcement; deletes one of our posts. X takes no key of ours: a doubtful one is looked for by its words (find.ts). */
import type { Outcome, ReplyToSend } from '../channel.ts';
import { dictionary, text } from '../reading.ts';
import { fitsPost, holdsAddress } from './length.ts';
import { attachments, upload } from './media.ts';
import { outcomeOfError, outcomeOfRefusal, refused, told } from './outcome.ts';
import { lacksUnsummoned } from './permission.ts';
import { prices } from './prices.ts';
import type { Cost, Session } from './session.ts';

/** Sends once; what may have gone out is `unknown`. */
export async function publish(session: Session, reply: ReplyToSend): Promise<Outcome> {
  const refusal = refusalOf(reply);
  if (refusal !== null) return refusal;
  if (isByHand(session, reply)) return { kind: 'unknown', reason: byHand };
  const { now } = session.tools;
  let json: Record<string, unknown>;
  try {
    json = await bodyOf(session, reply);
  } catch (error) {
    return outcomeOfError(error, 'before', now());
  }
  try {
    const what = { group: 'post', method: 'POST', path: '/2/tweets', json, cost: costOf(reply) } as const;
    const answer = await session.ask(what);
    if (!answer.ok) return told(session.account, outcomeOfRefusal(answer, 'publishing', now()));
    const id = text(dictionary(answer.body.data)?.id);
    if (id === null)
      return { kind: 'unknown', reason: 'X gave an answer that cannot be read. It may have gone out.' };
    return { kind: 'sent', networkId: id, at: now(), handle: ownHandle(session, id) };
  } catch (error) {
    return outcomeOfError(error, 'publishing', now());
  }
}

/** What an answer to our own post will need. */
export function ownHandle({ account }: Session, id: string): Record<string, string> {
  return { id, author: account.handle, summons: 'own' };
}

const byHand =
  'It waits to be posted on X by hand: open X, paste it there and post it. It is found there by its words.';

/** X takes no answer of a program here: a person posts it, and we look for it. */
export function isByHand({ account }: Session, { to }: ReplyToSend): boolean {
  return to !== null && to.handle.summons === undefined && account.settings.reach !== 'everybody';
}

function refusalOf(reply: ReplyToSend): Outcome | null {
  if (!fitsPost(reply.text))
    return refused(
      'reply_too_long',
      'X takes 280 units of text: Latin letters count one, most others two, an address 23. Shorten the reply.',
    );
  if (reply.text.trim() === '' && reply.attachments.length === 0)
    return refused('reply_empty', 'There is nothing to send. Write something or add a picture.');
  if (reply.to !== null && (reply.to.visibility === 'direct' || reply.to.handle.id === undefined))
    return refused(
      'reply_not_permitted',
      'This post cannot be answered in public. Answer by direct message.',
    );
  if (reply.attachments.length > attachments.most)
    return refused('media_refused', 'X takes four pictures at most. Take some away.');
  if (reply.attachments.length > 1 && reply.attachments.some(({ type }) => type === 'image/gif'))
    return refused('media_refused', 'X takes a moving picture (GIF) only alone. Take the others away.');
  if (reply.attachments.some(({ type }) => !(attachments.types as readonly string[]).includes(type)))
    return refused('media_refused', 'X takes JPEG, PNG, WebP and GIF pictures only.');
  if (reply.attachments.some(({ bytes }) => bytes.length > attachments.mostBytes))
    return refused('media_too_large', 'X takes pictures of 5 MB at most. Use a smaller one.');
  if (reply.attachments.length > 0 && reply.quote !== null)
    return refused('media_refused', 'X takes either pictures or a quoted post. Take one of them away.');
  return null;
}

async function bodyOf(session: Session, reply: ReplyToSend): Promise<Record<string, unknown>> {
  const ids: string[] = [];
  for (const one of reply.attachments) ids.push(await upload(session, one));
  const quoted = reply.quote?.handle.id ?? reply.quote?.networkId;
  return {
    text: reply.text,
    ...(reply.to === null ? {} : { reply: { in_reply_to_tweet_id: reply.to.handle.id } }),
    ...(ids.length === 0 ? {} : { media: { media_ids: ids } }),
    ...(quoted === undefined ? {} : { quote_tweet_id: quoted }),
  };
}

function costOf({ text: words, to }: ReplyToSend): Cost {
  const plain = to?.handle.summons === 'yes' ? prices.summonedReply : prices.post;
  const micros = holdsAddress(words) ? prices.postWithAddress : plain;
  return { use: 'answering', most: micros, of: () => micros };
}

/** What a self-serve app lacks; none where the app's owner has enterprise access. */
export const lacksOf = (settings: Record<string, string>): string[] =>
  settings.reach === 'everybody' ? [] : [lacksUnsummoned];

/** Deletes one of our own posts or messages; deleting it twice is no fault. */
export async function removePost(session: Session, networkId: string): Promise<Outcome> {
  if (!/^\d{1,19}$/.test(networkId))
    return refused('cannot_remove', 'X does not let programs delete this. Delete it on X itself.');
  const { now } = session.tools;
  const cost: Cost = { use: 'answering', most: prices.deletion, of: () => prices.deletion };
  try {
    const what = { group: 'delete', method: 'DELETE', path: `/2/tweets/${networkId}`, cost } as const;
    const answer = await session.ask(what);
    const isGone = !answer.ok && answer.status === 404;
    if (!answer.ok && !isGone) return outcomeOfRefusal(answer, 'publishing', now());
    return { kind: 'sent', networkId, at: now(), handle: {} };
  } catch (error) {
    return outcomeOfError(error, 'publishing', now());
  }
}
