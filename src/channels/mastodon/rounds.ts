/** One look at everything that the server lists for an account: what is new, what was edited, what is gone. */
import type { ChannelTools, Heading, RawItem } from '../channel.ts';
import { pieces } from '../polling.ts';
import { type DeletedPayload, statusId } from './payload.ts';
import { type Listed, overlap, type Place } from './place.ts';
import type { Session } from './session.ts';
import type { Threads } from './threads.ts';
import { endsEarly, itemOf, mentionsSince, type Named, ownSince, type ReadList, versionOf } from './told.ts';

const perHeading = 100;
/** So many posts that are missed are asked for in one look. */
const mostMissed = 20;

export interface Hearing {
  tools: ChannelTools;
  session: Session;
  threads: Threads;
  place: Place;
  /** Only what is not shown to everybody, or only what is. */
  isPrivate: boolean;
}

/** Yields what is new since the place, oldest first, with the place after it. */
export async function* round(hearing: Hearing, signal: AbortSignal): AsyncGenerator<Heading> {
  const { session, place } = hearing;
  const since = new Date(place.until.getTime() - overlap);
  const lists: Record<Listed, ReadList> = {
    told: await mentionsSince(session, since, signal),
    own: await ownSince(session, since, signal),
  };
  if (endsEarly(lists.told) && lists.told.found.every(({ id }) => place.get(id) === undefined))
    sayMore(session);
  if (signal.aborted) return;
  const missed = await missedIn(hearing, lists, signal);
  if (missed.length > 0) yield { items: missed, cursor: place.cursor() };
  const fresh = freshIn(hearing, lists, since);
  for (const piece of pieces(fresh, perHeading)) {
    const items: RawItem[] = [];
    for (const one of piece) {
      const made = await hear(hearing, one, signal);
      if (made !== null) items.push(made);
    }
    yield { items, cursor: place.cursor() };
  }
}

/** Whoever listens for the first time reads this of what is long past, and nothing is lost. */
function sayMore({ account, domain }: Session): void {
  account.tell?.({
    code: 'nothing_heard',
    sentence: `More may have been written to ${account.handle} than ${domain} still shows to other programs. Look there for what is older.`,
  });
}

type InList = Named & { in: Listed };

/** The raw item of what was named, noted in the place. */
export async function hear(hearing: Hearing, one: InList, signal: AbortSignal): Promise<RawItem | null> {
  const { session, threads, place, isPrivate } = hearing;
  const known = place.get(one.id) !== undefined;
  const made = await itemOf(session, threads, one, { private: isPrivate, known }, signal);
  place.see(one.id, { version: versionOf(one), at: one.at, in: one.in });
  return made?.item ?? null;
}

/** Oldest first, each once; what is older than the last look is news only where it was edited since. */
function freshIn({ place }: Hearing, lists: Record<Listed, ReadList>, since: Date): InList[] {
  const all = new Map<string, InList>();
  for (const where of ['own', 'told'] as const)
    for (const one of lists[where].found.toReversed()) {
      const before = all.get(one.id);
      // An edit is told beside the mention itself, which says more.
      if (before === undefined || before.reason === null) all.set(one.id, { ...one, in: where });
    }
  const fresh: InList[] = [];
  for (const one of all.values()) {
    const seen = place.get(one.id);
    const isNew = seen === undefined ? one.at >= since : seen.version !== versionOf(one);
    if (isNew) fresh.push(one);
    else if (seen === undefined) place.see(one.id, { version: versionOf(one), at: one.at, in: one.in });
  }
  return fresh.sort((one, other) => one.at.getTime() - other.at.getTime());
}

/** What stood in a list and does not any more: deleted where the server says so, else only tidied away by somebody. */
async function missedIn(
  { tools, session, place }: Hearing,
  lists: Record<Listed, ReadList>,
  signal: AbortSignal,
): Promise<RawItem[]> {
  const items: RawItem[] = [];
  for (const where of ['told', 'own'] as const) {
    const there = new Set(lists[where].found.map(({ id }) => id));
    const missed = place.expected(where, lists[where].from).filter((id) => !there.has(id));
    for (const id of missed.slice(0, mostMissed)) {
      const path = `/api/v1/statuses/${encodeURIComponent(id)}`;
      if ((await session.read({ method: 'GET', path }, signal)) === null)
        items.push(deletion(session, id, tools.now()));
      place.forget(id);
    }
  }
  return items;
}

export function deletion({ domain }: Session, id: string, at: Date): RawItem {
  const payload: DeletedPayload = { form: 'deleted', domain, id, at: at.toISOString() };
  return { key: statusId(domain, id), payload };
}
