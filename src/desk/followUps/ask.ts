import { Fault } from '../../domain/fault.ts';
import type { FollowUpSubject } from '../../domain/followUp.ts';
import type { Tenant } from '../../storage/database.ts';
import {
  type Asked,
  askedFirst,
  findFollowUp,
  identityOfCase,
  insertFollowUp,
  lockKnown,
  type NewSubject,
  type StoredFollowUp,
} from '../../storage/followUps.ts';
import { placeOfConversation, postById } from '../../storage/postReads.ts';
import { type Acting, lockedCase } from '../acting.ts';
import { mustBeAskable } from './askable.ts';
import { mustBeAhead, mustSay } from './changeFollowUp.ts';
import { mustHaveFiles } from './files.ts';
import { tellFollowUp } from './tellFollowUp.ts';

export interface ToAsk extends Asked {
  /** Given by whoever asks: the same asked twice is one, and anything else under it is refused. */
  id: string;
  /** What it is about; left out: a case. */
  about?: FollowUpSubject;
  /** Of a case at least one of both, for of a post its case is known; of an author one of their cases; else none. */
  caseId: string | null;
  postId: string | null;
  question: string;
  /** Ids of media that are attached. */
  files?: readonly string[];
  dueAt: Date;
}

/** Asks a member or a team to report back; the author sees nothing of it. Throws Faults `input_invalid`, `not_found`, `case_merged`. */
export async function askFollowUp(acting: Acting, asked: ToAsk): Promise<void> {
  const { storage, organisationId, memberId, now } = acting;
  const { id, question, files = [], dueAt } = asked;
  mustSay(question, 'Say what you want to know, or what is to be done.');
  await storage.inOrganisation(organisationId, async (tx) => {
    const { about, isKnown } = await lockedSubject(tx, organisationId, asked);
    const before = await findFollowUp(tx, organisationId, id);
    if (before !== null) return mustBeTheSame(tx, acting, before, { ...asked, subject: about });
    if (!isKnown) throw new Fault('input_invalid', 'The author of this case was erased before.');
    mustBeAhead(dueAt, now);
    const to = { memberId: asked.memberId, teamId: asked.teamId };
    await mustBeAskable(tx, organisationId, to, { askerId: memberId, now });
    await mustHaveFiles(tx, organisationId, files, memberId);
    const isNew = await insertFollowUp(tx, organisationId, {
      ...to,
      id,
      about,
      askerId: memberId,
      question: question.trim(),
      files,
      at: now,
      dueAt,
    });
    // About another case at the same moment: the lock of the case is not theirs.
    if (!isNew) throw askedOtherwise();
    const particulars = { member: to.memberId, team: to.teamId };
    const caseId = about.kind === 'case' ? about.caseId : null;
    await tellFollowUp(tx, acting, { caseId, action: 'follow_up_asked', subjectId: id, particulars });
  });
}

const askedOtherwise = () => new Fault('input_invalid', 'This was asked already, otherwise. Ask anew.');

/** Throws Fault `input_invalid` unless the same member asked just that under this id. */
async function mustBeTheSame(
  tx: Tenant,
  { organisationId, memberId }: Acting,
  before: StoredFollowUp,
  { subject, question, files = [], dueAt, ...to }: ToAsk & { subject: NewSubject },
): Promise<void> {
  if (before.asker.id !== memberId)
    throw new Fault('input_invalid', 'This was asked by somebody else before. Ask anew.');
  const first = await askedFirst(tx, organisationId, before.id);
  const [asked] = before.acts;
  const isSame =
    isSameSubject(before.about, subject) &&
    first?.memberId === to.memberId &&
    first.teamId === to.teamId &&
    asked?.dueAt?.getTime() === dueAt.getTime() &&
    // Once its words were erased there is nothing to compare.
    (before.question === null ||
      (before.question === question.trim() && asked.files.map((file) => file.id).join() === files.join()));
  if (!isSame) throw askedOtherwise();
}

function isSameSubject(before: StoredFollowUp['about'], now: NewSubject): boolean {
  switch (now.kind) {
    case 'case':
      return (
        before.kind === 'case' && before.caseId === now.caseId && before.postId === (now.post?.id ?? null)
      );
    case 'author':
      return before.kind === 'author' && before.identityId === now.identityId;
    case 'other':
      return before.kind === 'other';
  }
}

/** What it is about, locked: its case, or its author, who may have been erased. */
async function lockedSubject(
  tx: Tenant,
  organisationId: number,
  asked: ToAsk,
): Promise<{ about: NewSubject; isKnown: boolean }> {
  const { about = 'case', caseId, postId } = asked;
  if (about === 'case') {
    const place = await placeOf(tx, organisationId, asked);
    await lockedCase(tx, organisationId, place.caseId);
    return { about: { kind: 'case', ...place }, isKnown: true };
  }
  if (postId !== null || (caseId === null) !== (about === 'other'))
    throw new Fault(
      'input_invalid',
      'About an author name one of their cases and no post; about nothing on the desk name neither.',
    );
  if (about === 'other' || caseId === null) return { about: { kind: 'other' }, isKnown: true };
  const identityId = await identityOfCase(tx, organisationId, caseId);
  if (identityId === null)
    throw new Fault('not_found', 'This case does not exist, or not in your organisation.');
  const isKnown = await lockKnown(tx, organisationId, identityId);
  return { about: { kind: 'author', identityId }, isKnown };
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
