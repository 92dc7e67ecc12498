/** What a refusal or a silence of X means for a reply. */
import { isFault } from '../../domain/fault.ts';
import type { AccountAccess, Outcome } from '../channel.ts';
import { heldForMoney } from '../money.ts';
import { NoAnswer, NotReached, type Refusal, Refused } from './ask.ts';
import { comeBackAt } from './limits.ts';
import { lacksWriting } from './permission.ts';
import { MoneyShort, Waits } from './session.ts';

/** `before`: nothing has been published yet, whatever happened. `publishing`: the request itself publishes. */
export type Stage = 'before' | 'publishing';

const soon = (now: Date): Date => new Date(now.getTime() + 30_000);

export const refused = (code: string, reason: string): Extract<Outcome, { kind: 'refused' }> => ({
  kind: 'refused',
  code,
  reason,
});

/** The outcome of a refusal. */
export function outcomeOfRefusal(refusal: Refusal, stage: Stage, now: Date): Outcome {
  if (refusal.status === 429)
    return { kind: 'later', at: comeBackAt(refusal.headers, now), reason: 'X allows no more for now.' };
  if (refusal.status >= 500) return outcomeOfSilence(stage, now, 'X failed while it was answering.');
  return meaningOf(refusal);
}

/** Says to the desk, too, what concerns the whole account and not this reply alone. */
export function told(account: Pick<AccountAccess, 'tell'>, outcome: Outcome): Outcome {
  if (outcome.kind === 'refused' && ofTheAccount.has(outcome.code))
    account.tell?.({ code: 'rights_missing', sentence: outcome.reason });
  return outcome;
}

const ofTheAccount = new Set(['account_refused', 'account_lacks_rights', 'account_suspended']);

/** The outcome of an exception; what is no failure of the network is thrown on. */
export function outcomeOfError(error: unknown, stage: Stage, now: Date): Outcome {
  if (error instanceof NotReached) return { kind: 'later', at: soon(now), reason: 'X cannot be reached.' };
  if (error instanceof NoAnswer) return outcomeOfSilence(stage, now, 'X did not answer.');
  if (error instanceof Refused) return outcomeOfRefusal(error.refusal, 'before', now);
  if (error instanceof Waits) return { kind: 'later', at: error.until, reason: 'X allows no more for now.' };
  if (error instanceof MoneyShort) return heldForMoney('X', error.until);
  if (isFault(error) && error.code === 'account_refused') return refused(error.code, error.sentence);
  if (isFault(error) && error.code === 'network_unreachable')
    return { kind: 'later', at: soon(now), reason: error.sentence };
  throw error;
}

function outcomeOfSilence(stage: Stage, now: Date, what: string): Outcome {
  if (stage === 'before') return { kind: 'later', at: soon(now), reason: what };
  const reason = `${what} It may have gone out: it is looked for before it is sent again.`;
  return { kind: 'unknown', reason };
}

function meaningOf({ status, problem, detail }: Refusal): Outcome {
  const known = meanings.find(({ says }) => says.test(detail));
  if (known !== undefined) return refused(known.code, known.reason);
  if (status === 401)
    return refused(
      'account_refused',
      'X no longer accepts our permission. Connect the account again, then send.',
    );
  if (status === 402 || problem === 'usage-capped')
    return refused(
      'money_short',
      'The credit of the X app is used up. Buy credit in the Developer Console of X, then send.',
    );
  const words = detail === '' ? `${status} ${problem}` : detail;
  return refused('network_refused', `X refused it: "${words}". Change the reply or answer another way.`);
}

/** X gives most refusals one type and says the rest in English; what is not known here is shown as it came. */
const meanings = [
  {
    says: /app permissions/i,
    code: 'account_lacks_rights',
    reason: lacksWriting,
  },
  {
    says: /duplicate/i,
    code: 'duplicate',
    reason: 'X takes the same words from an account only once. Change the words, then send.',
  },
  {
    says: /mentioned|not permitted to reply|reply to this (?:conversation|post|tweet)|not allowed to reply/i,
    code: 'reply_not_permitted',
    reason: 'X lets programs answer only where the author mentioned or quoted us. Answer on X by hand.',
  },
  {
    says: /deleted|not visible|not found|does not exist/i,
    code: 'post_gone',
    reason: 'The post that is answered is no longer on X.',
  },
  {
    says: /cannot send (?:direct )?messages|not following|closed/i,
    code: 'author_closed',
    reason: 'This author takes no direct messages from this account. Answer in public instead.',
  },
  {
    says: /suspended|locked/i,
    code: 'account_suspended',
    reason: 'X has suspended or locked our account. Open X to see why.',
  },
];
