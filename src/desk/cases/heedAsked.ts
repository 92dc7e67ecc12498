/** Authors who ask in so many words not to be written to any more, or allow it again: it holds at once, whatever network they asked on. */
import { markDoNotContact, unmarkAsked } from '../../storage/authors.ts';
import type { Tenant } from '../../storage/database.ts';
import { type Fact, recordFacts } from '../../storage/history.ts';
import { authorsOfCases } from '../../storage/rearrangements.ts';
import type { FreshPost } from './placePosts.ts';

/** Shown beside the case, and to whoever would answer. */
export const askedReason = 'The author asked by message not to be written to.';

/** In the order in which they were written: the last word counts. What a member said is not taken back by it. Comes after the cases were moved, in their transaction. */
export async function heedAsked(
  tx: Tenant,
  { organisationId, now }: { organisationId: number; now: Date },
  fresh: readonly FreshPost[],
): Promise<void> {
  const asking = fresh.flatMap(({ conversation, gathered: { post } }) =>
    conversation === null || post.asks === undefined || post.direction === 'house'
      ? []
      : [{ caseId: conversation.caseId, at: post.at, asks: post.asks }],
  );
  if (asking.length === 0) return;
  asking.sort((a, b) => a.at.getTime() - b.at.getTime());
  const authors = await authorsOfCases(tx, organisationId, [...new Set(asking.map(({ caseId }) => caseId))]);
  const facts: Fact[] = [];
  for (const { caseId, at, asks } of asking) {
    const authorId = authors.get(caseId)?.authorId;
    if (authorId === undefined) continue;
    const changed =
      asks === 'stop'
        ? await markDoNotContact(tx, organisationId, authorId, { at, by: null, reason: askedReason })
        : await unmarkAsked(tx, organisationId, authorId, at);
    const action = asks === 'stop' ? 'contact_refused' : 'contact_allowed';
    if (changed) facts.push({ actorId: null, action, caseId, subjectId: authorId });
  }
  if (facts.length > 0) await recordFacts(tx, organisationId, facts, now);
}
