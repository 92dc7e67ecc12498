/** Listens by asking the network what it has to tell this account: slower than a stream, and it needs none. */
import type { ChannelTools, Heading, RawItem } from '../channel.ts';
import { pause, pieces, pollMilliseconds } from '../polling.ts';
import { type Dictionary, dictionaries, dictionary, instant, text } from '../reading.ts';
import { authorOf } from './authors.ts';
import { hearingOfReason } from './hearing.ts';
import type { ViewPayload } from './payload.ts';
import type { Session } from './session.ts';
import { picturesOf, rootIn } from './sieve.ts';
import { unreachable } from './xrpc.ts';

/** Notifications may become visible later than their time says: look back this far, in milliseconds. */
const overlap = 300_000;
const firstLook = 86_400_000;
const mostPages = 100;
const perHeading = 200;

export interface Told {
  id: string;
  seenAt: Date;
  item: RawItem;
}

/** Streams what is new since the cursor; since a day ago when there is none. */
export async function* listenToNotifications(
  tools: ChannelTools,
  session: Session,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  let until = instant(cursor) ?? new Date(tools.now().getTime() - firstLook);
  let passed = new Set<string>();
  while (!signal.aborted) {
    const since = new Date(until.getTime() - overlap);
    const found = await readNotifications(session, since, signal);
    const fresh = found.filter((one) => !passed.has(one.id)).reverse();
    for (const piece of pieces(fresh, perHeading)) {
      for (const one of piece) if (one.seenAt > until) until = one.seenAt;
      yield { items: piece.map((one) => one.item), cursor: until.toISOString() };
    }
    if (fresh.length === 0) yield { items: [], cursor: until.toISOString() };
    passed = new Set(found.map((one) => one.id));
    await pause(pollMilliseconds(session.account, 15), signal);
  }
}

/** Everything of the network's notifications that concerns a post's words since then, newest first. */
export async function readNotifications(session: Session, since: Date, signal: AbortSignal): Promise<Told[]> {
  const found: Told[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages && !signal.aborted; page += 1) {
    const query = { limit: 100, ...(cursor === null ? {} : { cursor }) };
    const body = await readPage(session, query, signal);
    const all = dictionaries(body.notifications);
    found.push(
      ...all
        .flatMap((one) => toldBy(one, picturesOf(session.account)) ?? [])
        .filter((one) => one.seenAt >= since),
    );
    const oldest = instant(all.at(-1)?.indexedAt);
    cursor = text(body.cursor);
    if (cursor === null || (oldest !== null && oldest < since)) break;
  }
  return found;
}

async function readPage(
  session: Session,
  query: Record<string, string | number>,
  signal: AbortSignal,
): Promise<Dictionary> {
  try {
    return await session.read({ method: 'app.bsky.notification.listNotifications', query, signal });
  } catch (error) {
    throw unreachable(error);
  }
}

function toldBy(one: Dictionary, pictures: string): Told | null {
  const seenAt = instant(one.indexedAt);
  const reason = text(one.reason);
  if (seenAt === null || hearingOfReason(reason) === null) return null;
  const item = viewItem(one, { reason, at: text(one.indexedAt), pictures });
  return item === null ? null : { ...item, seenAt };
}

/** A raw item from any view of a post that carries its record; null when it names no post or no author. */
export function viewItem(
  view: Dictionary,
  more: Pick<ViewPayload, 'reason' | 'at' | 'pictures'>,
): { id: string; item: RawItem } | null {
  const [uri, cid] = [text(view.uri), text(view.cid)];
  const author = authorOf(dictionary(view.author) ?? {});
  if (uri === null || cid === null || author === null) return null;
  const record = view.record ?? view.value ?? null;
  const payload: ViewPayload = { form: 'view', uri, cid, author, record, ...more };
  return { id: uri, item: { key: rootIn(record) ?? uri, payload } };
}
