/** Asks X as an account: within its limits, within its money, with a permission that holds. */
import { Fault } from '../../domain/fault.ts';
import { Budgets } from '../budget.ts';
import type { AccountAccess, ChannelTools } from '../channel.ts';
import type { Use } from '../telling.ts';
import { type Answered, type Ask, askOnce, NotReached, type Refusal, Refused } from './ask.ts';
import { Billed } from './billed.ts';
import { allowanceOf, comeBackAt } from './limits.ts';
import { Renewals, serverOf, signedAs } from './tokens.ts';

/** What a request may cost. */
export interface Cost {
  use: Use;
  /** At most, in millionths of a dollar. */
  most: number;
  /** What an answer did cost. */
  of(body: Answered['body']): number;
}

export interface Session {
  account: AccountAccess;
  parts: Parts;
  tools: ChannelTools;
  /** Asks as the account (or as its app). Throws NotReached, NoAnswer, Waits, MoneyShort or Fault. */
  ask(what: Ask & { as?: 'app'; cost?: Cost }): Promise<Answered | Refusal>;
  /** Asks for something that only reads: every failure is a throw, a refusal too. */
  read(what: Ask & { as?: 'app'; cost?: Cost }): Promise<Answered['body']>;
}

/** What lives as long as the channel. */
export interface Parts {
  budgets: Budgets;
  billed: Billed;
  renewals: Renewals;
}

export const openParts = (): Parts => ({
  budgets: new Budgets(),
  billed: new Billed(),
  renewals: new Renewals(),
});

/** The network asked to be left alone until then. */
export class Waits extends Error {
  readonly until: Date;

  constructor(what: string, until: Date) {
    super(`${what} may be asked again at ${until.toISOString()}`);
    this.name = 'Waits';
    this.until = until;
  }
}

/** The month's ceiling leaves no room for this request. */
export class MoneyShort extends Error {
  override name = 'MoneyShort';
}

/** Opens a session without asking anything yet. */
export function openSession(tools: ChannelTools, parts: Parts, account: AccountAccess): Session {
  const ask: Session['ask'] = async (what) => {
    const until = parts.budgets.take(account.accountId, what.group, tools.now());
    if (until !== null) throw new Waits(what.group, until);
    const held = await setAside(account, what.cost);
    try {
      const answer = await asked(tools, parts, account, what);
      learn(tools, parts, account, what.group, answer);
      await held?.settle(answer.ok ? (what.cost?.of(answer.body) ?? 0) : 0);
      return answer;
    } catch (error) {
      // What left and was not answered may be charged: it stays set aside.
      if (error instanceof NotReached || error instanceof Fault) await held?.settle(0);
      throw error;
    }
  };
  return {
    account,
    parts,
    tools,
    ask,
    async read(what) {
      const answer = await ask(what);
      if (answer.ok) return answer.body;
      if (answer.status === 429) throw new Waits(what.group, comeBackAt(answer.headers, tools.now()));
      throw refusedFault(account, answer) ?? new Refused(what.path, answer);
    },
  };
}

async function setAside(account: AccountAccess, cost: Cost | undefined) {
  if (cost === undefined || cost.most === 0 || account.meter === undefined) return null;
  const held = await account.meter.setAside(cost.use, cost.most);
  if (held !== null) return held;
  account.tell?.({ code: 'money_short', sentence: shortSentences[cost.use] });
  throw new MoneyShort(`no room for ${cost.use}`);
}

const more = 'Raise the ceiling in Settings > Accounts, or wait for the next month.';
const shortSentences: Record<Use, string> = {
  answering: `The month's money for X is spent: nothing is sent there. ${more}`,
  hearing: `The month's money for X is spent: what is written to us there is not heard for now. ${more}`,
  watching: `The month's money for X no longer suffices to look for words and names. ${more}`,
  repairing: `The month's money for X no longer suffices to look for what was missed. ${more}`,
  counting: `The month's money for X no longer suffices to count how often posts are passed on. ${more}`,
};

async function asked(
  tools: ChannelTools,
  { renewals }: Parts,
  account: AccountAccess,
  what: Ask & { as?: 'app' },
): Promise<Answered | Refusal> {
  const server = serverOf(account);
  if (what.as === 'app') return askOnce(tools.fetch, server, `Bearer ${account.secret.bearer ?? ''}`, what);
  const answer = await askOnce(tools.fetch, server, await signedAs(tools, renewals, account, what), what);
  if (answer.ok || answer.status !== 401 || !account.secret.refresh) return answer;
  return askOnce(tools.fetch, server, await signedAs(tools, renewals, account, what, true), what);
}

function learn(
  tools: ChannelTools,
  { budgets }: Parts,
  account: AccountAccess,
  group: string,
  answer: Answered | Refusal,
): void {
  const allowance = allowanceOf(answer.headers);
  if (answer.ok || answer.status !== 429) {
    if (allowance !== null) budgets.learn(account.accountId, group, allowance);
    return;
  }
  const until = comeBackAt(answer.headers, tools.now());
  budgets.exhausted(account.accountId, group, until);
  const time = `${until.toISOString().slice(11, 16)} UTC`;
  account.tell?.({
    code: 'asked_to_wait',
    sentence: `X asked to wait until ${time}; it is asked again then.`,
  });
}

/** The fault of an account that is let in no more; null for any other refusal. */
export function refusedFault(account: Pick<AccountAccess, 'handle'>, refusal: Refusal): Fault | null {
  const cause = new Refused('x', refusal);
  if (refusal.status === 401) {
    const sentence = `X no longer accepts the permission of @${account.handle}. Connect the account again in Settings > Accounts.`;
    return new Fault('account_refused', sentence, { cause });
  }
  if (refusal.status === 402 || refusal.problem === 'usage-capped') {
    const sentence =
      'The credit of the X app is used up. Buy credit in the Developer Console of X; it goes on by itself then.';
    return new Fault('network_unreachable', sentence, { cause });
  }
  if (
    refusal.status === 403 &&
    ['unsupported-authentication', 'client-forbidden'].includes(refusal.problem)
  ) {
    const sentence = `X does not let the app of @${account.handle} do this. Check the app's permissions in the Developer Console of X, then connect the account again.`;
    return new Fault('account_refused', sentence, { cause });
  }
  return null;
}
