/** Hears watched words where nobody is named: by the timelines of hashtags, and by search where the server has it. */
import type { ChannelTools, Heading, RawItem } from '../channel.ts';
import { pause, pieces, pollMilliseconds } from '../polling.ts';
import { dictionaries, dictionary, instant } from '../reading.ts';
import { Place } from './place.ts';
import type { Session } from './session.ts';
import { openThreads, type Threads } from './threads.ts';
import { itemOf, listed, type Named, pagesOf, versionOf } from './told.ts';

const firstLook = 86_400_000;
/** A post of another server arrives later than it was written: look back this far, in milliseconds. */
const overlap = 3_600_000;
const perHeading = 100;
/** Without a word to look for; another one opens the account anew. */
const idle = 3_600_000;

/** Asks again and again for what was written with these words since the cursor. */
export async function* listenToWords(
  tools: ChannelTools,
  session: Session,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  const place = Place.from(cursor, new Date(tools.now().getTime() - firstLook));
  const threads = openThreads(session);
  while (!signal.aborted) {
    const since = new Date(place.until.getTime() - overlap);
    for (const word of session.account.watched)
      yield* hearWord({ session, threads, place, heardAt: tools.now() }, word, since, signal);
    if (signal.aborted) return;
    yield { items: [], cursor: place.cursor() };
    await pause(session.account.watched.length === 0 ? idle : pollMilliseconds(session.account, 60), signal);
  }
}

interface Watching {
  session: Session;
  threads: Threads;
  place: Place;
  heardAt: Date;
}

async function* hearWord(
  { session, threads, place, heardAt }: Watching,
  word: string,
  since: Date,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  const found = (await writtenWith(session, word, since, signal)).filter(
    (one) => place.get(one.id)?.version !== versionOf(one),
  );
  for (const piece of pieces(found.reverse(), perHeading)) {
    const items: RawItem[] = [];
    for (const one of piece) {
      const made = await itemOf(session, threads, one, { private: false }, signal);
      if (made !== null) items.push(made.item);
      // Another server's clock may say anything: a post from the future must not end our hearing.
      const at = one.at < heardAt ? one.at : heardAt;
      place.see(one.id, { version: versionOf(one), at, in: 'told' });
    }
    yield { items, cursor: place.cursor() };
  }
}

/** Posts with a word since then, newest first: by its hashtag where it can be one, and by search. */
export async function writtenWith(
  session: Session,
  word: string,
  since: Date,
  signal: AbortSignal,
): Promise<Named[]> {
  const found = new Map<string, Named>();
  const tag = tagOf(word);
  if (tag !== null) for (const one of await withTag(session, tag, since, signal)) found.set(one.id, one);
  if (session.account.settings.search === 'yes')
    for (const one of await searched(session, word, signal)) if (one.at >= since) found.set(one.id, one);
  return [...found.values()].sort((one, other) => other.at.getTime() - one.at.getTime());
}

/** A word as a hashtag, without its sign; null for several words and for what servers take as none. */
export function tagOf(word: string): string | null {
  const plain = word.trim().replace(/^#/, '');
  return /^[\p{L}\p{N}\p{M}_]*[\p{L}_][\p{L}\p{N}\p{M}_]*$/u.test(plain) ? plain : null;
}

async function withTag(session: Session, tag: string, since: Date, signal: AbortSignal): Promise<Named[]> {
  const found: Named[] = [];
  const path = `/api/v1/timelines/tag/${encodeURIComponent(tag)}`;
  for await (const page of pagesOf(session, { path, query: {} }, signal)) {
    found.push(...page.flatMap((status) => listed(status) ?? []).filter(({ at }) => at >= since));
    const oldest = instant(page.at(-1)?.created_at);
    if (oldest !== null && oldest < since) break;
  }
  return found;
}

/** The best answers of the server's search: it has no order by time and no end, so that one page is asked for. */
async function searched(session: Session, word: string, signal: AbortSignal): Promise<Named[]> {
  const plain = word.replaceAll('"', '').trim();
  const q = /\s/.test(plain) ? `"${plain}"` : plain;
  const what = { method: 'GET', path: '/api/v2/search', query: { q, type: 'statuses', limit: 40 } } as const;
  const answer = await session.read(what, signal);
  return dictionaries(dictionary(answer?.body)?.statuses).flatMap((status) => listed(status) ?? []);
}
