import { Fault } from '../../domain/fault.ts';
import type { Tenant } from '../../storage/database.ts';
import {
  type Asked,
  askedFirst,
  findFollowUp,
  insertFollowUp,
  type StoredFollowUp,
} from '../../storage/followUps.ts';
import { placeOfConversation, postById } from '../../storage/postReads.ts';
import { type Acting, lockedCase, saveDecided } from '../acting.ts';
import { mustBeAskable } from './askable.ts';
import { mustBeAhead, mustSay } from './changeFollowUp.ts';
import { mustHavePictures } from './pictures.ts';

export interface ToAsk extends Asked {
  /** Given by whoever asks: the same asked twice is one, and anything else under it is refused. */
  id: string;
  /** At least one of both; of a post its case is known. */
  caseId: string | null;
  postId: string | null;
  question: string;
  /** Ids of media that are attached. */
  pictures?: readonly string[];
  dueAt: Date;
}

/** Asks a member or a team to report back; the author sees nothing of it. Throws Faults `input_invalid`, `not_found`, `case_merged`. */
export async function askFollowUp(acting: Acting, asked: ToAsk): Promise<void> {
  const { storage, organisationId, memberId, now } = acting;
  const { id, question, pictures = [], dueAt } = asked;
  mustSay(question, 'Say what you want to know, or what is to be done.');
  await storage.inOrganisation(organisationId, async (tx) => {
    const { caseId, post } = await placeOf(tx, organisationId, asked);
    const facts = await lockedCase(tx, organisationId, caseId);
    const before = await findFollowUp(tx, organisationId, id);
    if (before !== null) return mustBeTheSame(tx, acting, before, { ...asked, caseId });
    mustBeAhead(dueAt, now);
    const to = { memberId: asked.memberId, teamId: asked.teamId };
    await mustBeAskable(tx, organisationId, to, { askerId: memberId, now });
    await mustHavePictures(tx, organisationId, pictures);
    const isNew = await insertFollowUp(tx, organisationId, {
      ...to,
      id,
      caseId,
      post,
      askerId: memberId,
      question: question.trim(),
      pictures,
      at: now,
      dueAt,
    });
    // About another case at the same moment: the lock of the case is not theirs.
    if (!isNew) throw askedOtherwise();
    const particulars = { member: to.memberId, team: to.teamId };
    await saveDecided(tx, acting, { facts, action: 'follow_up_asked', subjectId: id, particulars });
  });
}

const askedOtherwise = () => new Fault('input_invalid', 'This was asked already, otherwise. Ask anew.');

/** Throws Fault `input_invalid` unless the same member asked just that under this id. */
async function mustBeTheSame(
  tx: Tenant,
  { organisationId, memberId }: Acting,
  before: StoredFollowUp,
  { caseId, postId, question, pictures = [], dueAt, ...to }: ToAsk,
): Promise<void> {
  if (before.asker.id !== memberId)
    throw new Fault('input_invalid', 'This was asked by somebody else before. Ask anew.');
  const first = await askedFirst(tx, organisationId, before.id);
  const isSame =
    before.caseId === caseId &&
    before.postId === postId &&
    first?.memberId === to.memberId &&
    first.teamId === to.teamId &&
    before.acts[0]?.dueAt?.getTime() === dueAt.getTime() &&
    // Once its words were erased there is nothing to compare.
    (before.question === null ||
      (before.question === question.trim() && before.acts[0].pictures.join() === pictures.join()));
  if (!isSame) throw askedOtherwise();
}

/** The case, and the post with its conversation. */
async function placeOf(tx: Tenant, organisationId: number, { caseId, postId }: ToAsk) {
  if (postId === null) {
    if (caseId === null) throw new Fault('input_invalid', 'Say which case or post it is about.');
    return { caseId, post: null };
  }
  const conversationId = (await postById(tx, organisationId, postId))?.conversationId ?? null;
  const place =
    conversationId === null ? null : await placeOfConversation(tx, organisationId, conversationId);
  if (conversationId === null || place?.caseId == null || (caseId !== null && caseId !== place.caseId))
    throw new Fault('not_found', 'The post that it is about does not exist here.');
  return { caseId: place.caseId, post: { id: postId, conversationId } };
}
