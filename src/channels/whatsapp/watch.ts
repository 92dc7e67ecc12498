/** Looks after the account itself: is it let in, does its token end soon, has its number lost its quality. Messages come by webhook only. */
import { Fault } from '../../domain/fault.ts';
import type { AccountAccess, ChannelTools, Heading } from '../channel.ts';
import { pause, pollMilliseconds } from '../polling.ts';
import { text } from '../reading.ts';
import { readToken } from './connect.ts';
import { type Answered, ask, unreachable } from './graph.ts';
import { losesAccount, meaningOf } from './meanings.ts';

const everySeconds = 3_600;
const renewBefore = 14 * 24 * 3_600_000;

/** Asks once an hour. Throws Fault `account_refused` or `account_lacks_rights` once the account is not let in, else as a source does. */
export async function* watchAccount(
  tools: ChannelTools,
  account: AccountAccess,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  let token = account;
  while (!signal.aborted) {
    await tryAccess(tools, token);
    token = await renewed(tools, token);
    yield { items: [], cursor: tools.now().toISOString() };
    await pause(pollMilliseconds(account, everySeconds), signal);
  }
}

/** The cheapest question: the number itself. Throws Fault `account_refused`, `account_lacks_rights` or `network_unreachable`. */
export async function tryAccess(tools: ChannelTools, account: AccountAccess): Promise<void> {
  const query = { fields: 'id,display_phone_number,verified_name,quality_rating' };
  const answer = await asked(() => ask(tools.fetch, account, { path: account.networkId, query }));
  if (answer.ok) return tellQuality(account, answer);
  const cause = new Error(`${answer.status} ${answer.code} ${answer.message}`);
  const lost = losesAccount(answer.code, answer.message);
  if (lost === null) throw unreachable(cause);
  const sentence = meaningOf(answer.code, answer.message).reason;
  account.tell?.({ code: 'rights_missing', sentence });
  throw new Fault(lost, sentence, { cause });
}

async function asked<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    throw unreachable(error);
  }
}

function tellQuality(account: AccountAccess, { body }: Answered): void {
  if (text(body.quality_rating) !== 'RED') return;
  const sentence =
    'Meta rates this number low: people block it or report it, and it may be restricted. Look into WhatsApp Manager.';
  account.tell?.({ code: 'rights_missing', sentence });
}

/** The account with a token that lasts: a new one where the old one ends within two weeks and the app is known. */
async function renewed(tools: ChannelTools, account: AccountAccess): Promise<AccountAccess> {
  const { appId } = account.settings;
  if (appId === undefined) return account;
  const read = await readToken(tools, account, appId);
  if (read?.endsAt == null || read.endsAt.getTime() - tools.now().getTime() > renewBefore) return account;
  const query = {
    grant_type: 'fb_exchange_token',
    client_id: appId,
    client_secret: account.secret.appSecret ?? '',
    set_token_expires_in_60_days: 'true',
    fb_exchange_token: account.secret.token ?? '',
  };
  const answer = await asked(() => ask(tools.fetch, account, { path: 'oauth/access_token', query }));
  const token = answer.ok ? text(answer.body.access_token) : null;
  if (token === null) {
    const day = read.endsAt.toISOString().slice(0, 10);
    const sentence = `The token ends on ${day} and Meta gave no new one. Make one and connect the account again in Settings > Accounts.`;
    account.tell?.({ code: 'rights_missing', sentence });
    return account;
  }
  const secret = { ...account.secret, token };
  await account.keepSecret(secret);
  account.tell?.({ code: 'token_renewed', sentence: 'The token was about to end. Meta gave a new one.' });
  return { ...account, secret };
}
