/** A member says that posts answer a call for complaints, or that they do not; either can be said again. */
import { callState, gathersUntil } from '../../domain/complaintCall.ts';
import { Fault } from '../../domain/fault.ts';
import { firstPostOfCase, postsToSay, sayOfPosts } from '../../storage/callPostReads.ts';
import type { ComplaintCall } from '../../storage/complaintCalls.ts';
import type { Tenant } from '../../storage/database.ts';
import { recordFacts } from '../../storage/history.ts';
import { type Acting, particularsOf } from '../acting.ts';
import { lockedCall } from './openCall.ts';

/** Says it of posts, all or none. `manages`: they may manage calls. Throws Fault `not_found`; `input_invalid` for a post that was written in another time than the call's; `not_permitted` once it has ended. */
export async function sayOfPost(
  acting: Acting,
  callId: string,
  said: { postIds: readonly string[]; answers: boolean; manages: boolean },
): Promise<void> {
  await acting.storage.inOrganisation(acting.organisationId, async (tx) => {
    const call = await changeableCall(tx, acting, callId, said.manages);
    await keep(tx, acting, call, said);
  });
}

/** Puts the first post of a case in that was written in the time of the call; answers its id. Throws Fault `not_found`, `not_permitted` as above. */
export async function putCaseIn(
  acting: Acting,
  callId: string,
  said: { caseNumber: number; manages: boolean },
): Promise<string> {
  return acting.storage.inOrganisation(acting.organisationId, async (tx) => {
    const call = await changeableCall(tx, acting, callId, said.manages);
    const postId = await firstPostOfCase(tx, acting.organisationId, said.caseNumber, {
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

/** Once it has ended its numbers stand in public for good: whoever manages calls changes them then, and answers for that. */
async function changeableCall(
  tx: Tenant,
  { organisationId, now }: Acting,
  callId: string,
  manages: boolean,
): Promise<ComplaintCall> {
  const call = await lockedCall(tx, organisationId, callId);
  if (manages || callState(call, now) === 'open') return call;
  throw new Fault(
    'not_permitted',
    'This call has ended: what is put in or taken out now is said by whoever may open calls. Ask one of them.',
  );
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
