/** What an answer promises: noted when it is queued, and a commitment once it has left. An answer that never leaves promises nothing. */
import { Fault } from '../../domain/fault.ts';
import type { CaseFacts } from '../../storage/cases.ts';
import {
  insertCommitment,
  keepReplyPromise,
  lockCommitment,
  type ReplyPromise,
  replyPromiseOf,
} from '../../storage/commitments.ts';
import type { Tenant } from '../../storage/database.ts';
import { newId } from '../../storage/ids.ts';
import { saveDecided } from '../acting.ts';
import { noteAsked } from './askedAuthor.ts';
import { mustBeOwner, saveAct } from './changeCommitment.ts';

/** Notes what an answer on this case promises; null: its writer said nothing of it. Throws Faults `input_invalid` and `commitment_ended`. */
export async function noteReplyPromise(
  tx: Tenant,
  { organisationId, now }: { organisationId: number; now: Date },
  { replyId, caseId }: { replyId: string; caseId: string },
  promise: ReplyPromise | null,
): Promise<void> {
  if (promise !== null && promise.kind !== 'none') mustBeAhead(promise.dueAt, now);
  if (promise?.kind === 'made') {
    mustSayWhat(promise.what);
    await mustBeOwner(tx, organisationId, promise.ownerId);
  }
  if (promise?.kind === 'renewed') {
    const stored = await lockCommitment(tx, organisationId, promise.commitmentId);
    if (stored === null || stored.caseId !== caseId)
      throw new Fault('not_found', 'The promise that is given a new date is not of this case.');
    if (stored.commitment.state !== 'open')
      throw new Fault('commitment_ended', 'This promise has ended. Make a new one instead of a new date.');
  }
  await keepReplyPromise(tx, organisationId, replyId, promise);
}

/** Throws Fault `input_invalid` for a date that has passed. */
export function mustBeAhead(dueAt: Date, now: Date): void {
  if (dueAt <= now)
    throw new Fault('input_invalid', 'The date of the promise has passed. Choose one that is ahead.');
}

/** Throws Fault `input_invalid` where nothing says what is promised. */
export function mustSayWhat(what: string): void {
  if (what.trim() === '') throw new Fault('input_invalid', 'Say in a few words what is promised.');
}

/** An answer that has left. */
export interface Left {
  organisationId: number;
  /** Who wrote it. */
  memberId: string;
  replyId: string;
  conversationId: string | null;
  /** When the network had it. */
  at: Date;
  now: Date;
}

/** Makes or renews what an answer promised, and notes whether it asked if one was kept, now that its author can read it. What has ended meanwhile stays ended. Once for each answer, however often it is told. */
export async function afterSent(tx: Tenant, left: Left, facts: CaseFacts): Promise<void> {
  const { organisationId, memberId, replyId, conversationId, at, now } = left;
  if (conversationId !== null) await noteAsked(tx, { organisationId, replyId, conversationId, at });
  const promise = await replyPromiseOf(tx, organisationId, replyId);
  if (promise === null || promise.kind === 'none' || conversationId === null) return;
  if (promise.kind === 'renewed') {
    const stored = await lockCommitment(tx, organisationId, promise.commitmentId);
    if (stored === null || stored.commitment.state !== 'open') return;
    const act = { kind: 'renewed', at, dueAt: promise.dueAt } as const;
    await saveAct(tx, { organisationId, memberId, now }, stored, { act, replyId });
    return;
  }
  const id = newId(now.getTime());
  const made = await insertCommitment(tx, organisationId, {
    id,
    conversationId,
    replyId,
    postId: null,
    what: promise.what,
    ownerId: promise.ownerId,
    by: memberId,
    madeAt: at,
    dueAt: promise.dueAt,
  });
  if (!made) return;
  await saveDecided(
    tx,
    { organisationId, memberId, now },
    { facts, action: 'commitment_made', subjectId: id },
  );
}
