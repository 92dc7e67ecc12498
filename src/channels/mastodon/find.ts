/** Looks for a reply on the server by its words: no server can be asked for a key. */
import { Fault } from '../../domain/fault.ts';
import type { ChannelTools, Found, ReplyToSend } from '../channel.ts';
import { type Dictionary, dictionaries, dictionary, instant, text } from '../reading.ts';
import type { Ask } from './api.ts';
import { idOf, localId, statusId, wholeName } from './payload.ts';
import { Refused, type Session } from './session.ts';
import { textOfHtml } from './words.ts';

/** What is not there a minute after it was first tried did not go out; sooner it may still be on its way. */
const settled = 60_000;
/** The server's clock and ours may differ by this much. */
const clockSkew = 300_000;
const mostPages = 20;
const perPage = 40;

/** What the network is given: the author's name first, since who is not named is not told. */
export function wordsFor(reply: ReplyToSend): string {
  const address = reply.quote?.handle.address;
  const words = address === undefined ? reply.text : `${reply.text}\n${address}`;
  return reply.to === null ? words : `@${reply.to.by.handle} ${words}`;
}

/** Throws Fault `network_unreachable` when the network cannot be asked, or not yet. */
export async function check(tools: ChannelTools, session: Session, reply: ReplyToSend): Promise<Found> {
  const found = await findSent(tools, session, reply);
  if (found !== null) return { kind: 'there', ...found };
  if (tools.now().getTime() - lastAttempt(reply).getTime() < settled) {
    throw new Fault(
      'network_unreachable',
      'It is not there yet, and may be on its way; it is looked for again.',
    );
  }
  return { kind: 'absent' };
}

const lastAttempt = ({ firstAttemptAt, doubtfulSince }: ReplyToSend): Date => doubtfulSince ?? firstAttemptAt;

/** Our own post with these words under the post that is answered, since the first attempt; null where there is none. */
export async function findSent(
  tools: ChannelTools,
  session: Session,
  reply: ReplyToSend,
): Promise<{ networkId: string; at: Date; handle: Record<string, string> } | null> {
  const parent = reply.to === null ? null : localId(session.domain, reply.to.networkId);
  const wanted = essence(wordsFor(reply));
  const since = Math.min(reply.firstAttemptAt.getTime(), tools.now().getTime()) - clockSkew;
  const isIt = (status: Dictionary): boolean =>
    isOurs(session, status) &&
    idOf(status.in_reply_to_id) === parent &&
    (instant(status.created_at)?.getTime() ?? 0) >= since &&
    essence(wordsIn(status, session.domain)) === wanted &&
    reply.heldByOthers?.has(statusId(session.domain, idOf(status.id) ?? '')) !== true;
  for await (const page of whereItWouldBe(session, parent, since)) {
    // The oldest first: a second one, had a server made it, is never the one that is kept.
    const it = page.filter(isIt).sort((one, other) => timeOf(one) - timeOf(other))[0];
    const id = idOf(it?.id);
    if (it !== undefined && id !== null)
      return { networkId: statusId(session.domain, id), at: new Date(timeOf(it)), handle: {} };
  }
  return null;
}

const timeOf = (status: Dictionary): number => instant(status.created_at)?.getTime() ?? 0;

/** Below the post that is answered, and among what our account wrote since. */
async function* whereItWouldBe(
  session: Session,
  parent: string | null,
  since: number,
): AsyncGenerator<readonly Dictionary[]> {
  if (parent !== null) {
    const path = `/api/v1/statuses/${encodeURIComponent(parent)}/context`;
    const body = await read(session, { method: 'GET', path });
    yield dictionaries(dictionary(body)?.descendants);
  }
  const path = `/api/v1/accounts/${encodeURIComponent(session.account.settings.accountId ?? '')}/statuses`;
  let query: Record<string, string | number> = { limit: perPage };
  for (let page = 0; page < mostPages; page += 1) {
    const statuses = dictionaries(await read(session, { method: 'GET', path, query }));
    yield statuses;
    const last = statuses.at(-1);
    if (last === undefined || timeOf(last) < since) return;
    query = { limit: perPage, max_id: text(last.id) ?? '' };
  }
}

/** What is not there is empty: a post that was deleted has nothing under it. */
async function read(session: Session, what: Ask): Promise<unknown> {
  const answer = await session.ask(what);
  if (answer.ok) return answer.body;
  if (answer.status === 404 || answer.status === 410) return null;
  throw new Refused(what, answer);
}

function isOurs({ account, domain }: Session, status: Dictionary): boolean {
  const by = dictionary(status.account);
  return text(by?.id) === account.settings.accountId || wholeName(by?.acct, domain) === account.handle;
}

function wordsIn(status: Dictionary, domain: string): string {
  const names = new Map(
    dictionaries(status.mentions).map((one) => [text(one.url), wholeName(one.acct, domain)]),
  );
  return textOfHtml(text(status.content) ?? '', (address) => names.get(address) ?? null);
}

/** Letters and numbers alone, without whom it names first: servers set signs and spaces as they like. */
export function essence(words: string): string {
  return words
    .replace(/^(?:@[^\s]+\s+)+/u, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\p{So}]+/gu, '');
}
