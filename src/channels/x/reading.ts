/** Reads the lists of X page by page: our mentions, our own posts, what a search finds, our direct messages. */
import type { RawItem } from '../channel.ts';
import { type Dictionary, dictionaries, dictionary, instant, text } from '../reading.ts';
import type { Use } from '../telling.ts';
import { messageFields, postFields } from './fields.ts';
import { itemsOf, messagesOf } from './payload.ts';
import { prices } from './prices.ts';
import type { Cost, Session } from './session.ts';

export interface Read {
  id: string;
  item: RawItem;
}

/** Which list, from where on. */
export interface Wanted {
  list: 'mentions' | 'own' | 'search';
  use: Use;
  /** For a search. */
  query?: string;
  sinceId?: string | null;
  since?: Date | null;
  signal: AbortSignal;
}

/** More than X keeps of any list. */
const mostPages = 200;
const perPage = 100;
/** Charged a day once for each; the largest page sets aside what it may cost. */
const ownedLists = ['mentions', 'own'];

/**
 * Every page until the network has no more, the newest first, as the network gives them; an empty page may have another behind it. Throws what the session throws.
 */
export async function* readPages(session: Session, wanted: Wanted): AsyncGenerator<Dictionary> {
  let token: string | null = null;
  for (let page = 0; page < mostPages && !wanted.signal.aborted; page += 1) {
    const body: Dictionary = await session.read({
      group: wanted.list,
      method: 'GET',
      path: pathOf(session, wanted),
      query: { ...queryOf(wanted), ...(token === null ? {} : { [tokenName(wanted)]: token }) },
      signal: wanted.signal,
      cost: costOf(session, wanted),
    });
    tellOfErrors(session, wanted.list, body);
    yield body;
    token = text(dictionary(body.meta)?.next_token);
    if (token === null) return;
  }
}

/** All posts since then, the oldest first. */
export async function readPosts(session: Session, wanted: Wanted): Promise<Read[]> {
  const reason = wanted.list === 'mentions' ? 'mention' : wanted.list === 'search' ? 'watched' : null;
  const pages: Read[][] = [];
  for await (const page of readPages(session, wanted)) pages.unshift(itemsOf(page, reason));
  return pages.flat();
}

function pathOf({ account }: Session, { list }: Wanted): string {
  if (list === 'search') return '/2/tweets/search/recent';
  return `/2/users/${account.networkId}/${list === 'own' ? 'tweets' : 'mentions'}`;
}

function queryOf({ list, query, sinceId, since }: Wanted): Record<string, string | number> {
  return {
    ...postFields,
    max_results: perPage,
    ...(list === 'search' ? { query: query ?? '' } : {}),
    ...(sinceId != null ? { since_id: sinceId } : since != null ? { start_time: seconds(since) } : {}),
  };
}

const tokenName = ({ list }: Wanted): string => (list === 'search' ? 'next_token' : 'pagination_token');

/** The network takes whole seconds. */
const seconds = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;

function costOf(session: Session, { list, use }: Wanted): Cost {
  const each = ownedLists.includes(list) ? prices.ownedRead : prices.postRead;
  return { use, most: perPage * each, of: (body) => each * freshOf(session, 'post', body) };
}

/** How many of a page are charged: X charges the same post once a day. */
export function freshOf({ parts, account, tools }: Session, kind: string, body: Dictionary): number {
  const ids = dictionaries(body.data).flatMap(({ id }) => text(id) ?? []);
  return parts.billed.fresh(account.accountId, kind, ids, tools.now());
}

/** An answer of 200 may say beside its posts that some could not be shown: a deleted one that is quoted, say. */
function tellOfErrors(session: Session, list: string, body: Dictionary): void {
  const errors = dictionaries(body.errors);
  if (errors.length === 0) return;
  session.tools.log('x_partly_answered', {
    account: session.account.accountId,
    list,
    errors: errors.length,
    first: String(errors[0]?.title ?? ''),
  });
}

/** Direct messages since then, the oldest first; X lists those of a month, the newest first. */
export async function readMessages(
  session: Session,
  { since, use, signal, participant }: { since: Date; use: Use; signal: AbortSignal; participant?: string },
): Promise<Read[]> {
  const pages: Read[][] = [];
  let token: string | null = null;
  const path =
    participant === undefined ? '/2/dm_events' : `/2/dm_conversations/with/${participant}/dm_events`;
  for (let page = 0; page < mostPages && !signal.aborted; page += 1) {
    const most = page === 0 ? firstMessages : perPage;
    const body: Dictionary = await session.read({
      group: participant === undefined ? 'messages' : 'messages with',
      method: 'GET',
      path,
      query: { ...messageFields, max_results: most, ...(token === null ? {} : { pagination_token: token }) },
      signal,
      cost: {
        use,
        most: most * prices.messageRead,
        of: (answer) => prices.messageRead * freshOf(session, 'message', answer),
      },
    });
    const found = messagesOf(body);
    pages.unshift(found.filter(({ item }) => (writtenAt(item) ?? since) >= since));
    const [oldest] = found;
    token = text(dictionary(body.meta)?.next_token);
    if (token === null || (oldest !== undefined && (writtenAt(oldest.item) ?? since) < since)) break;
  }
  return pages.flat();
}

/** Old messages are charged again every day: the first look is a short one. */
const firstMessages = 10;

/** When a message or a post was written. */
export function writtenAt(item: RawItem): Date | null {
  return instant(dictionary(dictionary(item.payload)?.data)?.created_at);
}
