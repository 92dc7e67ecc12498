/** The channel to the invented network of the demonstration. It is a channel like any other: nothing behind it knows that its people are invented. */
import { Fault } from '../../domain/fault.ts';
import type {
  AccountAccess,
  Channel,
  ChannelFactory,
  Found,
  Heading,
  LengthRule,
  Outcome,
  Permission,
  ReplyToSend,
} from '../channel.ts';
import { pause, pieces } from '../polling.ts';
import { dropReply, findReply, keepReply, postsOf, readJournal, readWeather, setWeather } from './folder.ts';
import type { PublishedPost } from './item.ts';
import { normalise } from './normalise.ts';

export const postLength: LengthRule = { graphemes: 500, bytes: 2_000 };
const lookMilliseconds = 250;
const mostAtOnce = 200;
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export const demonstration: ChannelFactory = (tools): Channel => ({
  network: 'demonstration',
  name: 'Demonstration',
  evidence: [{ what: 'Invented network of our own; proves nothing about real networks', by: 'our double' }],
  abilities: {
    hears: ['polling'],
    watches: false,
    replies: ['public', 'direct'],
    announces: true,
    deletes: true,
    deletedStays: 0,
    attachments: null,
    length: postLength,
    keyed: { public: true, direct: true },
  },
  connect: null,
  sources: [{ name: 'posts', stream: listen }],
  normalise,
  mayReply,
  networkKey: ({ replyId }) => replyId,
  send: (account, reply) => send(account, reply, tools.now()),
  check,
  async remove(account, networkId) {
    await dropReply(folderOf(account), networkId.slice(idOf('').length));
    return { kind: 'sent', networkId, at: tools.now(), handle: {} };
  },
  reconcile,
});

const idOf = (key: string) => `answer-${key}`;

function folderOf(account: AccountAccess): string {
  const { folder } = account.settings;
  if (folder !== undefined) return folder;
  throw new Fault('account_refused', 'The account of the demonstration has no folder. Begin it again.');
}

/** What the journal holds for this account behind a cursor, a step of the stream each. */
export async function* heardSince(account: AccountAccess, cursor: string | null): AsyncGenerator<Heading> {
  const { lines } = await readJournal(folderOf(account), Number(cursor ?? '0'));
  for (const piece of pieces(lines, mostAtOnce)) {
    const items = postsOf(piece).filter(isFor(account)).map(itemOf);
    yield { items, cursor: String(piece.at(-1)?.end ?? cursor) };
  }
}

const isFor = (account: AccountAccess) => (post: PublishedPost) => post.to.includes(account.networkId);
const itemOf = (post: PublishedPost) => ({ key: post.thread, payload: post });

async function* listen(
  account: AccountAccess,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  let place = cursor;
  while (!signal.aborted) {
    for await (const heading of heardSince(account, place)) {
      yield heading;
      place = heading.cursor;
    }
    await pause(lookMilliseconds, signal);
  }
}

function mayReply(post: Parameters<Channel['mayReply']>[0]): Permission[] {
  const mode = post.visibility === 'direct' ? 'direct' : 'public';
  const allowed = post.direction === 'inbound';
  const reason = allowed ? null : 'This is an answer of ours. Answer what the author wrote.';
  return [{ mode, allowed, reason, until: null, length: postLength, price: null }];
}

async function send(account: AccountAccess, reply: ReplyToSend, now: Date): Promise<Outcome> {
  const folder = folderOf(account);
  const refusal = refusalOf(reply);
  if (refusal !== null) return refusal;
  const weather = await readWeather(folder);
  if (weather.busyUntil !== undefined && new Date(weather.busyUntil) > now) {
    return {
      kind: 'later',
      at: new Date(weather.busyUntil),
      reason: 'The network is busy. It asked to wait.',
    };
  }
  const kept = await keepReply(folder, {
    key: reply.networkKey,
    id: idOf(reply.networkKey),
    from: account.networkId,
    thread: reply.to?.thread ?? null,
    to: reply.to?.networkId ?? null,
    toAuthor: reply.to?.by.networkId ?? null,
    direct: reply.mode === 'direct',
    text: reply.text,
    at: now.toISOString(),
  });
  if (weather.cutNext === true) {
    await setWeather(folder, {});
    return { kind: 'unknown', reason: 'The connection broke before the network answered.' };
  }
  return { kind: 'sent', networkId: kept.id, at: new Date(kept.at), handle: {} };
}

function refusalOf(reply: ReplyToSend): Outcome | null {
  const graphemes = [...segmenter.segment(reply.text)].length;
  if (graphemes > postLength.graphemes || Buffer.byteLength(reply.text) > postLength.bytes)
    return { kind: 'refused', code: 'reply_too_long', reason: 'It takes 500 characters. Shorten the reply.' };
  if (reply.text.trim() === '')
    return { kind: 'refused', code: 'reply_empty', reason: 'There is nothing to send. Write something.' };
  return null;
}

async function check(account: AccountAccess, reply: ReplyToSend): Promise<Found> {
  const kept = await findReply(folderOf(account), reply.networkKey);
  if (kept === null) return { kind: 'absent' };
  return { kind: 'there', networkId: kept.id, at: new Date(kept.at), handle: {} };
}

async function* reconcile(account: AccountAccess, since: Date, signal: AbortSignal) {
  const { lines } = await readJournal(folderOf(account), 0);
  const posts = postsOf(lines).filter((post) => isFor(account)(post) && new Date(post.at) >= since);
  for (const piece of pieces(posts, mostAtOnce)) {
    if (signal.aborted) return;
    yield piece.map((post) => ({ networkId: post.id, item: itemOf(post) }));
  }
}
