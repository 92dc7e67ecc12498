/** "Did it happen?": that an author was asked, and what a member reads in the author's own words. Nothing here is decided by a machine. */
import { asksWhether } from '../../domain/didItHappen.ts';
import { Fault } from '../../domain/fault.ts';
import { quotedIn } from '../../domain/promiseTold.ts';
import {
  forgetQuestionsOf,
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
 * Notes that an answer which has left asked whether a promise was kept: of those made to this author each that it quotes, else the only one. A promise is asked
 * about once for each time that this is said. An answer that is sent again asks what it says now.
 */
export async function noteAsked(
  tx: Tenant,
  { organisationId, replyId, conversationId, at }: AskingAnswer,
): Promise<void> {
  const text = (await readReply(tx, organisationId, replyId))?.text ?? '';
  await forgetQuestionsOf(tx, organisationId, { replyId, before: at });
  if (!asksWhether(text)) return;
  const ids = await keptForAuthorOf(tx, organisationId, conversationId);
  const kept = await commitmentsById(tx, organisationId, ids);
  const asked = await questionsOf(tx, organisationId, ids);
  const isAsked = (one: StoredCommitment) => asked.get(one.id)?.keeping === keepingsOf(one);
  const all = [...kept.values()].toSorted(
    (a, b) => Number(isAsked(a)) - Number(isAsked(b)) || endOf(b) - endOf(a),
  );
  const quoted = quotedIn(text, all);
  const unconfirmed = all.filter(({ commitment }) => !commitment.confirmed);
  // Which of several is meant where none is quoted nobody can say.
  const meant = quoted.length > 0 || unconfirmed.length !== 1 ? quoted : unconfirmed;
  for (const one of meant.filter((each) => !each.commitment.confirmed && !isAsked(each)))
    await noteQuestion(tx, organisationId, { commitmentId: one.id, replyId, at, keeping: keepingsOf(one) });
}

const endOf = ({ commitment: { endedAt } }: StoredCommitment): number => endedAt?.getTime() ?? 0;

const keepingsOf = ({ history }: Pick<StoredCommitment, 'history'>): number =>
  history.filter((act) => act.kind === 'kept' && act.read !== true).length;

/**
 * The question that was asked since a member said last that the promise was kept, with what the author wrote after whatever a member read of it. Null where there is none, and where the
 * author said themselves that it happened.
 */
export function standingQuestion(
  stored: Pick<StoredCommitment, 'history' | 'commitment'>,
  question: Question | null,
): Question | null {
  const { state, confirmed, confirmedByReading } = stored.commitment;
  if (state !== 'kept' || (confirmed && !confirmedByReading) || question === null) return null;
  if (question.keeping !== keepingsOf(stored)) return null;
  const { readUntil, posts } = question;
  return readUntil === null ? question : { ...question, posts: posts.filter(({ at }) => at > readUntil) };
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
    if (!question?.posts.some((one) => one.id === postId)) throw noAnswer();
    const post = standing?.posts.find((one) => one.id === postId);
    if (post?.revision !== revision) throw readBefore();
    const read = { by: null, postId, readBy: memberId, particulars: { post: postId } };
    return kind === 'kept'
      ? { act: { kind, at: now, by: 'author', read: true }, evidence: stored.evidence, ...read }
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
