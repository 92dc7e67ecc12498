/** Signs in as a connected account and keeps the session fresh. */
import { Fault } from '../../domain/fault.ts';
import type { AccountAccess, ChannelTools } from '../channel.ts';
import { dictionary, text } from '../reading.ts';
import { type Answered, type Ask, ask, type Refusal, Refused, unreachable } from './xrpc.ts';

export interface Session {
  account: AccountAccess;
  /** Asks as the account. Throws NotReached, NoAnswer or Fault `account_refused`. */
  ask(what: Ask): Promise<Answered | Refusal>;
  /** Asks for something that only reads: every failure is a throw, a refusal too. */
  read(what: Ask): Promise<Answered['body']>;
}

interface Tokens {
  access: string;
  refresh: string;
}

/** Renew this long before the token ends, in milliseconds. */
const ahead = 120_000;

/** Opens a session without asking anything yet. */
export function openSession(tools: ChannelTools, account: AccountAccess): Session {
  let tokens = storedTokens(account.secret);
  let renewing: Promise<Tokens> | null = null;
  const renew = (): Promise<Tokens> => {
    renewing ??= newTokens(tools, account, tokens).finally(() => {
      renewing = null;
    });
    return renewing;
  };
  const fresh = async (): Promise<Tokens> => {
    if (tokens === null || endsBefore(tokens.access, tools.now().getTime() + ahead)) tokens = await renew();
    return tokens;
  };
  const asAccount = async (what: Ask): Promise<Answered | Refusal> => {
    const { access } = await fresh();
    const first = await ask(tools.fetch, serverOf(account), { ...what, token: access });
    if (first.ok || !isStale(first)) return first;
    tokens = await renew();
    return ask(tools.fetch, serverOf(account), { ...what, token: tokens.access });
  };
  return {
    account,
    ask: asAccount,
    async read(what) {
      const answer = await asAccount(what);
      if (!answer.ok) throw new Refused(what.method, answer);
      return answer.body;
    },
  };
}

/** Asks whose session it is: the cheapest question that needs one. Throws Fault `account_refused` or `network_unreachable`. */
export async function tryAccess(tools: ChannelTools, account: AccountAccess): Promise<void> {
  try {
    await openSession(tools, account).read({ method: 'com.atproto.server.getSession' });
  } catch (error) {
    throw unreachable(error);
  }
}

/** The server that the account lives on. */
export function serverOf(account: Pick<AccountAccess, 'settings'>): string {
  return account.settings.server ?? 'https://bsky.social';
}

function storedTokens(secret: Record<string, string>): Tokens | null {
  const { access, refresh } = secret;
  return access === undefined || refresh === undefined ? null : { access, refresh };
}

function isStale(refusal: Refusal): boolean {
  if (refusal.error === 'ExpiredToken' || refusal.status === 401) return true;
  return refusal.error === 'InvalidToken' && !lacksRights(refusal);
}

/** True when the app password was made without access to direct messages. */
export function lacksRights(refusal: Refusal): boolean {
  return refusal.error === 'InvalidToken' && /bad token (method|scope)/i.test(refusal.message);
}

/** True when the token ends before the instant, or does not say when. */
export function endsBefore(token: string, time: number): boolean {
  const claims = token.split('.')[1];
  if (claims === undefined) return true;
  try {
    const end = dictionary(JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')))?.exp;
    return typeof end !== 'number' || end * 1000 < time;
  } catch {
    return true;
  }
}

async function newTokens(tools: ChannelTools, account: AccountAccess, old: Tokens | null): Promise<Tokens> {
  const tokens =
    (old === null ? null : await refreshed(tools, account, old)) ?? (await signedIn(tools, account));
  try {
    await account.keepSecret({ ...account.secret, access: tokens.access, refresh: tokens.refresh });
  } catch (error) {
    // The session is good all the same; it is only not remembered.
    tools.log('bluesky_session_not_kept', { account: account.accountId, reason: String(error) });
  }
  return tokens;
}

async function refreshed(tools: ChannelTools, account: AccountAccess, old: Tokens): Promise<Tokens | null> {
  const method = 'com.atproto.server.refreshSession';
  const answer = await ask(tools.fetch, serverOf(account), { method, input: null, token: old.refresh });
  if (answer.ok) return tokensOf(answer);
  if (answer.status === 400 || answer.status === 401) return null;
  throw new Refused(method, answer);
}

async function signedIn(tools: ChannelTools, account: AccountAccess): Promise<Tokens> {
  const method = 'com.atproto.server.createSession';
  const input = { identifier: account.networkId, password: account.secret.password ?? '' };
  const answer = await ask(tools.fetch, serverOf(account), { method, input });
  if (answer.ok) return tokensOf(answer);
  if (answer.status === 400 || answer.status === 401 || answer.status === 403)
    throw passwordRefused(account, answer);
  throw new Refused(method, answer);
}

function tokensOf(answer: Answered): Tokens {
  const [access, refresh] = [text(answer.body.accessJwt), text(answer.body.refreshJwt)];
  if (access === null || refresh === null) throw unreachable(new Error('The server gave no session.'));
  return { access, refresh };
}

function passwordRefused(account: AccountAccess, refusal: Refusal): Fault {
  const sentence = `Bluesky no longer accepts the app password of @${account.handle}. Make a new one in Bluesky's settings and connect the account again.`;
  return new Fault('account_refused', sentence, {
    cause: new Refused('com.atproto.server.createSession', refusal),
  });
}
