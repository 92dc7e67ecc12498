/** A member says that a post answers a call for complaints, or that it does not; either can be said again. */
import { Fault } from '../../domain/fault.ts';
import { firstPostOfCase, sayOfPosts } from '../../storage/callPosts.ts';
import type { Tenant } from '../../storage/database.ts';
import { recordFacts } from '../../storage/history.ts';
import { type Acting, particularsOf } from '../acting.ts';
import { lockedCall } from './openCall.ts';

/** Says it of one post. Throws Fault `not_found`. */
export async function sayOfPost(
  acting: Acting,
  callId: string,
  said: { postId: string; answers: boolean },
): Promise<void> {
  await acting.storage.inOrganisation(acting.organisationId, async (tx) => {
    await lockedCall(tx, acting.organisationId, callId);
    await keep(tx, acting, callId, said);
  });
}

/** Puts the first post of a case in; answers its id. Throws Fault `not_found`. */
export async function putCaseIn(acting: Acting, callId: string, caseNumber: number): Promise<string> {
  return acting.storage.inOrganisation(acting.organisationId, async (tx) => {
    await lockedCall(tx, acting.organisationId, callId);
    const first = await firstPostOfCase(tx, acting.organisationId, caseNumber);
    if (first === null)
      throw new Fault(
        'not_found',
        'There is no case of this number with a post of its author. Look at the number once more.',
      );
    await keep(tx, acting, callId, { postId: first.postId, answers: true });
    return first.postId;
  });
}

async function keep(
  tx: Tenant,
  { organisationId, memberId, keyId, now }: Acting,
  callId: string,
  { postId, answers }: { postId: string; answers: boolean },
): Promise<void> {
  const changed = await sayOfPosts(tx, organisationId, callId, {
    postIds: [postId],
    answers,
    by: memberId,
    at: now,
  });
  const action = answers ? ('complaint_call_post_in' as const) : ('complaint_call_post_out' as const);
  const facts = changed.map((id) => ({
    actorId: memberId,
    action,
    caseId: null,
    subjectId: callId,
    ...particularsOf({ post: id }, keyId),
  }));
  if (facts.length > 0) await recordFacts(tx, organisationId, facts, now);
}
