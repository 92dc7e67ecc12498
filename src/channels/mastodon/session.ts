/** Asks a server as a connected account: an access that ended is a fault, a refusal to a reader too. */

import { Fault, isFault } from '../../domain/fault.ts';
import type { Budgets } from '../budget.ts';
import type { AccountAccess, ChannelTools } from '../channel.ts';
import { pause } from '../polling.ts';
import { type Answered, type Ask, ask, type Refusal } from './api.ts';

export interface Session {
  account: AccountAccess;
  /** Where the server is asked. */
  server: string;
  /** The domain that stands behind its people's names. */
  domain: string;
  /** Asks as the account. Throws NotReached, NoAnswer or Fault `account_refused`. */
  ask(what: Ask): Promise<Answered | Refusal>;
  /**
   * Asks for something that only reads: every failure is a throw, but that a server which asks to wait is waited for, and the account is told. Answers null where
   * there is no such thing (404, 410).
   */
  read(what: Ask, signal: AbortSignal): Promise<Answered | null>;
}

/** A refusal as an error, for calls that only read. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor({ method, path }: Ask, refusal: Refusal) {
    super(`${method} ${path}: ${refusal.status} ${refusal.error}`);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

/** Opens a session without asking anything yet. */
export function openSession(tools: ChannelTools, budgets: Budgets, account: AccountAccess): Session {
  const server = account.settings.server ?? '';
  const asking = { tools, budgets, server, account, token: account.secret.token ?? '' };
  const asAccount = async (what: Ask): Promise<Answered | Refusal> => {
    const answer = await ask(asking, what);
    if (!answer.ok && isShutOut(answer)) throw shutOut(account, answer);
    return answer;
  };
  return {
    account,
    server,
    domain: account.settings.domain ?? new URL(server).host,
    ask: asAccount,
    async read(what, signal) {
      for (;;) {
        const answer = await asAccount({ ...what, signal });
        if (answer.ok) return answer;
        if (answer.status === 404 || answer.status === 410) return null;
        if (answer.until === null) throw refusedReading(account, what, answer);
        account.tell?.({
          code: 'asked_to_wait',
          sentence: `${new URL(server).host} allows no more questions for now. They go on by themselves when it allows them again.`,
        });
        // A timer may end a moment before its time.
        await pause(Math.max(0, answer.until.getTime() - tools.now().getTime()) + 50, signal);
        if (signal.aborted) throw new Refused(what, answer);
      }
    },
  };
}

/** The access is not good any more, whatever is asked. */
function isShutOut({ status, error }: Refusal): boolean {
  if (status === 401) return true;
  return status === 403 && /suspend|disabled|deactivat|pending|confirm/i.test(error);
}

/** What it does not let us do by the rights that were given, and would let others do. */
export function lacksRights({ status, error }: Refusal): boolean {
  return status === 403 && /scope/i.test(error);
}

function shutOut(account: AccountAccess, { status, error }: Refusal): Fault {
  const cause = new Error(`${status} ${error}`);
  const sentence = `${account.settings.domain} does not let ${account.handle} in any more. Look at the account there, then connect it again.`;
  return new Fault('account_refused', sentence, { cause });
}

function refusedReading(account: AccountAccess, what: Ask, refusal: Refusal): Error {
  const cause = new Refused(what, refusal);
  if (!lacksRights(refusal)) return cause;
  const sentence = `The access of ${account.handle} does not allow to read posts and notifications any more. Connect the account again with all rights that are named.`;
  return new Fault('account_lacks_rights', sentence, { cause });
}

/** The fault for a reader of the network that got no usable answer. */
export function unreachable(cause: unknown): Fault {
  if (isFault(cause)) return cause;
  return new Fault(
    'network_unreachable',
    "The account's server cannot be reached at the moment. It is tried again by itself.",
    { cause },
  );
}
