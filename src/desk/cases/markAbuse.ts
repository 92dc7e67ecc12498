/** A member says that a post is abusive, or that it is not. The case stays where it is: the complaint inside is to be answered. */
import type { AbuseReason } from '../../domain/abuse.ts';
import { Fault } from '../../domain/fault.ts';
import { dropAbuse, keepAbuse } from '../../storage/abuse.ts';
import { type Acting, changeCase } from '../acting.ts';

/** Folds an author's post of the case for this reason; null unfolds it. Throws Fault `not_found` where the case has no such post. */
export async function markAbuse(
  acting: Acting,
  caseId: string,
  postId: string,
  reason: AbuseReason | null,
): Promise<void> {
  const { organisationId, memberId, now } = acting;
  await changeCase(acting, caseId, async (facts, tx) => {
    if (reason === null) {
      if (!(await dropAbuse(tx, organisationId, { caseId, postId }))) return null;
      return { facts, action: 'abuse_unmarked', subjectId: postId };
    }
    if (!(await keepAbuse(tx, organisationId, { caseId, postId, reason, by: memberId, at: now })))
      throw new Fault('not_found', 'The author wrote no such post in this case. Load the case again.');
    return { facts, action: 'abuse_marked', subjectId: postId, particulars: { reason } };
  });
}
