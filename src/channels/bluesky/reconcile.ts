/** Lists everything that the network has for an account since an instant, so that what is missing here can be taken in. */
import type { ChannelTools, RawItem } from '../channel.ts';
import { pieces } from '../polling.ts';
import { type Dictionary, dictionaries, instant, text } from '../reading.ts';
import { readMessages } from './directMessages.ts';
import { postCollection, readAddress, timeOfKey } from './identifiers.ts';
import { normalise } from './normalise.ts';
import { readNotifications, viewItem } from './notifications.ts';
import { lacksRights, type Session } from './session.ts';
import { picturesOf } from './sieve.ts';
import { Refused, unreachable } from './xrpc.ts';

export type Listed = { networkId: string | null; item: RawItem };

const perPiece = 200;
const mostPages = 100;

/** Notifications, our own posts, watched words, direct messages. Throws Fault when one of them cannot be asked: a sweep is whole or it is none. */
export async function* reconcile(
  tools: ChannelTools,
  session: Session,
  since: Date,
  signal: AbortSignal,
): AsyncGenerator<Listed[]> {
  const { account } = session;
  // What we would ignore, we do not miss.
  const concerns = ({ item }: Listed): boolean => normalise(item.payload, account).kind !== 'ignored';
  try {
    for await (const piece of everything(tools, session, since, signal)) {
      const kept = piece.filter(concerns);
      if (kept.length > 0) yield kept;
    }
  } catch (error) {
    throw unreachable(error);
  }
}

async function* everything(
  tools: ChannelTools,
  session: Session,
  since: Date,
  signal: AbortSignal,
): AsyncGenerator<Listed[]> {
  if (session.account.hearsPublic !== false) yield* inPublic(session, since, signal);
  if (session.account.hearsDirect !== false) yield* messages(tools, session, since, signal);
}

async function* inPublic(session: Session, since: Date, signal: AbortSignal): AsyncGenerator<Listed[]> {
  yield* pieces(await ownPosts(session, since, signal), perPiece);
  if (session.account.settings.appview !== 'none') {
    const told = await readNotifications(session, since, signal);
    yield* pieces(
      told.map(({ id, item }) => ({ networkId: id, item })),
      perPiece,
    );
    for (const word of session.account.watched)
      yield* pieces(await searched(session, word, since, signal), perPiece);
  }
}

async function* messages(
  tools: ChannelTools,
  session: Session,
  since: Date,
  signal: AbortSignal,
): AsyncGenerator<Listed[]> {
  try {
    yield* readMessages(session, since, signal);
  } catch (error) {
    if (!(error instanceof Refused && lacksRights(error.refusal))) throw error;
    tools.log('bluesky_messages_not_permitted', { account: session.account.accountId });
  }
}

/** Our own posts, newest first; keys that carry no time are listed whatever their age. */
async function ownPosts(session: Session, since: Date, signal: AbortSignal): Promise<Listed[]> {
  const { networkId: did, handle } = session.account;
  const author = { did, handle };
  const more = { reason: null, at: null, pictures: picturesOf(session.account) };
  const found: Listed[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages && !signal.aborted; page += 1) {
    const query = {
      repo: did,
      collection: postCollection,
      limit: 100,
      ...(cursor === null ? {} : { cursor }),
    };
    const body = await session.read({ method: 'com.atproto.repo.listRecords', query, signal });
    const records = dictionaries(body.records);
    const fresh = records.filter((record) => (keyTime(record) ?? since) >= since);
    found.push(...fresh.flatMap((record) => listed(viewItem({ ...record, author }, more))));
    cursor = text(body.cursor);
    const oldest = keyTime(records.at(-1) ?? {});
    if (cursor === null || (oldest !== null && oldest < since)) break;
  }
  return found;
}

function keyTime(record: Dictionary): Date | null {
  const address = readAddress(text(record.uri) ?? '');
  return address === null ? null : timeOfKey(address.rkey);
}

function listed(view: { id: string; item: RawItem } | null): Listed[] {
  return view === null ? [] : [{ networkId: view.id, item: view.item }];
}

async function searched(session: Session, word: string, since: Date, signal: AbortSignal): Promise<Listed[]> {
  const found: Listed[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages && !signal.aborted; page += 1) {
    const query = {
      q: questionFor(word),
      sort: 'latest',
      since: since.toISOString(),
      limit: 100,
    };
    const paged = cursor === null ? query : { ...query, cursor };
    const body = await session.read({ method: 'app.bsky.feed.searchPosts', query: paged, signal });
    const posts = dictionaries(body.posts);
    const pictures = picturesOf(session.account);
    for (const post of posts) {
      const at = text(post.indexedAt);
      if ((instant(at) ?? since) < since) continue;
      found.push(...listed(viewItem(post, { reason: null, at, pictures })));
    }
    cursor = text(body.cursor);
    if (cursor === null || posts.length === 0) break;
  }
  return found;
}

/** Several words are asked for as one phrase. */
function questionFor(word: string): string {
  const plain = word.replaceAll('"', '').trim();
  return /\s/.test(plain) ? `"${plain}"` : plain;
}
