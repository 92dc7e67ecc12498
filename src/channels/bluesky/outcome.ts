/** What a refusal or a silence of the network means for a reply. */

import { isFault } from '../../domain/fault.ts';
import type { Outcome } from '../channel.ts';
import { lacksDirectMessages } from './connect.ts';
import { lacksRights } from './session.ts';
import { comeBackAt, NoAnswer, NotReached, type Refusal, Refused } from './xrpc.ts';

/** `before`: nothing has been published yet, whatever happened. `publishing`: the request itself publishes. */
export type Stage = 'before' | 'publishing';

const soon = (now: Date): Date => new Date(now.getTime() + 30_000);

/** The outcome of a refusal. */
export function outcomeOfRefusal(refusal: Refusal, stage: Stage, now: Date): Outcome {
  if (refusal.status === 429) {
    return { kind: 'later', at: comeBackAt(refusal.headers, now), reason: 'Bluesky allows no more for now.' };
  }
  if (refusal.status >= 500) return outcomeOfSilence(stage, now, 'Bluesky failed while it was answering.');
  return { kind: 'refused', ...meaningOf(refusal) };
}

/** The outcome of an exception; what is no failure of the network is thrown on. */
export function outcomeOfError(error: unknown, stage: Stage, now: Date): Outcome {
  if (error instanceof NotReached)
    return { kind: 'later', at: soon(now), reason: 'Bluesky cannot be reached.' };
  if (error instanceof NoAnswer) return outcomeOfSilence(stage, now, 'Bluesky did not answer.');
  if (error instanceof Refused) return outcomeOfRefusal(error.refusal, 'before', now);
  if (isFault(error) && error.code === 'account_refused') {
    return { kind: 'refused', code: error.code, reason: error.sentence };
  }
  if (isFault(error) && error.code === 'network_unreachable') {
    return { kind: 'later', at: soon(now), reason: error.sentence };
  }
  throw error;
}

function outcomeOfSilence(stage: Stage, now: Date, what: string): Outcome {
  if (stage === 'before') return { kind: 'later', at: soon(now), reason: what };
  return {
    kind: 'unknown',
    reason: `${what} It may have gone out: it is looked for before it is sent again.`,
  };
}

function meaningOf(refusal: Refusal): { code: string; reason: string } {
  if (lacksRights(refusal)) return { code: 'account_lacks_rights', reason: lacksDirectMessages };
  const known = meanings[refusal.error];
  if (known !== undefined) return known;
  const words = refusal.message === '' ? refusal.error : refusal.message;
  return {
    code: 'network_refused',
    reason: `Bluesky refused it: "${words}". Change the reply or answer another way.`,
  };
}

const noDirect = {
  code: 'author_closed',
  reason: 'This author takes no direct messages from this account. Answer in public instead.',
};
const meanings: Record<string, { code: string; reason: string } | undefined> = {
  MessagesDisabled: noDirect,
  NotFollowedBySender: noDirect,
  BlockedActor: noDirect,
  BlockedSubject: noDirect,
  RecipientNotFound: { code: 'author_gone', reason: 'This author has left Bluesky.' },
  ConvoLocked: { code: 'conversation_closed', reason: 'This private conversation has been closed.' },
  InvalidConvo: { code: 'conversation_gone', reason: 'This private conversation no longer exists.' },
  AccountTakedown: { code: 'account_suspended', reason: 'Bluesky has suspended our account.' },
  AccountSuspended: { code: 'account_suspended', reason: 'Bluesky has suspended our account.' },
  AccountDeactivated: { code: 'account_suspended', reason: 'Our account has been deactivated on Bluesky.' },
  PayloadTooLarge: {
    code: 'media_too_large',
    reason: 'Bluesky says the picture is too large. Use a smaller one.',
  },
};
