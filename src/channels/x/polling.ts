/** Hears by asking again and again: our mentions, what holds a watched word, our direct messages. */
import type { Heading } from '../channel.ts';
import { pause, pieces, pollMilliseconds } from '../polling.ts';
import { dictionary, instant, text } from '../reading.ts';
import type { Use } from '../telling.ts';
import { cursorOf, idOfCursor, laterId, timeOfId } from './ids.ts';
import { type Read, readMessages, readPosts, writtenAt } from './reading.ts';
import type { Session } from './session.ts';
import { patiently } from './waiting.ts';

const day = 86_400_000;
/** How far back a recent search sees, less an hour. */
const searched = 7 * day - 3_600_000;
const perHeading = 200;

/** Streams the posts that name us, since the cursor; since a day ago when there is none. */
export async function* pollMentions(
  session: Session,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  let newest = idOfCursor(cursor);
  while (!signal.aborted) {
    const found = await patiently(session, signal, () => readMentions(session, newest, 'hearing', signal));
    if (found !== null) {
      for (const piece of pieces(found, perHeading)) {
        newest = newestOf(piece, newest);
        yield { items: piece.map(({ item }) => item), cursor: cursorOf(newest) };
      }
      if (found.length === 0) yield { items: [], cursor: cursorOf(newest) };
      await pause(pollMilliseconds(session.account, 30), signal);
    }
  }
}

/** Our mentions after a post, the oldest first. */
export function readMentions(
  session: Session,
  after: string | null,
  use: Use,
  signal: AbortSignal,
): Promise<Read[]> {
  const since = new Date(session.tools.now().getTime() - day);
  return readPosts(session, { list: 'mentions', use, sinceId: after, since, signal });
}

/** Streams the posts that hold a watched word. */
export async function* pollSearch(
  session: Session,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  let newest = idOfCursor(cursor);
  while (!signal.aborted) {
    const found = await patiently(session, signal, () => readSearched(session, newest, 'watching', signal));
    if (found !== null) {
      newest = newestOf(found, newest);
      for (const piece of pieces(found, perHeading))
        yield { items: piece.map(({ item }) => item), cursor: cursorOf(newestOf(piece, null)) };
      if (found.length === 0) yield { items: [], cursor: cursorOf(newest) };
      await pause(pollMilliseconds(session.account, 60), signal);
    }
  }
}

/** What holds a watched word after a post, each once, the oldest first. */
export async function readSearched(
  session: Session,
  after: string | null,
  use: Use,
  signal: AbortSignal,
): Promise<Read[]> {
  const now = session.tools.now().getTime();
  const tooOld = after !== null && timeOfId(after).getTime() < now - searched;
  if (tooOld) tellOfGap(session);
  const from =
    tooOld || after === null ? { since: new Date(now - (tooOld ? searched : day)) } : { sinceId: after };
  const found = new Map<string, Read>();
  for (const query of questionsFor(session.account.watched, session.account.handle)) {
    for (const read of await readPosts(session, { list: 'search', use, query, ...from, signal }))
      found.set(read.id, read);
  }
  return [...found.values()].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
}

function tellOfGap({ account }: Session): void {
  const sentence =
    'X finds posts of the last seven days only: what was written before, while nobody listened, is not found any more.';
  account.tell?.({ code: 'cut_off', sentence });
}

const longestQuestion = 480;

/** Words joined to as few questions as X takes, each without what we wrote ourselves. */
export function questionsFor(watched: readonly string[], handle: string): string[] {
  const end = handle === '' ? '' : ` -from:${handle}`;
  const questions: string[][] = [];
  for (const word of watched) {
    const term = termFor(word);
    if (term === null) continue;
    const last = questions.at(-1);
    const room = longestQuestion - end.length - [...(last ?? []), term].join(' OR ').length;
    if (last === undefined || room < 0) questions.push([term]);
    else last.push(term);
  }
  return questions.map((terms) => `(${terms.join(' OR ')})${end}`);
}

/** A hashtag or a name as it is, anything else word for word; null for what is no word. */
export function termFor(word: string): string | null {
  const plain = word.replaceAll('"', ' ').replace(/\s+/gu, ' ').trim().slice(0, 200);
  if (plain === '') return null;
  return /^[#@]\w+$/u.test(plain) ? plain : `"${plain}"`;
}

/** Streams direct messages since the cursor; since a day ago when there is none. */
export async function* pollMessages(
  session: Session,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  let until = instant(cursor) ?? new Date(session.tools.now().getTime() - day);
  let passed = new Set<string>();
  while (!signal.aborted) {
    const found = await patiently(session, signal, () =>
      readMessages(session, { since: until, use: 'hearing', signal }),
    );
    if (found !== null) {
      const fresh = found.filter(({ id }) => !passed.has(id));
      for (const { item } of fresh) {
        const at = writtenAt(item);
        if (at !== null && at > until) until = at;
      }
      passed = new Set(found.map(({ id }) => id));
      yield { items: fresh.map(({ item }) => item), cursor: until.toISOString() };
      await pause(pollMilliseconds(session.account, 90), signal);
    }
  }
}

/** The newest version of the newest post. */
export function newestOf(found: readonly Read[], before: string | null): string | null {
  return found.reduce((newest, { id, item }) => {
    const version = text(dictionary(dictionary(item.payload)?.data)?.id) ?? id;
    return /^\d{1,19}$/.test(version) ? laterId(newest, version) : newest;
  }, before);
}
