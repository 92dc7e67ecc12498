/** X calls: its challenge, the events of its Activity API, posts of the filtered stream. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AccountAccess, ChannelTools, RawItem } from '../channel.ts';
import { type Dictionary, dictionary } from '../reading.ts';
import type { AskedWhileReceiving, Called, PlainAnswer, Receiving, Taken } from '../receiving.ts';
import { eventsIn, filteredPost, heardHere, itemOfEvent, type Told } from './events.ts';
import { eventPrice, prices } from './prices.ts';
import type { Parts } from './session.ts';

const plain = (body: string, type = 'text/plain; charset=utf-8'): PlainAnswer => ({
  status: 200,
  type,
  body,
});
const refused = (status: 400 | 401 | 404, reason: string): Taken => ({ kind: 'refused', status, reason });

/** The webhooks of the channel. */
export function receiving(tools: ChannelTools, parts: Parts): Receiving {
  return {
    paths: [
      { path: '', what: 'X Activity API: mentions, answers, quotes, deletions, direct messages' },
      { path: 'back', what: 'Where X sends a person back who gave the permission (OAuth 2)' },
    ],
    mostBytes: 1_000_000,
    proof: 'signature',
    take: (account, called, desk) => take(tools, parts, account, called, desk),
  };
}

async function take(
  tools: ChannelTools,
  parts: Parts,
  account: AccountAccess,
  called: Called,
  desk: AskedWhileReceiving,
): Promise<Taken> {
  if (called.path === 'back' && called.method === 'GET')
    return { kind: 'answered', what: 'consent', answer: plain(goBack) };
  if (called.path !== '') return refused(404, 'X calls no such address of this account.');
  const { consumerSecret = '' } = account.secret;
  if (consumerSecret === '') return refused(401, 'The account has no key by which X could prove itself.');
  if (called.method === 'GET') return challenge(consumerSecret, called.query.crc_token);
  if (!isSigned(consumerSecret, called))
    return refused(401, 'The signature is not that of X, or the key of the app was changed there.');
  const body = parsed(called.body);
  if (body === null) return refused(400, 'The request holds no JSON.');
  const items = await itemsIn(tools, parts, account, body, desk.now);
  return { kind: 'kept', items, answer: plain('') };
}

const goBack =
  'X gave its permission. Copy the whole address of this page, paste it where Answerable asks for it, and go on within 30 seconds.';

function challenge(secret: string, token: string | undefined): Taken {
  if (token === undefined || token === '') return refused(400, 'The challenge of X lacks its word.');
  const body = JSON.stringify({ response_token: proofOf(secret, token) });
  return { kind: 'answered', what: 'challenge', answer: plain(body, 'application/json') };
}

/** How X and we prove that we know the app's secret. */
export function proofOf(secret: string, over: string | Uint8Array): string {
  return `sha256=${createHmac('sha256', secret).update(over).digest('base64')}`;
}

function isSigned(secret: string, { headers, body }: Called): boolean {
  const given = Buffer.from(headers['x-twitter-webhooks-signature'] ?? headers['x-webhooks-signature'] ?? '');
  const wanted = Buffer.from(proofOf(secret, body));
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function parsed(body: Uint8Array): Dictionary | null {
  try {
    return dictionary(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)));
  } catch {
    return null;
  }
}

async function itemsIn(
  tools: ChannelTools,
  parts: Parts,
  account: AccountAccess,
  body: Dictionary,
  now: Date,
): Promise<RawItem[]> {
  const filtered = filteredPost(body);
  const told = filtered === null ? eventsIn(body) : [];
  await pay(tools, parts, account, told, filtered === null ? 0 : prices.postRead);
  if (told.some(({ type }) => type === 'oauth.revoke')) tellOfRevoked(account);
  if (filtered !== null) return account.hearsPublic === false ? [] : [filtered];
  if (told.length === 0)
    return [{ key: 'event', payload: { form: 'event', event: body, at: now.toISOString() } }];
  return told
    .filter(({ event }) => heardHere(event, account))
    .map((one) => itemOfEvent(one, account, now).item);
}

/** What X delivered is charged whatever we make of it; where nothing is left, the subscriptions are ended at the next look. */
async function pay(
  tools: ChannelTools,
  { billed }: Parts,
  account: AccountAccess,
  told: readonly Told[],
  more: number,
): Promise<void> {
  if (account.meter === undefined) return;
  let micros = more;
  for (const { id, type } of told)
    micros += eventPrice(type) * billed.fresh(account.accountId, 'event', [id], tools.now());
  if (micros === 0) return;
  const held = await account.meter.setAside('hearing', micros);
  await held?.settle(micros);
}

function tellOfRevoked({ tell, handle }: AccountAccess): void {
  const sentence = `The permission of @${handle} was taken back on X. Connect the account again in Settings > Accounts.`;
  tell?.({ code: 'rights_missing', sentence });
}
