import { standingQuestion } from '../desk/commitments/askedAuthor.ts';
import { standingOf } from '../domain/commitment.ts';
import { answerTo } from '../domain/didItHappen.ts';
import { type Question, questionsOf } from '../storage/commitmentQuestions.ts';
import type { StoredCommitment } from '../storage/commitments.ts';
import type { Tenant } from '../storage/database.ts';
import type { CommitmentView } from './contract.ts';

/** Null for one whose conversation is in no case any more. */
export function commitmentView(
  { commitment, caseId, ...stored }: StoredCommitment,
  now: Date,
  question: Question | null,
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
    asked: askedView(standingQuestion({ history: stored.history, commitment }, question), confirmed),
  };
}

/** What was read as a yes is asked about no more, unless the author plainly said no later. */
function askedView(question: Question | null, confirmed: boolean): CommitmentView['asked'] {
  if (question === null) return null;
  const answer = answerTo(question.askedAt, question.posts);
  if (confirmed && answer?.says !== 'no') return null;
  return {
    at: question.askedAt.toISOString(),
    answer: answer === null ? null : { ...answer, at: answer.at.toISOString() },
  };
}

/** These commitments as the API shows them, with what their authors were asked. */
export async function commitmentViews(
  tx: Tenant,
  organisationId: number,
  all: readonly StoredCommitment[],
  now: Date,
): Promise<CommitmentView[]> {
  const ids = all.map(({ id }) => id);
  const questions = await questionsOf(tx, organisationId, ids);
  return all.flatMap((one) => commitmentView(one, now, questions.get(one.id) ?? null) ?? []);
}
