/** "Did it happen?": that an author was asked, and what a member reads in the author's own words. Nothing here is decided by a machine. */
import type { Commitment } from '../../domain/commitment.ts';
import { asksWhether } from '../../domain/didItHappen.ts';
import { Fault } from '../../domain/fault.ts';
import { quotedWhat } from '../../domain/promiseTold.ts';
import { noteQuestion, type Question, questionsOf } from '../../storage/commitmentQuestions.ts';
import { commitmentsOfConversation } from '../../storage/commitments.ts';
import type { Tenant } from '../../storage/database.ts';
import { readReply } from '../../storage/replies.ts';
import type { Acting } from '../acting.ts';
import { changeCommitment } from './changeCommitment.ts';

/** Notes that an answer which has left asked whether a promise was kept: the one that it quotes, else the one that was kept last. A promise is asked about once. */
export async function noteAsked(
  tx: Tenant,
  {
    organisationId,
    replyId,
    conversationId,
    at,
  }: { organisationId: number; replyId: string; conversationId: string; at: Date },
): Promise<void> {
  const text = (await readReply(tx, organisationId, replyId))?.text ?? '';
  if (!asksWhether(text)) return;
  const ours = await commitmentsOfConversation(tx, organisationId, conversationId);
  const kept = ours.filter(({ commitment }) => mayBeAsked(commitment));
  const asked = await questionsOf(
    tx,
    organisationId,
    kept.map(({ id }) => id),
  );
  const open = kept
    .filter(({ id }) => !asked.has(id))
    .toSorted((a, b) => (b.commitment.endedAt?.getTime() ?? 0) - (a.commitment.endedAt?.getTime() ?? 0));
  const one = open.find(({ what }) => what !== null && text.includes(quotedWhat(what))) ?? open[0];
  if (one !== undefined) await noteQuestion(tx, organisationId, { commitmentId: one.id, replyId, at });
}

/** A member says that it was kept, and the author has said nothing of it. */
const mayBeAsked = ({ state, confirmed }: Pick<Commitment, 'state' | 'confirmed'>): boolean =>
  state === 'kept' && !confirmed;

/** From when on what the author writes answers: once they were asked, and once it was (last) said to be kept; null where there is nothing to answer. */
export function answersFrom(
  commitment: Pick<Commitment, 'state' | 'confirmed' | 'endedAt'>,
  question: Question,
): Date | null {
  if (!mayBeAsked(commitment) || commitment.endedAt === null) return null;
  return question.askedAt > commitment.endedAt ? question.askedAt : commitment.endedAt;
}

/**
 * A member reads in a post that the author says it happened, or that it did not: the promise is confirmed, or open again and its owner told. Only a post of that author after the question
 * counts, as it stands now. Where the author has said so before, nothing is done. Throws Fault `not_found`.
 */
export async function readAuthorsAnswer(
  acting: Acting,
  id: string,
  { postId, says }: { postId: string; says: 'yes' | 'no' },
): Promise<void> {
  const { organisationId, memberId, now } = acting;
  await changeCommitment(acting, id, async ({ commitment, evidence }, tx) => {
    if (commitment.confirmed) return null;
    const question = (await questionsOf(tx, organisationId, [id])).get(id);
    const from = question === undefined ? null : answersFrom(commitment, question);
    const post = question?.posts.find((one) => one.id === postId);
    if (from === null || post === undefined || post.at <= from)
      throw new Fault(
        'not_found',
        'This post does not answer whether the promise was kept. Load the case again, and read what its author wrote after the question.',
      );
    const read = { by: null, postId, readBy: memberId, particulars: { post: postId } };
    return says === 'yes'
      ? { act: { kind: 'kept', at: now, by: 'author' }, evidence, ...read }
      : { act: { kind: 'disputed', at: now }, ...read };
  });
}
