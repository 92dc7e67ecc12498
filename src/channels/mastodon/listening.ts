/** Listens to what is written to an account: by the server's stream where it has one, else by asking; both read the same lists, so that no gap stays. */
import type { ChannelTools, Heading, RawItem } from '../channel.ts';
import { pause, pollMilliseconds } from '../polling.ts';
import { type Dictionary, dictionary, text } from '../reading.ts';
import { readSocket } from '../socket.ts';
import { whoAsks } from './api.ts';
import { idOf, statusId } from './payload.ts';
import { Place } from './place.ts';
import { deletion, type Hearing, hear, round } from './rounds.ts';
import type { Session } from './session.ts';
import { streamAddress } from './streaming.ts';
import { openThreads } from './threads.ts';
import { itemOf, listed, namedBy } from './told.ts';

const firstLook = 86_400_000;
/** While the stream brings everything by itself the lists are looked at this often, in milliseconds: edits and deletions are not always streamed. */
const lookEvery = 300_000;

/** Streams from the cursor on; what was written in the last day first where there is none. */
export async function* listenToTold(
  tools: ChannelTools,
  session: Session,
  what: { isPrivate: boolean },
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  const place = Place.from(cursor, new Date(tools.now().getTime() - firstLook));
  const hearing: Hearing = { tools, session, threads: openThreads(session), place, ...what };
  const repaired = { posts: 0 };
  yield* counted(round(hearing, signal), repaired);
  if (cursor !== null) sayRepaired(session, repaired.posts);
  if (session.account.settings.streaming !== undefined) {
    yield* stream(hearing, signal);
    return;
  }
  while (!signal.aborted) {
    yield { items: [], cursor: place.cursor() };
    await pause(pollMilliseconds(session.account, 15), signal);
    if (!signal.aborted) yield* round(hearing, signal);
  }
}

async function* counted(headings: AsyncIterable<Heading>, count: { posts: number }): AsyncGenerator<Heading> {
  for await (const heading of headings) {
    count.posts += heading.items.length;
    yield heading;
  }
}

function sayRepaired({ account }: Session, posts: number): void {
  if (posts === 0) return;
  account.tell?.({
    code: 'gap_repaired',
    sentence: `What was written to ${account.handle} while nobody listened has been fetched: ${posts} posts.`,
  });
}

/** Ends by throwing when the connection is lost, or when the server gives no sign of life. */
async function* stream(hearing: Hearing, signal: AbortSignal): AsyncGenerator<Heading> {
  const { tools, session, place } = hearing;
  const { settings, secret } = session.account;
  const address = streamAddress(settings.streaming ?? '', secret.token ?? '');
  let looked = 0;
  let isOpen = false;
  try {
    for await (const batch of readSocket(address, signal, socketOptions(session))) {
      if (!isOpen || tools.now().getTime() - looked >= lookEvery) {
        // What came between the last look and the opening of the stream.
        yield* round(hearing, signal);
        looked = tools.now().getTime();
        isOpen = true;
      }
      const items: RawItem[] = [];
      for (const bytes of batch) items.push(...(await itemsOf(hearing, parsed(bytes), signal)));
      if (items.length > 0 || batch.length === 0) yield { items, cursor: place.cursor() };
    }
  } catch (error) {
    if (!signal.aborted) {
      const sentence = `The stream of ${session.domain} was lost. It is opened again by itself, and what was written meanwhile is fetched.`;
      session.account.tell?.({ code: 'cut_off', sentence });
    }
    throw error;
  }
}

function socketOptions({ account }: Session) {
  const seconds = Number(account.settings.heartbeatSeconds);
  return {
    headers: { 'user-agent': whoAsks, authorization: `Bearer ${account.secret.token ?? ''}` },
    saysOpen: true,
    ...(seconds > 0 ? { pings: seconds * 1_000 } : {}),
  };
}

function parsed(bytes: Buffer): { event: string; payload: unknown } | null {
  try {
    const frame = dictionary(JSON.parse(bytes.toString('utf8')));
    const [event, payload] = [text(frame?.event), frame?.payload];
    if (event === null) return null;
    return {
      event,
      payload: event !== 'delete' && typeof payload === 'string' ? JSON.parse(payload) : payload,
    };
  } catch {
    return null;
  }
}

/** What an event of the stream brings; nothing where it does not concern us, or cannot be read: the next look at the lists finds it. */
async function itemsOf(
  hearing: Hearing,
  frame: { event: string; payload: unknown } | null,
  signal: AbortSignal,
): Promise<RawItem[]> {
  if (frame === null) return [];
  if (frame.event === 'delete') return deleted(hearing, idOf(frame.payload));
  const body = dictionary(frame.payload);
  if (body === null) return [];
  if (frame.event === 'notification') return heard(hearing, namedBy(body), 'told', signal);
  if (frame.event === 'update') return heard(hearing, listed(body), 'own', signal);
  if (frame.event === 'status.update') return edited(hearing, body, signal);
  return [];
}

async function heard(
  hearing: Hearing,
  named: ReturnType<typeof listed>,
  where: 'told' | 'own',
  signal: AbortSignal,
): Promise<RawItem[]> {
  if (named === null) return [];
  const isOwn = text(dictionary(named.status.account)?.id) === hearing.session.account.settings.accountId;
  // A post of somebody whom we follow stands in none of the lists that are looked at.
  if (where === 'own' && !isOwn) return ofTimeline(hearing, named, signal);
  const made = await hear(hearing, { ...named, in: where }, signal);
  return made === null ? [] : [made];
}

async function ofTimeline(
  { session, threads, isPrivate }: Hearing,
  named: NonNullable<ReturnType<typeof listed>>,
  signal: AbortSignal,
  known = false,
): Promise<RawItem[]> {
  const made = await itemOf(session, threads, named, { private: isPrivate, known }, signal);
  return made === null ? [] : [made.item];
}

async function edited(hearing: Hearing, body: Dictionary, signal: AbortSignal): Promise<RawItem[]> {
  const named = listed(body);
  if (named === null) return [];
  const seen = hearing.place.get(named.id);
  if (seen !== undefined) {
    const made = await hear(hearing, { ...named, at: seen.at, in: seen.in }, signal);
    return made === null ? [] : [made];
  }
  return ofTimeline(hearing, named, signal, await isKnown(hearing, named.id));
}

/** Deletions are told by id alone, of everybody whom we follow too. */
async function deleted(hearing: Hearing, id: string | null): Promise<RawItem[]> {
  if (id === null) return [];
  const { tools, session, place, isPrivate } = hearing;
  // Both sources hear it: the public one speaks, where there is one.
  if (isPrivate && session.account.hearsPublic !== false) {
    place.forget(id);
    return [];
  }
  const concerns = place.get(id) !== undefined || (await isKnown(hearing, id));
  place.forget(id);
  return concerns ? [deletion(session, id, tools.now())] : [];
}

async function isKnown({ session }: Hearing, id: string): Promise<boolean> {
  const networkId = statusId(session.domain, id);
  return (await session.account.knows?.([networkId]))?.has(networkId) === true;
}
