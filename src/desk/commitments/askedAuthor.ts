/** "Did it happen?": that an author was asked, and what a member reads in the author's own words. Nothing here is decided by a machine. */
import { asksWhether } from '../../domain/didItHappen.ts';
import { Fault } from '../../domain/fault.ts';
import { quotedWhat } from '../../domain/promiseTold.ts';
import {
  keptForAuthorOf,
  noteQuestion,
  type Question,
  questionsOf,
  wasReadSo,
} from '../../storage/commitmentQuestions.ts';
import { commitmentsById, type StoredCommitment } from '../../storage/commitments.ts';
import type { Tenant } from '../../storage/database.ts';
import { readReply } from '../../storage/replies.ts';
import type { Acting } from '../acting.ts';
import { changeCommitment } from './changeCommitment.ts';

export interface AskingAnswer {
  organisationId: number;
  replyId: string;
  conversationId: string;
  /** When the network had it. */
  at: Date;
}

/**
 * Notes that an answer which has left asked whether a promise was kept: of those made to this author the one that it quotes, else the one that was said to be kept last. A promise is asked
 * about once for each time that this is said.
 */
export async function noteAsked(
  tx: Tenant,
  { organisationId, replyId, conversationId, at }: AskingAnswer,
): Promise<void> {
  const text = (await readReply(tx, organisationId, replyId))?.text ?? '';
  if (!asksWhether(text)) return;
  const ids = await keptForAuthorOf(tx, organisationId, conversationId);
  const kept = await commitmentsById(tx, organisationId, ids);
  const asked = await questionsOf(tx, organisationId, ids);
  const unasked = [...kept.values()]
    .filter((one) => standingQuestion(one, asked.get(one.id) ?? null) === null)
    .toSorted((a, b) => endOf(b) - endOf(a));
  const one = unasked.find(({ what }) => what !== null && text.includes(quotedWhat(what))) ?? unasked[0];
  if (one === undefined) return;
  await noteQuestion(tx, organisationId, { commitmentId: one.id, replyId, at, keeping: keepingsOf(one) });
}

const endOf = ({ commitment: { endedAt } }: StoredCommitment): number => endedAt?.getTime() ?? 0;

const keepingsOf = ({ history }: Pick<StoredCommitment, 'history'>): number =>
  history.filter(({ kind }) => kind === 'kept').length;

/** The question to which the author has not said anything that a member read: it was asked since a member said last that the promise was kept. Null where there is none. */
export function standingQuestion(
  stored: Pick<StoredCommitment, 'history' | 'commitment'>,
  question: Question | null,
): Question | null {
  const { state, confirmed } = stored.commitment;
  if (state !== 'kept' || confirmed || question === null) return null;
  return question.keeping === keepingsOf(stored) ? question : null;
}

/** What a member read, in which version of which post. */
export interface AuthorsAnswer {
  postId: string;
  revision: string;
  says: 'yes' | 'no';
}

/**
 * A member reads in a post that the author says it happened, or that it did not: the promise is confirmed, or open again and its owner told. Only a post of that author after the question
 * counts, and only as it stands now. Done twice it is done once. Throws Faults `not_found`, and `commitment_ended` where it was read otherwise before, or the post was changed.
 */
export async function readAuthorsAnswer(
  acting: Acting,
  id: string,
  { postId, revision, says }: AuthorsAnswer,
): Promise<void> {
  const { organisationId, memberId, now } = acting;
  await changeCommitment(acting, id, async (stored, tx) => {
    const kind = says === 'yes' ? 'kept' : 'disputed';
    if (await wasReadSo(tx, organisationId, { commitmentId: id, postId, kind })) return null;
    const question = (await questionsOf(tx, organisationId, [id])).get(id) ?? null;
    const standing = standingQuestion(stored, question);
    const post = question?.posts.find((one) => one.id === postId);
    if (post === undefined) throw noAnswer();
    if (standing === null || post.revision !== revision) throw readBefore();
    const read = { by: null, postId, readBy: memberId, particulars: { post: postId } };
    return kind === 'kept'
      ? { act: { kind, at: now, by: 'author' }, evidence: stored.evidence, ...read }
      : { act: { kind, at: now }, ...read };
  });
}

const noAnswer = (): Fault =>
  new Fault(
    'not_found',
    'This post does not answer whether the promise was kept. Load the case again, and read what its author wrote after the question.',
  );

const readBefore = (): Fault =>
  new Fault(
    'commitment_ended',
    'Somebody said before what the author means, or the author changed the post. Load the case again, and read it as it stands now.',
  );
