/** What the chief executive of the story asks staff, and what they report. */
import type { Acting } from '../desk/acting.ts';
import { acceptReport } from '../desk/followUps/acceptReport.ts';
import { askFollowUp } from '../desk/followUps/ask.ts';
import { reportFollowUp } from '../desk/followUps/report.ts';
import { followUpsOfCase } from '../storage/followUps.ts';
import { newId } from '../storage/ids.ts';
import type { MemberKey } from './story/members.ts';
import type { Doing } from './story/plan.ts';

type WithStaff = Extract<Doing, { kind: 'ask' | 'report' | 'accept report' }>;

const hour = 3_600_000;

/** Does it about this post and its case. */
export async function withStaff(
  acting: Acting,
  { members }: { members: Readonly<Record<MemberKey, string>> },
  post: { id: string; caseId: string },
  does: WithStaff,
): Promise<void> {
  const { storage, organisationId, now } = acting;
  if (does.kind === 'ask')
    return askFollowUp(acting, {
      id: newId(now.getTime()),
      caseId: null,
      postId: post.id,
      memberId: members[does.to],
      teamId: null,
      question: does.question,
      dueAt: new Date(now.getTime() + does.hours * hour),
    });
  const found = await storage.inOrganisation(organisationId, (tx) =>
    followUpsOfCase(tx, organisationId, post.caseId),
  );
  for (const { id, followUp, acts } of found) {
    if (does.kind === 'report' && followUp.state === 'asked') await reportFollowUp(acting, id, does);
    if (does.kind === 'accept report' && followUp.state === 'reported')
      await acceptReport(acting, id, acts.length);
  }
}
