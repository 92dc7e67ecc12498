/** What a refusal or a silence of WhatsApp means for a reply. */
import type { Budgets } from '../budget.ts';
import type { AccountAccess, Outcome } from '../channel.ts';
import { comeBackAt, NoAnswer, NotReached, type Refusal, waitOf } from './graph.ts';
import { againSoon, losesAccount, meaningOf, waits } from './meanings.ts';

/** `before`: nothing has been sent yet, whatever happened. `sending`: the request itself sends. */
export type Stage = 'before' | 'sending';

/** The groups in which requests are counted. */
export const sendingGroup = 'messages';
export const pairGroup = (to: string): string => `messages to ${to}`;

/** Who asks, and when; `to` is the person written to. */
export interface Asking {
  account: AccountAccess;
  budgets: Budgets;
  to: string;
  now: Date;
}

const soon = (now: Date): Date => new Date(now.getTime() + 30_000);

/** The outcome of a refusal. */
export function outcomeOfRefusal(refusal: Refusal, stage: Stage, asking: Asking): Outcome {
  const { code, status, message } = refusal;
  if (waits.pair.has(code)) return waitFor(refusal, pairGroup(asking.to), toThisPerson, asking);
  if (waits.all.has(code) || status === 429) return waitFor(refusal, sendingGroup, toAnybody, asking);
  if (againSoon.has(code) || refusal.isTransient)
    return { kind: 'later', at: soon(asking.now), reason: 'WhatsApp is not available for the moment.' };
  if (status >= 500) return outcomeOfSilence(stage, asking.now, 'WhatsApp failed while it was answering.');
  const meaning = meaningOf(code, message);
  if (losesAccount(code, message) !== null)
    asking.account.tell?.({ code: 'rights_missing', sentence: meaning.reason });
  return { kind: 'refused', ...meaning };
}

const toThisPerson = 'WhatsApp allows no more messages to this person for now.';
const toAnybody = 'WhatsApp allows no more messages for now.';

function waitFor(refusal: Refusal, group: string, reason: string, asking: Asking): Outcome {
  const at = comeBackAt(refusal.headers, asking.now);
  asking.budgets.exhausted(asking.account.accountId, group, at);
  asking.account.tell?.({ code: 'asked_to_wait', sentence: `${reason} What waits goes out by itself.` });
  return { kind: 'later', at, reason };
}

/** What an answer says of how much more is allowed. */
export function learn(headers: Headers, { account, budgets, now }: Asking): void {
  const wait = waitOf(headers);
  if (wait !== null)
    budgets.exhausted(account.accountId, sendingGroup, new Date(now.getTime() + Math.min(wait, 86_400_000)));
}

/** Until when nothing may be asked; null for now. */
export function mustWait({ account, budgets, to, now }: Asking): Outcome | null {
  const all = budgets.take(account.accountId, sendingGroup, now);
  if (all !== null) return { kind: 'later', at: all, reason: toAnybody };
  const pair = budgets.take(account.accountId, pairGroup(to), now);
  return pair === null ? null : { kind: 'later', at: pair, reason: toThisPerson };
}

/** The outcome of an exception; what is no failure of the network is thrown on. */
export function outcomeOfError(error: unknown, stage: Stage, now: Date): Outcome {
  if (error instanceof NotReached)
    return { kind: 'later', at: soon(now), reason: 'WhatsApp cannot be reached.' };
  if (error instanceof NoAnswer) return outcomeOfSilence(stage, now, 'WhatsApp did not answer.');
  throw error;
}

function outcomeOfSilence(stage: Stage, now: Date, what: string): Outcome {
  if (stage === 'before') return { kind: 'later', at: soon(now), reason: what };
  const reason = `${what} It may have gone out: what WhatsApp tells of it is waited for before anything is sent again.`;
  return { kind: 'unknown', reason };
}
