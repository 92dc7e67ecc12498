/** Publishes a reply, a quote or an announcement as a record whose key was chosen before the first attempt. */
import type { ChannelTools, Found, Outcome, ReplyToSend } from '../channel.ts';
import { instant, text } from '../reading.ts';
import { postAddress, postCollection, readAddress } from './identifiers.ts';
import { fits, postLength } from './length.ts';
import { outcomeOfError, outcomeOfRefusal } from './outcome.ts';
import { type Facet, facetsOf, spansOf } from './richText.ts';
import type { Session } from './session.ts';
import { type Answered, Refused, unreachable } from './xrpc.ts';

export const attachments = {
  most: 4,
  types: ['image/jpeg', 'image/png', 'image/webp', 'image/gif'],
  mostBytes: 1_000_000,
} as const;

type Reference = { uri: string; cid: string };

/** Sends once. The same key and text again change nothing on the network. */
export async function publish(tools: ChannelTools, session: Session, reply: ReplyToSend): Promise<Outcome> {
  const refusal = refusalOf(reply);
  if (refusal !== null) return refusal;
  let record: Record<string, unknown>;
  try {
    record = await recordOf(session, reply);
  } catch (error) {
    return outcomeOfError(error, 'before', tools.now());
  }
  try {
    const answer = await session.ask({
      method: 'com.atproto.repo.putRecord',
      // No record may stand there yet: what stands there is this reply, sent before.
      input: { ...placeOf(session, reply), record, swapRecord: null },
    });
    if (answer.ok) return sentAs(session, reply, answer.body);
    if (answer.error === 'InvalidSwap') return alreadyThere(session, reply);
    return outcomeOfRefusal(answer, 'publishing', tools.now());
  } catch (error) {
    return outcomeOfError(error, 'publishing', tools.now());
  }
}

function refusalOf(reply: ReplyToSend): Outcome | null {
  const refused = (code: string, reason: string): Outcome => ({ kind: 'refused', code, reason });
  if (!fits(reply.text, postLength)) {
    return refused('reply_too_long', 'Bluesky takes 300 characters and 3,000 bytes. Shorten the reply.');
  }
  if (reply.text.trim() === '' && reply.attachments.length === 0) {
    return refused('reply_empty', 'There is nothing to send. Write something or add a picture.');
  }
  if (reply.to !== null && (reply.to.visibility === 'direct' || reply.to.handle.cid === undefined)) {
    return refused(
      'reply_not_permitted',
      'This post cannot be answered in public. Answer by direct message.',
    );
  }
  if (reply.attachments.length > attachments.most) {
    return refused('media_refused', 'Bluesky takes four pictures at most. Take some away.');
  }
  if (reply.attachments.some((one) => !(attachments.types as readonly string[]).includes(one.type))) {
    return refused('media_refused', 'Bluesky takes JPEG, PNG, WebP and GIF pictures only.');
  }
  if (reply.attachments.some((one) => one.bytes.length > attachments.mostBytes)) {
    return refused('media_too_large', 'Bluesky takes pictures of 1 MB at most. Use a smaller one.');
  }
  return null;
}

function placeOf(session: Session, reply: ReplyToSend) {
  return { repo: session.account.networkId, collection: postCollection, rkey: reply.networkKey };
}

async function recordOf(session: Session, reply: ReplyToSend): Promise<Record<string, unknown>> {
  const facets = await facetsFor(session, reply.text);
  const embed = await embedOf(session, reply);
  const language = reply.language;
  return {
    $type: postCollection,
    text: reply.text,
    createdAt: reply.firstAttemptAt.toISOString(),
    ...(facets.length === 0 ? {} : { facets }),
    ...(language === null ? {} : { langs: [language] }),
    ...(reply.to === null ? {} : { reply: referencesOf(reply.to) }),
    ...(embed === null ? {} : { embed }),
  };
}

function referencesOf(to: NonNullable<ReplyToSend['to']>): { root: Reference; parent: Reference } {
  const parent = { uri: to.networkId, cid: to.handle.cid ?? '' };
  const { root, rootCid } = to.handle;
  return { root: root === undefined || rootCid === undefined ? parent : { uri: root, cid: rootCid }, parent };
}

/** Links, mentions and tags of a text; who is mentioned is asked of the network, who is not found stays plain text. */
export async function facetsFor(session: Session, words: string): Promise<Facet[]> {
  const spans = spansOf(words);
  const ids = new Map<string, string>();
  for (const handle of new Set(spans.filter((one) => one.kind === 'mention').map((one) => one.value))) {
    const answer = await session.ask({ method: 'com.atproto.identity.resolveHandle', query: { handle } });
    const did = answer.ok ? text(answer.body.did) : null;
    if (did !== null) ids.set(handle, did);
    else if (!answer.ok && answer.status === 429)
      throw new Refused('com.atproto.identity.resolveHandle', answer);
  }
  return facetsOf(spans, ids);
}

async function embedOf(session: Session, reply: ReplyToSend): Promise<Record<string, unknown> | null> {
  const quoted = quoteOf(reply);
  const quote = quoted === null ? null : { $type: 'app.bsky.embed.record', record: quoted };
  if (reply.attachments.length === 0) return quote;
  const images: unknown[] = [];
  for (const one of reply.attachments) {
    const image = await upload(session, one.type, one.bytes);
    const { width, height, alt } = one;
    images.push({ image, alt, ...(width > 0 && height > 0 ? { aspectRatio: { width, height } } : {}) });
  }
  const media = { $type: 'app.bsky.embed.images', images };
  return quote === null ? media : { $type: 'app.bsky.embed.recordWithMedia', record: quote, media };
}

/** The post that is quoted, as the network refers to it. */
export function quoteOf(reply: ReplyToSend): Reference | null {
  const cid = reply.quote?.handle.cid;
  return reply.quote === null || cid === undefined ? null : { uri: reply.quote.networkId, cid };
}

async function upload(session: Session, type: string, data: Uint8Array): Promise<unknown> {
  const body = await session.read({ method: 'com.atproto.repo.uploadBlob', bytes: { type, data } });
  if (body.blob === undefined) throw unreachable(new Error('The upload was answered without a picture.'));
  return body.blob;
}

function sentAs(session: Session, reply: ReplyToSend, body: Answered['body']): Outcome {
  const [uri, cid] = [text(body.uri), text(body.cid)];
  if (uri !== postAddress(session.account.networkId, reply.networkKey) || cid === null) {
    return { kind: 'unknown', reason: 'Bluesky gave an answer that cannot be read. It may have gone out.' };
  }
  return { kind: 'sent', networkId: uri, at: reply.firstAttemptAt, handle: handleOf(reply, uri, cid) };
}

function handleOf(reply: ReplyToSend, uri: string, cid: string): Record<string, string> {
  const root = reply.to === null ? { uri, cid } : referencesOf(reply.to).root;
  return { cid, root: root.uri, rootCid: root.cid };
}

async function alreadyThere(session: Session, reply: ReplyToSend): Promise<Outcome> {
  const found = await findPublished(session, reply);
  if (found.kind === 'there') return { ...found, kind: 'sent' };
  return { kind: 'unknown', reason: 'Bluesky says that the reply is already there, and does not show it.' };
}

/** Looks at the reply's key. Throws Fault `network_unreachable` when the network cannot be asked. */
export async function findPublished(session: Session, reply: ReplyToSend): Promise<Found> {
  const answer = await session.ask({ method: 'com.atproto.repo.getRecord', query: placeOf(session, reply) });
  if (!answer.ok) {
    if (answer.error === 'RecordNotFound') return { kind: 'absent' };
    throw unreachable(new Refused('com.atproto.repo.getRecord', answer));
  }
  const [uri, cid] = [text(answer.body.uri), text(answer.body.cid)];
  if (uri === null || cid === null) throw unreachable(new Error('The answer names no record.'));
  const value = answer.body.value as { createdAt?: unknown } | undefined;
  const at = instant(value?.createdAt) ?? reply.firstAttemptAt;
  return { kind: 'there', networkId: uri, at, handle: handleOf(reply, uri, cid) };
}

/** Deletes one of our own posts; deleting it twice is no fault. */
export async function removePost(tools: ChannelTools, session: Session, networkId: string): Promise<Outcome> {
  const address = readAddress(networkId);
  if (address === null) {
    const reason =
      'A direct message can only be removed from our own side. Write another one that corrects it.';
    return { kind: 'refused', code: 'cannot_remove', reason };
  }
  if (address.did !== session.account.networkId) {
    return {
      kind: 'refused',
      code: 'not_ours',
      reason: 'Only a post of this very account can be deleted with it.',
    };
  }
  const input = { repo: address.did, collection: address.collection, rkey: address.rkey };
  try {
    const answer = await session.ask({ method: 'com.atproto.repo.deleteRecord', input });
    if (!answer.ok) return outcomeOfRefusal(answer, 'publishing', tools.now());
    return { kind: 'sent', networkId, at: tools.now(), handle: {} };
  } catch (error) {
    return outcomeOfError(error, 'publishing', tools.now());
  }
}
