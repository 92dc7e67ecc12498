import { standingOf } from '../domain/commitment.ts';
import type { StoredCommitment } from '../storage/commitments.ts';
import type { CommitmentView } from './contract.ts';

/** Null for one whose conversation is in no case any more. */
export function commitmentView(
  { commitment, caseId, ...stored }: StoredCommitment,
  now: Date,
): CommitmentView | null {
  if (caseId === null) return null;
  const { madeAt, dueAt, endedAt, confirmed, renewals, lateSince } = commitment;
  return {
    id: stored.id,
    caseId,
    what: stored.what,
    ownerId: stored.ownerId,
    ownerName: stored.ownerName,
    madeAt: madeAt.toISOString(),
    dueAt: dueAt.toISOString(),
    standing: standingOf(commitment, now),
    endedAt: endedAt?.toISOString() ?? null,
    confirmed,
    renewals,
    lateSince: lateSince?.toISOString() ?? null,
    hidden: stored.hiddenAt !== null,
    hiddenByAuthor: stored.hiddenByAuthor,
    evidence: commitment.state === 'open' ? null : stored.evidence,
  };
}
