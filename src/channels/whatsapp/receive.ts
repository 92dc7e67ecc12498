/** Requests of Meta: the question before it trusts us, and what it tells, signed with the app's secret. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AccountAccess, ChannelTools } from '../channel.ts';
import type { Called, PlainAnswer, Receiving, Taken } from '../receiving.ts';
import { withFiles } from './media.ts';
import { itemsOf } from './payload.ts';

const plain = (body: string): PlainAnswer => ({ status: 200, type: 'text/plain', body });

/** The webhook of one account. */
export const receivingOf = (tools: ChannelTools): Receiving => ({
  paths: [{ path: '', what: 'Messages and what became of ours' }],
  mostBytes: 3 * 1_048_576,
  proof: 'signature',
  take: (account, called) =>
    called.method === 'GET' ? challenge(account, called) : take(tools, account, called),
});

/** The word that Meta must say before we trust it; nobody without the app's secret can make it up. */
export function verifyToken(appSecret: string, accountId: string): string {
  return createHmac('sha256', appSecret).update(`verify ${accountId}`).digest('base64url').slice(0, 32);
}

async function challenge(account: AccountAccess, { query }: Called): Promise<Taken> {
  const wanted = verifyToken(account.secret.appSecret ?? '', account.accountId);
  const asked = query['hub.challenge'];
  if (query['hub.mode'] !== 'subscribe' || asked === undefined)
    return { kind: 'refused', status: 400, reason: 'This is no question of Meta.' };
  if (!same(query['hub.verify_token'] ?? '', wanted)) {
    const reason = 'Meta was given another verify token. Copy the one of the set-up into its page.';
    return { kind: 'refused', status: 403, reason };
  }
  return { kind: 'answered', what: 'Meta asked whether the address is ours.', answer: plain(asked) };
}

async function take(tools: ChannelTools, account: AccountAccess, called: Called): Promise<Taken> {
  const { appSecret } = account.secret;
  const given = called.headers['x-hub-signature-256'] ?? '';
  if (appSecret === undefined || appSecret === '' || !same(given, signatureOf(appSecret, called.body))) {
    const reason = 'The signature is not made with the app secret of this account.';
    return { kind: 'refused', status: 401, reason };
  }
  // While it is set up only what was typed is known.
  const number = account.networkId || (account.settings.phoneNumberId ?? '');
  const items = itemsOf(parsed(called.body), number);
  if (items === null) return { kind: 'refused', status: 400, reason: 'This is no request of WhatsApp.' };
  if (items.some(({ payload }) => (payload as { form: string }).form === 'elsewhere'))
    account.tell?.({ code: 'rights_missing', sentence: ofAnotherNumber });
  return { kind: 'kept', ...(await withFiles(tools, account, items)), answer: plain('') };
}

const ofAnotherNumber =
  'Messages to another number came to the webhook address of this one and were not read. Give each number an address of its own (Meta calls that an override of the callback).';

/** `sha256=` and the hexadecimal HMAC-SHA256 of the body as it came. */
export function signatureOf(appSecret: string, body: Uint8Array): string {
  return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null; // what is no JSON is no request of WhatsApp
  }
}
