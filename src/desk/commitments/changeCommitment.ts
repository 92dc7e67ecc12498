import { reopen } from '../../domain/case.ts';
import { type CommitmentAct, commitmentOf, mayFollow } from '../../domain/commitment.ts';
import { Fault } from '../../domain/fault.ts';
import type { HistoryAction } from '../../domain/history.ts';
import {
  findCommitment,
  lockCommitment,
  type StoredCommitment,
  type WrittenAct,
  writeAct,
} from '../../storage/commitments.ts';
import type { Tenant } from '../../storage/database.ts';
import { findMember } from '../../storage/members.ts';
import { type Acting, lockedCase, saveDecided } from '../acting.ts';

const actionOf = {
  renewed: 'commitment_renewed',
  kept: 'commitment_kept',
  broken: 'commitment_broken',
  disputed: 'commitment_disputed',
} as const satisfies Record<Exclude<CommitmentAct['kind'], 'made'>, HistoryAction>;

/** Who does something to a commitment: a member, or (null) its author. */
export type Doing = Omit<Acting, 'memberId'> & { memberId: string | null };

/** What a verb decided about a commitment. */
export interface Decision extends Partial<WrittenAct> {
  act: Exclude<CommitmentAct, { kind: 'made' }>;
  /** Of the fact in the history. */
  particulars?: Record<string, string>;
}

/**
 * Load, decide, save: locks case and commitment, lets the verb decide (null: nothing to do), writes act, what stands after it and history in one transaction. Throws Faults
 * `not_found`, and `commitment_ended` for an act that may not follow.
 */
export async function changeCommitment(
  doing: Doing,
  id: string,
  decide: (stored: StoredCommitment, tx: Tenant) => Promise<Decision | null> | Decision | null,
): Promise<void> {
  await doing.storage.inOrganisation(doing.organisationId, async (tx) => {
    const stored = await lockedCommitment(tx, doing, id);
    const decided = await decide(stored, tx);
    if (decided !== null) await saveAct(tx, doing, stored, decided);
  });
}

/** The commitment, locked, and before it its case: in that order, as whoever acts on a case does. Throws Fault `not_found`. */
export async function lockedCommitment(
  tx: Tenant,
  { organisationId }: Pick<Doing, 'organisationId'>,
  id: string,
): Promise<StoredCommitment> {
  const found = await findCommitment(tx, organisationId, id);
  if (found?.caseId != null) await lockedCase(tx, organisationId, found.caseId);
  const stored = await lockCommitment(tx, organisationId, id);
  if (stored?.caseId == null)
    throw new Fault('not_found', 'This commitment does not exist, or not in your organisation.');
  return stored;
}

/** Writes an act on a commitment that was locked in this transaction. Throws Fault `commitment_ended` where it may not follow. */
export async function saveAct(
  tx: Tenant,
  doing: Pick<Doing, 'organisationId' | 'memberId' | 'keyId' | 'now'>,
  stored: StoredCommitment,
  { act, particulars, ...written }: Decision,
): Promise<void> {
  const { organisationId, memberId } = doing;
  if (!mayFollow(stored.commitment, act)) throw ended(stored);
  const after = commitmentOf([...stored.history, act]);
  await writeAct(tx, organisationId, stored, {
    act,
    after,
    by: memberId,
    replyId: null,
    evidence: null,
    ...written,
  });
  const caseId = stored.caseId ?? '';
  await saveDecided(tx, doing, {
    facts: await lockedCase(tx, organisationId, caseId),
    action: actionOf[act.kind],
    subjectId: stored.id,
    ...(particulars === undefined ? {} : { particulars }),
  });
  if (act.kind === 'disputed') await reopenResolved(tx, doing, caseId);
}

/** What did not happen is not settled: a case that was resolved has an open promise again. */
async function reopenResolved(
  tx: Tenant,
  doing: Pick<Doing, 'organisationId' | 'memberId' | 'keyId' | 'now'>,
  caseId: string,
): Promise<void> {
  const facts = await lockedCase(tx, doing.organisationId, caseId);
  if (facts.state !== 'resolved') return;
  await saveDecided(tx, doing, {
    facts: { ...facts, ...reopen(facts, doing.now) },
    action: 'case_reopened',
  });
}

const ended = ({ commitment: { state } }: StoredCommitment): Fault =>
  new Fault(
    'commitment_ended',
    state === 'kept'
      ? 'This promise was kept already. Load the case again.'
      : 'Somebody said that this promise will not be kept. Promise anew, or say that it was kept after all.',
  );

/** Throws Fault `input_invalid` for somebody who is not a member here. */
export async function mustBeOwner(tx: Tenant, organisationId: number, ownerId: string): Promise<void> {
  const owner = await findMember(tx, organisationId, { id: ownerId });
  if (owner === null || owner.leftAt !== null)
    throw new Fault(
      'input_invalid',
      'Whoever is to keep the promise is not a member of this organisation any more. Choose another.',
    );
}
