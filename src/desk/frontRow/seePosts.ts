/** An executive saw posts: they were on her screen, which is more than that they were sent to it. */
import { recordFacts } from '../../storage/history.ts';
import { keepSeen } from '../../storage/postSeen.ts';
import { type Acting, particularsOf } from '../acting.ts';

/** Keeps that posts were on the member's screen, each once with its first time; the desk is told on their cases. Answers how many were new. */
export async function seePosts(
  { storage, organisationId, memberId, keyId, now }: Acting,
  postIds: readonly string[],
): Promise<number> {
  return storage.inOrganisation(organisationId, async (tx) => {
    const seen = await keepSeen(tx, organisationId, { memberId, postIds, at: now });
    const facts = seen.flatMap(({ postId, caseId }) =>
      caseId === null
        ? []
        : [
            {
              actorId: memberId,
              action: 'post_seen' as const,
              caseId,
              subjectId: postId,
              ...particularsOf({}, keyId),
            },
          ],
    );
    if (facts.length > 0) await recordFacts(tx, organisationId, facts, now);
    return seen.length;
  });
}
