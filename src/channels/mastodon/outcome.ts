/** What a refusal or a silence of a server means for a reply. */
import { isFault } from '../../domain/fault.ts';
import type { Outcome } from '../channel.ts';
import { NoAnswer, NotReached, type Refusal } from './api.ts';
import { lacksWriting } from './lacking.ts';
import { lacksRights, Refused } from './session.ts';

/** `before`: nothing has been published yet, whatever happened. `publishing`: the request itself publishes. */
export type Stage = 'before' | 'publishing';

const soon = (now: Date): Date => new Date(now.getTime() + 30_000);

/** The outcome of a refusal. */
export function outcomeOfRefusal(refusal: Refusal, stage: Stage, now: Date): Outcome {
  if (refusal.until !== null)
    return { kind: 'later', at: refusal.until, reason: "The account's server allows no more for now." };
  if (refusal.status >= 500)
    return outcomeOfSilence(stage, now, "The account's server failed while it was answering.");
  if (lacksRights(refusal)) return { kind: 'refused', code: 'account_lacks_rights', reason: lacksWriting };
  return {
    kind: 'refused',
    code: refusal.status === 413 ? 'media_too_large' : 'network_refused',
    reason: `The account's server refused it: "${refusal.error}". Change the reply or answer another way.`,
  };
}

/** The outcome of an exception; what is no failure of the network is thrown on. */
export function outcomeOfError(error: unknown, stage: Stage, now: Date): Outcome {
  if (error instanceof NotReached)
    return { kind: 'later', at: soon(now), reason: "The account's server cannot be reached." };
  if (error instanceof NoAnswer) return outcomeOfSilence(stage, now, "The account's server did not answer.");
  if (error instanceof Refused) return outcomeOfRefusal(error.refusal, 'before', now);
  if (isFault(error) && (error.code === 'account_refused' || error.code === 'account_lacks_rights'))
    return { kind: 'refused', code: error.code, reason: error.sentence };
  if (isFault(error) && error.code === 'network_unreachable')
    return { kind: 'later', at: soon(now), reason: error.sentence };
  throw error;
}

function outcomeOfSilence(stage: Stage, now: Date, what: string): Outcome {
  if (stage === 'before') return { kind: 'later', at: soon(now), reason: what };
  return {
    kind: 'unknown',
    reason: `${what} It may have gone out: it is looked for before it is sent again.`,
  };
}
