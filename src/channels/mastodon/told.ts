/** Reads what the server has to tell an account, page by page, and makes raw items of it. */
import type { AccountAccess, RawItem } from '../channel.ts';
import { type Dictionary, dictionaries, dictionary, instant, text } from '../reading.ts';
import type { Ask } from './api.ts';
import { usualMost } from './length.ts';
import { normalise } from './normalise.ts';
import { idOf, isPrivate, type StatusPayload, statusId } from './payload.ts';
import type { Session } from './session.ts';
import type { Threads } from './threads.ts';

/** A status that the server named, before its thread is known. */
export interface Named {
  id: string;
  status: Dictionary;
  reason: StatusPayload['reason'];
  /** By the server's clock: when it told us; null where the status stood in a list. */
  toldAt: string | null;
  /** What orders it: the notification's time, else its own. */
  at: Date;
}

const perPage = 40;
const mostPages = 100;

/**
 * The pages of a list, newest first, for as long as `goesOn` says so. An empty page with a next link is followed: it only held what the server does not show. Where a server
 * gives no link, a full page is followed by its last id.
 */
export async function* pagesOf(
  session: Session,
  what: { path: string; query: Ask['query'] },
  signal: AbortSignal,
): AsyncGenerator<readonly Dictionary[]> {
  let ask: Ask = { method: 'GET', path: what.path, query: { ...what.query, limit: perPage } };
  const asked = new Set<string>();
  for (let page = 0; page < mostPages && !signal.aborted; page += 1) {
    const answer = await session.read(ask, signal);
    if (answer === null) return;
    const entries = dictionaries(answer.body);
    yield entries;
    const last = text(entries.at(-1)?.id);
    if (answer.next !== null) ask = { method: 'GET', path: pathOf(answer.next) };
    else if (entries.length >= perPage && last !== null)
      ask = { ...ask, query: { ...what.query, limit: perPage, max_id: last } };
    else return;
    const name = JSON.stringify(ask);
    if (asked.has(name)) return;
    asked.add(name);
  }
}

/** A link of the server is followed on the server that we know, whatever host it names. */
function pathOf(link: string): string {
  const { pathname, search } = new URL(link);
  return `${pathname}${search}`;
}

/** A list that was read back to `from`; null where it was read to its end. */
export interface ReadList {
  found: Named[];
  from: Date | null;
}

/** Mentions and edits since then, and the newest page whatever its age, so that its edits and deletions are seen; newest first. */
export function mentionsSince(session: Session, since: Date, signal: AbortSignal): Promise<ReadList> {
  const query = { 'types[]': ['mention', 'status', 'update', 'quote'] };
  return listSince(session, { path: '/api/v1/notifications', query }, namedBy, since, signal);
}

/** A list that was read to its end though it is as long as a page, without coming to what is older: some servers show the newest few alone (snac 64). */
export const endsEarly = ({ found, from }: ReadList): boolean => from === null && found.length >= perPage;

/** What our account itself wrote since then, with whichever program, and the newest page; newest first. */
export function ownSince(session: Session, since: Date, signal: AbortSignal): Promise<ReadList> {
  const path = `/api/v1/accounts/${encodeURIComponent(houseOf(session.account))}/statuses`;
  return listSince(session, { path, query: { exclude_reblogs: 'true' } }, listed, since, signal);
}

async function listSince(
  session: Session,
  what: { path: string; query: Ask['query'] },
  name: (entry: Dictionary) => Named | null,
  since: Date,
  signal: AbortSignal,
): Promise<ReadList> {
  const found: Named[] = [];
  for await (const page of pagesOf(session, what, signal)) {
    found.push(...page.flatMap((entry) => name(entry) ?? []));
    const oldest = instant(page.at(-1)?.created_at);
    if (oldest !== null && oldest < since) return { found, from: oldest };
  }
  return { found, from: signal.aborted ? new Date(8.64e15) : null };
}

/** What a notification names; null where it is about no post's words. */
export function namedBy(notification: Dictionary): Named | null {
  const status = dictionary(notification.status);
  const [id, toldAt] = [idOf(status?.id), text(notification.created_at)];
  const at = instant(toldAt);
  const type = text(notification.type) ?? '';
  if (status === null || id === null || at === null) return null;
  if (!['mention', 'status', 'update', 'quote'].includes(type)) return null;
  const reason = type === 'mention' ? 'mention' : null;
  // When somebody is told of an edit says nothing of when the post was written.
  return { id, status, reason, toldAt: reason === null ? null : toldAt, at };
}

/** A status of a list. */
export function listed(status: Dictionary): Named | null {
  const [id, at] = [idOf(status.id), instant(status.created_at)];
  return id === null || at === null || dictionary(status.reblog) !== null
    ? null
    : { id, status, reason: null, toldAt: null, at };
}

/** Our account's id on its server. */
export const houseOf = (account: AccountAccess): string => account.settings.accountId ?? '';

/** One version of a status: an edit is another one. */
export const versionOf = ({ status }: Named): string => text(status.edited_at) ?? '';

export interface Item {
  networkId: string;
  item: RawItem;
}

/** The raw item of a status, with its thread; null where it does not concern us, or not in this way (private or not). */
export async function itemOf(
  session: Session,
  threads: Threads,
  named: Named,
  wanted: { private: boolean | null; known?: boolean },
  signal: AbortSignal,
): Promise<Item | null> {
  const { account, domain } = session;
  if (wanted.private !== null && isPrivate(named.status) !== wanted.private) return null;
  const plain = payloadOf(session, named, wanted.known === true);
  // Most of a home timeline concerns us not at all: nothing is asked about it.
  if (normalise(plain, account).kind === 'ignored') return null;
  const payload: StatusPayload = { ...plain, ...(await threads.placeOf(named.status, signal)) };
  return { networkId: statusId(domain, named.id), item: { key: statusId(domain, payload.root), payload } };
}

function payloadOf(session: Session, named: Named, known: boolean): StatusPayload {
  const most = Number(session.account.settings.most);
  return {
    form: 'status',
    domain: session.domain,
    house: houseOf(session.account),
    status: named.status,
    root: named.id,
    rootBy: null,
    parentBy: null,
    reason: named.reason ?? (known ? 'known' : null),
    seenAt: named.toldAt,
    most: Number.isSafeInteger(most) && most > 0 ? most : usualMost,
  };
}
