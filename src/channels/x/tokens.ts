/** What an account signs its requests with: keys that never end (OAuth 1.0a), or a token of two hours that is renewed before it ends (OAuth 2 with PKCE). */
import { createHash, randomBytes } from 'node:crypto';
import { Fault } from '../../domain/fault.ts';
import type { AccountAccess, ChannelTools } from '../channel.ts';
import { text } from '../reading.ts';
import { type Ask, addressOf, askOnce, defaultServer, Refused, unreachable } from './ask.ts';
import { authorization } from './oauth1.ts';

/** Renew this long before the token ends, in milliseconds. */
const ahead = 300_000;

/** The server that is asked. */
export function serverOf({ settings }: Pick<AccountAccess, 'settings'>): string {
  return settings.server ?? defaultServer;
}

/** The header of a request of the account's own. `renewed`: never with what is known to be refused. */
export async function signedAs(
  tools: ChannelTools,
  renewals: Renewals,
  account: AccountAccess,
  what: Ask,
  renewed = false,
): Promise<string> {
  const { secret } = account;
  if (!secret.refresh) return signedByKeys(tools, account, what);
  const ends = Number(secret.ends ?? 0);
  const isFresh = secret.access !== undefined && ends - ahead > tools.now().getTime();
  const access = isFresh && !renewed ? secret.access : await renewals.renew(tools, account, secret.access);
  return `Bearer ${access}`;
}

function signedByKeys(tools: ChannelTools, account: AccountAccess, what: Ask): string {
  const { consumerKey = '', consumerSecret = '', accessToken = '', accessSecret = '' } = account.secret;
  const address = addressOf(serverOf(account), { path: what.path });
  const parameters = [...Object.entries(what.query ?? {}), ...Object.entries(what.form ?? {})].map(
    ([name, value]) => [name, String(value)] as const,
  );
  return authorization(
    { consumerKey, consumerSecret, accessToken, accessSecret },
    { method: what.method, address: address.origin + address.pathname, parameters },
    randomBytes(16).toString('hex'),
    Math.floor(tools.now().getTime() / 1000),
  );
}

interface Tokens {
  access: string;
  refresh: string;
  /** Milliseconds since 1970, as text. */
  ends: string;
}

/** One renewal at a time for each account: a refresh token is good for once, and two who use it lose both. */
export class Renewals {
  readonly #running = new Map<string, Promise<string>>();
  /** What was renewed, and every token that led to it: somebody may still hold an old one. */
  readonly #latest = new Map<string, Tokens & { instead: Set<string> }>();

  /** The new access token. `old` is the one that is no good any more. Throws Fault `account_refused` or `network_unreachable`. */
  renew(tools: ChannelTools, account: AccountAccess, old: string | undefined): Promise<string> {
    const latest = this.#latest.get(account.accountId);
    const isOfThese = latest?.instead.has(account.secret.refresh ?? '') === true;
    if (isOfThese && latest.access !== old && Number(latest.ends) - ahead > tools.now().getTime())
      return Promise.resolve(latest.access);
    const running =
      this.#running.get(account.accountId) ??
      this.#renewed(tools, account).finally(() => this.#running.delete(account.accountId));
    this.#running.set(account.accountId, running);
    return running;
  }

  async #renewed(tools: ChannelTools, account: AccountAccess): Promise<string> {
    const latest = this.#latest.get(account.accountId);
    const old = account.secret.refresh ?? '';
    const isOfThese = latest?.instead.has(old) === true;
    const refresh = isOfThese ? latest.refresh : old;
    const tokens = await exchange(tools, account, { grant_type: 'refresh_token', refresh_token: refresh });
    const instead = (isOfThese ? latest.instead : new Set<string>())
      .add(old)
      .add(refresh)
      .add(tokens.refresh);
    this.#latest.set(account.accountId, { ...tokens, instead });
    try {
      await account.keepSecret({ ...account.secret, ...tokens });
    } catch (error) {
      // The token is good all the same; it is only not remembered beyond this program.
      tools.log('x_token_not_kept', { account: account.accountId, reason: String(error) });
    }
    account.tell?.({
      code: 'token_renewed',
      sentence: 'The permission of X was renewed for two more hours.',
    });
    return tokens.access;
  }
}

type Grant = Readonly<Record<string, string>>;

/** Asks for tokens. Throws Fault `account_refused` where the network does not give them, else `network_unreachable`. */
export async function exchange(
  tools: ChannelTools,
  { settings, secret, handle }: Pick<AccountAccess, 'settings' | 'secret' | 'handle'>,
  grant: Grant,
): Promise<Tokens> {
  const { clientId = '' } = settings;
  const { clientSecret = '' } = secret;
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  const form = clientSecret === '' ? { ...grant, client_id: clientId } : grant;
  const what: Ask = { group: 'token', method: 'POST', path: '/2/oauth2/token', form, patience: 15_000 };
  try {
    const signed = clientSecret === '' ? null : `Basic ${basic}`;
    const answer = await askOnce(tools.fetch, serverOf({ settings }), signed, what);
    if (!answer.ok) throw new Refused('oauth2/token', answer);
    const [access, refresh] = [text(answer.body.access_token), text(answer.body.refresh_token)];
    const seconds = Number(answer.body.expires_in ?? 7_200);
    if (access === null || refresh === null) throw new Error('The answer holds no token to renew with.');
    return { access, refresh, ends: String(tools.now().getTime() + seconds * 1000) };
  } catch (error) {
    if (error instanceof Refused && [400, 401, 403].includes(error.refusal.status)) {
      const whose = handle === '' ? 'this account' : `@${handle}`;
      const sentence = `X no longer lets the program speak for ${whose}. Give the permission again: connect the account anew in Settings > Accounts.`;
      throw new Fault('account_refused', sentence, { cause: error });
    }
    throw unreachable(error);
  }
}

/** What an account may be asked for, in the network's own words. */
export const scopes = [
  'tweet.read',
  'tweet.write',
  'tweet.moderate.write',
  'users.read',
  'dm.read',
  'dm.write',
  'media.write',
  'offline.access',
];

/** A secret word that only this set-up knows (RFC 7636); made from what is secret in it, so that it need not be kept. */
export function verifierOf(clientSecret: string, accountId: string): string {
  return createHash('sha256').update(`answerable ${accountId} ${clientSecret}`).digest('base64url');
}

/** Where a person gives the permission. */
export function consentAddress(
  server: string,
  {
    clientId,
    redirect,
    state,
    verifier,
  }: { clientId: string; redirect: string; state: string; verifier: string },
): string {
  const site = server === defaultServer ? 'https://x.com' : server;
  const address = new URL('/i/oauth2/authorize', site);
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const query = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirect,
    scope: scopes.join(' '),
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  return address.toString();
}
