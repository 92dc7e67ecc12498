/** Tests what was typed when somebody connects an account of X, and reads back what it may do. */
import { Fault } from '../../domain/fault.ts';
import type { AccountAccess, ChannelTools } from '../channel.ts';
import type { Connected, SetUp } from '../connecting.ts';
import { dictionary, text } from '../reading.ts';
import { type Answered, type Refusal, unreachable } from './ask.ts';
import { settingsOf } from './fieldsTyped.ts';
import { lacksMessages, lacksWriting } from './permission.ts';
import { lacksOf } from './publish.ts';
import { openParts, openSession, refusedFault, type Session } from './session.ts';
import { exchange, verifierOf } from './tokens.ts';

export const lacksBearer =
  "The app's bearer token is missing or refused, so X can neither call us nor stream. Paste it from the Developer Console of X, or hear by asking.";

type Typed = Readonly<Record<string, string>>;

/** Throws Fault `account_refused`, `network_unreachable` or `input_invalid`. */
export async function tryConnecting(tools: ChannelTools, typed: Typed, setUp?: SetUp): Promise<Connected> {
  const settings = settingsOf(typed, setUp);
  const given = await secretOf(tools, typed, settings, setUp);
  let secret = given;
  const account: AccountAccess = {
    accountId: setUp?.accountId ?? 'new',
    networkId: '',
    handle: '',
    settings,
    secret,
    ourIds: [],
    watched: [],
    keepSecret: async (renewed) => {
      secret = renewed;
    },
  };
  const session = openSession(tools, openParts(), account);
  try {
    const me = await whoAmI(session);
    account.networkId = me.networkId;
    account.handle = me.handle;
    const rights = await rightsOf(session, me.level);
    const lacks = [...rights.lacks, ...lacksOf(settings)];
    if (rights.lacks.includes(lacksMessages)) settings.messages = 'none';
    const { networkId, handle, name } = me;
    return {
      networkId,
      handle,
      name,
      settings,
      secret,
      lacks,
      checks: [`This is @${handle}.`, ...rights.checks],
    };
  } catch (error) {
    throw unreachable(error);
  }
}

/** What was typed as secrets, or what X gives for the permission of a person. */
async function secretOf(
  tools: ChannelTools,
  typed: Typed,
  settings: Record<string, string>,
  setUp: SetUp | undefined,
): Promise<Record<string, string>> {
  const secret: Record<string, string> = {};
  const names = ['consumerKey', 'consumerSecret', 'accessToken', 'accessSecret', 'clientSecret', 'bearer'];
  for (const name of names) {
    const value = typed[name]?.trim() ?? '';
    if (value !== '') secret[name] = value;
  }
  if (typed.signing !== 'oauth2') return secret;
  const back = typed.consent?.trim() ?? '';
  const grant = back.includes('code=') ? consentOf(back, settings, secret, setUp) : refreshOf(back);
  const tokens = await exchange(tools, { settings, secret, handle: '' }, grant);
  return { ...secret, ...tokens };
}

function consentOf(
  back: string,
  settings: Record<string, string>,
  secret: Record<string, string>,
  setUp?: SetUp,
) {
  const address = URL.canParse(back)
    ? new URL(back)
    : new URL(`?${back.replace(/^[^?]*\?/, '')}`, 'https://x.invalid');
  const accountId = setUp?.accountId ?? '';
  const state = address.searchParams.get('state');
  if (state !== null && state !== accountId)
    throw new Fault(
      'input_invalid',
      'This permission was given for another set-up. Open the page of X from here once more.',
    );
  return {
    grant_type: 'authorization_code',
    code: address.searchParams.get('code') ?? '',
    redirect_uri: settings.redirect ?? address.origin + address.pathname,
    code_verifier: verifierOf(secret.clientSecret ?? '', accountId),
  };
}

function refreshOf(token: string) {
  if (token === '')
    throw new Fault(
      'input_invalid',
      'Give the permission on the page of X, then paste the address to which it sends you.',
    );
  return { grant_type: 'refresh_token', refresh_token: token };
}

async function whoAmI(session: Session) {
  const answer = await session.ask({
    group: 'me',
    method: 'GET',
    path: '/2/users/me',
    query: { 'user.fields': 'name,username' },
    patience: 15_000,
  });
  if (!answer.ok) throw notLetIn(answer);
  const data = dictionary(answer.body.data);
  const [networkId, handle] = [text(data?.id), text(data?.username)];
  if (networkId === null || handle === null) throw new Error('X did not say whose keys these are.');
  return { networkId, handle, name: text(data?.name), level: answer.headers.get('x-access-level') };
}

function notLetIn(refusal: Refusal): Error {
  if (refusal.status === 401)
    return new Fault(
      'account_refused',
      'X does not accept these keys. Make new ones in its Developer Console and copy them whole.',
    );
  return (
    refusedFault({ handle: '' }, refusal) ?? unreachable(new Error(`${refusal.status} ${refusal.detail}`))
  );
}

interface Rights {
  lacks: string[];
  checks: string[];
}

/** What the app may do: X says it of old keys in a header, and else only when asked. */
async function rightsOf(session: Session, level: string | null): Promise<Rights> {
  const lacks: string[] = [];
  const checks: string[] = [];
  if (level === 'read') lacks.push(lacksWriting);
  else if (level !== null) checks.push('The app may write posts.');
  const query = { max_results: 1, event_types: 'MessageCreate' };
  const messages = await glance(session, { group: 'messages', path: '/2/dm_events', query });
  if (messages.ok) checks.push('The app may read direct messages.');
  else if (messages.status === 401 || messages.status === 403) lacks.push(lacksMessages);
  const { hearing = 'mentions', watching = 'search' } = session.account.settings;
  if (session.account.secret.bearer !== undefined) await withBearer(session, lacks, checks);
  else if (hearing !== 'mentions' || watching === 'stream') lacks.push(lacksBearer);
  return { lacks, checks };
}

async function withBearer(session: Session, lacks: string[], checks: string[]): Promise<void> {
  const webhooks = await glance(session, { group: 'webhooks', path: '/2/webhooks', as: 'app' });
  if (!webhooks.ok) {
    if ([401, 403].includes(webhooks.status)) lacks.push(lacksBearer);
    return;
  }
  if (session.account.settings.hearing === 'webhook')
    checks.push('X can be given our address; it is, once the account is saved.');
  const query = { 'usage.fields': 'project_cap,project_usage' };
  const usage = await glance(session, { group: 'usage', path: '/2/usage/tweets', query, as: 'app' });
  const data = usage.ok ? dictionary(usage.body.data) : null;
  const written = (count: number) => count.toLocaleString('en');
  const [used, most] = [data?.project_usage, data?.project_cap].map((value) => Number(value ?? Number.NaN));
  if (used !== undefined && most !== undefined && Number.isFinite(used) && Number.isFinite(most))
    checks.push(
      `The app has read ${written(used)} of the ${written(most)} posts that it may read in a month.`,
    );
}

/** A look at something that the connection does not stand or fall with. */
async function glance(
  session: Session,
  what: { group: string; path: string; query?: Record<string, string | number>; as?: 'app' },
): Promise<Answered | Refusal> {
  try {
    return await session.ask({ ...what, method: 'GET', patience: 10_000 });
  } catch (error) {
    session.tools.log('x_glance_failed', { path: what.path, reason: String(error) });
    return { ok: false, status: 0, problem: '', detail: '', headers: new Headers() };
  }
}
