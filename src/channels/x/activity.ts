/** The X Activity API: what is said of one account, to our webhook or by a stream. Its subscriptions are kept in line here. */
import type { AccountAccess, Heading } from '../channel.ts';
import { pause, pollMilliseconds } from '../polling.ts';
import { type Dictionary, dictionaries, dictionary, text } from '../reading.ts';
import { Refused } from './ask.ts';
import { eventsIn, heardHere, itemOfEvent } from './events.ts';
import { cursorOf, idOfCursor } from './ids.ts';
import { newestOf, readMentions } from './polling.ts';
import { eventPrice, prices } from './prices.ts';
import type { Read } from './reading.ts';
import { Reserve } from './reserve.ts';
import { tagOf } from './rules.ts';
import { refusedFault, type Session } from './session.ts';
import { keepStreaming, type Stream } from './streaming.ts';
import { patiently } from './waiting.ts';

const inPublic = ['post.mention.create', 'post.create', 'post.delete'];
/** Younger than version 2.166 of the description: where X does not know them, the others stand. */
const younger = ['post.reply.create', 'post.quote.create', 'oauth.revoke'];
const inPrivate = ['dm.received', 'dm.sent', 'chat.received', 'chat.sent'];
const path = '/2/activity/subscriptions';

/** What is to be told of this account. */
export function wantedEvents({ hearsPublic, hearsDirect }: AccountAccess): string[] {
  return [
    ...(hearsPublic === false ? [] : inPublic),
    ...(hearsDirect === false ? [] : inPrivate),
    ...(hearsPublic === false ? [] : younger),
  ];
}

/** Makes our subscriptions what they are to be. `webhookId`: null for the stream. */
export async function keepSubscriptions(session: Session, webhookId: string | null): Promise<void> {
  const { account } = session;
  const tag = tagOf(account.accountId);
  const ours = (await subscriptions(session)).filter((one) => one.tag === tag);
  const wanted = new Set(wantedEvents(account));
  const stands = (one: Dictionary): boolean =>
    wanted.has(text(one.event_type) ?? '') && (text(one.webhook_id) ?? null) === webhookId;
  for (const one of ours) if (!stands(one)) await endSubscription(session, one);
  const standing = ours.filter(stands).map(({ event_type: type }) => type);
  for (const type of wanted) if (!standing.includes(type)) await subscribe(session, type, tag, webhookId);
}

/** Takes all of ours away: nothing is delivered, and nothing is charged. */
export async function endSubscriptions(session: Session): Promise<void> {
  const tag = tagOf(session.account.accountId);
  for (const one of await subscriptions(session)) if (one.tag === tag) await endSubscription(session, one);
}

async function subscriptions(session: Session): Promise<readonly Dictionary[]> {
  const body = await session.read({ group: 'subscriptions', method: 'GET', path, as: 'app' });
  return dictionaries(body.data);
}

async function endSubscription(session: Session, one: Dictionary): Promise<void> {
  const id = text(one.subscription_id) ?? '';
  await session.read({ group: 'subscription end', method: 'DELETE', path: `${path}/${id}`, as: 'app' });
}

async function subscribe(
  session: Session,
  type: string,
  tag: string,
  webhookId: string | null,
): Promise<void> {
  const json = {
    event_type: type,
    filter: { user_id: session.account.networkId },
    tag,
    ...(webhookId === null ? {} : { webhook_id: webhookId }),
  };
  const isPublic = inPublic.includes(type);
  // What is private is subscribed to in the account's own name; X asks that of it.
  const asked = { group: 'subscribe', method: 'POST', path, json } as const;
  const answer = await session.ask(isPublic ? { ...asked, as: 'app' } : asked);
  if (answer.ok || answer.problem === 'conflict') return;
  if (younger.includes(type) && answer.status === 400) return;
  if (answer.status === 403 && !isPublic) {
    const sentence = `X does not tell this app of ${type}. Give the app "Read and write and Direct message", then connect the account again.`;
    session.account.tell?.({ code: 'rights_missing', sentence });
    return;
  }
  throw new Refused(path, answer);
}

/** Hears by the activity stream. */
export async function* listenActivity(
  session: Session,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  const { account, parts, tools } = session;
  const query = account.settings.reach === 'everybody' ? { backfill_minutes: 5 } : {};
  const stream: Stream = {
    ask: { group: 'activity stream', method: 'GET', path: '/2/activity/stream', query },
    reserve: new Reserve(session, 'hearing', prices.messageRead),
    prepare: () => keepSubscriptions(session, null),
    read(line) {
      const events = eventsIn(line).filter(({ event }) => heardHere(event, account));
      const micros = events.reduce(
        (sum, { type, id }) =>
          sum + eventPrice(type) * parts.billed.fresh(account.accountId, 'event', [id], tools.now()),
        0,
      );
      return { items: events.map((event) => itemOfEvent(event, account, tools.now())), micros };
    },
    repair: (after) => (account.hearsPublic === false ? Promise.resolve([]) : missed(session, after, signal)),
  };
  yield* keepStreaming(session, stream, cursor, signal);
}

const missed = (session: Session, after: string, signal: AbortSignal) =>
  readMentions(session, after, 'repairing', signal);

/**
 * The webhook brings what is heard; this looks after it: that X has our address and believes it, that the subscriptions stand, that money is left, and that what was written
 * while X did not reach us is fetched.
 */
export async function* keepWebhook(
  session: Session,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  let newest = idOfCursor(cursor);
  let before: Standing | null = null;
  while (!signal.aborted) {
    const now: Standing | null = await patiently(session, signal, () => lookAfter(session));
    const found = now === 'stands' && before !== 'stands' ? await missedCalls(session, newest, signal) : [];
    newest = newestOf(found, newest);
    if (now !== before && before !== null) tellOfChange(session, now, found.length);
    yield { items: found.map(({ item }) => item), cursor: cursorOf(newest) };
    if (now !== null) before = now;
    // Who was just asked to try again is looked at again soon.
    await pause(pollMilliseconds(session.account, now === 'stands' ? 300 : 60), signal);
  }
}

/** Whether X calls us. */
type Standing = 'stands' | 'lost' | 'no money';

async function missedCalls(session: Session, after: string | null, signal: AbortSignal): Promise<Read[]> {
  if (session.account.hearsPublic === false) return [];
  return (await patiently(session, signal, () => readMentions(session, after, 'repairing', signal))) ?? [];
}

function tellOfChange({ account }: Session, now: Standing | null, missed: number): void {
  if (now !== 'stands') return;
  account.tell?.({ code: 'went_on', sentence: 'X calls us again.' });
  if (missed === 0) return;
  const sentence = `${missed} posts that came while X did not call us were fetched.`;
  account.tell?.({ code: 'gap_repaired', sentence });
}

async function lookAfter(session: Session): Promise<Standing> {
  const { account } = session;
  const held = await account.meter?.setAside('hearing', prices.postRead);
  if (held === null) {
    await endSubscriptions(session);
    const sentence =
      "The month's money for X is spent: X tells us nothing more until the ceiling is raised in Settings > Accounts or the next month begins.";
    account.tell?.({ code: 'money_short', sentence });
    return 'no money';
  }
  await held?.settle(0);
  const id = await standingWebhook(session);
  if (id === null) {
    const sentence =
      'X does not reach our address and was asked to try again. If the address was changed here, connect the account again, so that X is given the new one.';
    account.tell?.({ code: 'cut_off', sentence });
    return 'lost';
  }
  await keepSubscriptions(session, id);
  return 'stands';
}

/** Our webhook at X: made where there is none, tried anew where X no longer believes it. Null where X does not reach us. */
async function standingWebhook(session: Session): Promise<string | null> {
  const url = session.account.settings.webhook ?? '';
  const place = '/2/webhooks';
  const all = await session.read({ group: 'webhooks', method: 'GET', path: place, as: 'app' });
  const ours = dictionaries(all.data).find((one) => one.url === url);
  const id = text(ours?.id);
  if (id !== null && ours?.valid !== false) return id;
  const again = { group: 'webhook again', method: 'PUT', path: `${place}/${id}` } as const;
  const make = { group: 'webhook', method: 'POST', path: place, json: { url } } as const;
  const answer = await session.ask({ ...(id === null ? make : again), as: 'app' });
  if (!answer.ok && answer.status !== 400)
    throw refusedFault(session.account, answer) ?? new Refused(place, answer);
  if (!answer.ok || id !== null) return null;
  return text(answer.body.id) ?? text(dictionary(answer.body.data)?.id);
}
