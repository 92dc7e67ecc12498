import { Fault } from '../../domain/fault.ts';
import { insertCommitment } from '../../storage/commitments.ts';
import { newId } from '../../storage/ids.ts';
import { type Acting, lockedCase, saveDecided } from '../acting.ts';
import { answeredPost } from '../replies/writeReply.ts';
import { mustBeOwner } from './changeCommitment.ts';
import { mustBeAhead, mustSayWhat } from './said.ts';

export interface ByHand {
  /** The post of ours in which it was said, wherever that was written. */
  postId: string;
  what: string;
  dueAt: Date;
  ownerId: string;
}

/** Makes a commitment of what a post of ours promises. Answers its id. Throws Faults `not_found`, `input_invalid`. */
export async function makeCommitment(acting: Acting, caseId: string, made: ByHand): Promise<string> {
  const { storage, organisationId, memberId, now } = acting;
  mustBeAhead(made.dueAt, now);
  mustSayWhat(made.what);
  return storage.inOrganisation(organisationId, async (tx) => {
    const facts = await lockedCase(tx, organisationId, caseId);
    const post = await answeredPost(tx, organisationId, { caseId, postId: made.postId });
    if (post.direction !== 'house' || post.conversationId === null)
      throw new Fault('input_invalid', 'A promise is made by us: choose a post of ours.');
    await mustBeOwner(tx, organisationId, made.ownerId);
    const id = newId(now.getTime());
    await insertCommitment(tx, organisationId, {
      ...made,
      id,
      conversationId: post.conversationId,
      replyId: null,
      by: memberId,
      // A network may say what time it likes; nothing was promised later than now.
      madeAt: post.at > now ? now : post.at,
    });
    await saveDecided(tx, acting, { facts, action: 'commitment_made', subjectId: id });
    return id;
  });
}
