/** A member says that posts answer a call for complaints, or that they do not; either can be said again. */
import { gathersUntil } from '../../domain/complaintCall.ts';
import { Fault } from '../../domain/fault.ts';
import { firstPostOfCase, postsToSay, sayOfPosts } from '../../storage/callPostReads.ts';
import type { ComplaintCall } from '../../storage/complaintCalls.ts';
import type { Tenant } from '../../storage/database.ts';
import { recordFacts } from '../../storage/history.ts';
import { type Acting, particularsOf } from '../acting.ts';
import { lockedCall } from './openCall.ts';

/** Says it of posts, all or none. Throws Fault `not_found`; `input_invalid` for a post that was written in another time than the call's. */
export async function sayOfPost(
  acting: Acting,
  callId: string,
  said: { postIds: readonly string[]; answers: boolean },
): Promise<void> {
  await acting.storage.inOrganisation(acting.organisationId, async (tx) => {
    const call = await lockedCall(tx, acting.organisationId, callId);
    await keep(tx, acting, call, said);
  });
}

/** Puts the first post of a case in that was written in the time of the call; answers its id. Throws Fault `not_found`. */
export async function putCaseIn(acting: Acting, callId: string, caseNumber: number): Promise<string> {
  return acting.storage.inOrganisation(acting.organisationId, async (tx) => {
    const call = await lockedCall(tx, acting.organisationId, callId);
    const postId = await firstPostOfCase(tx, acting.organisationId, caseNumber, {
      from: call.openedAt,
      until: gathersUntil(call),
    });
    if (postId === null)
      throw new Fault(
        'not_found',
        'There is no case of this number with a post that its author wrote since the call was opened. Look at the number once more.',
      );
    await keep(tx, acting, call, { postIds: [postId], answers: true });
    return postId;
  });
}

async function keep(
  tx: Tenant,
  { organisationId, memberId, keyId, now }: Acting,
  call: ComplaintCall,
  { postIds, answers }: { postIds: readonly string[]; answers: boolean },
): Promise<void> {
  const posts = await postsToSay(tx, organisationId, call.id, postIds);
  if (posts.length < new Set(postIds).size)
    throw new Fault('not_found', 'One of these posts does not exist here any more. Load the list again.');
  const isInTime = ({ at }: { at: Date }) => at >= call.openedAt && at <= gathersUntil(call);
  if (answers && posts.some((post) => !post.gathered && !isInTime(post)))
    throw new Fault(
      'input_invalid',
      'This post was written before the call was opened, or long after it ended: it answers something else.',
    );
  const said = { postIds: posts.map(({ id }) => id), answers, by: memberId, at: now };
  const changed = await sayOfPosts(tx, organisationId, call.id, said);
  const action = answers ? ('complaint_call_post_in' as const) : ('complaint_call_post_out' as const);
  const facts = changed.map((id) => ({
    actorId: memberId,
    action,
    caseId: null,
    subjectId: call.id,
    ...particularsOf({ post: id }, keyId),
  }));
  if (facts.length > 0) await recordFacts(tx, organisationId, facts, now);
}
