/** Which alerts need nobody any more once something was done. Pure. */
import type { AlertKind } from '../domain/alert.ts';
import type { HistoryAction } from '../domain/history.ts';
import type { Settled } from '../storage/alerts.ts';
import type { StoredFact } from '../storage/history.ts';

/** Somebody has taken the case, or answered. */
const takes: readonly HistoryAction[] = ['case_claimed', 'case_resolved', 'reply_queued', 'answer_heard'];
const decides: readonly HistoryAction[] = ['approval_given', 'approval_refused', 'reply_withdrawn'];
/** It is somebody else's turn, or nobody's. */
const turns: readonly HistoryAction[] = [
  'follow_up_accepted',
  'follow_up_reported',
  'follow_up_report_accepted',
  'follow_up_sent_back',
  'follow_up_given',
  'follow_up_withdrawn',
];
const ends: readonly HistoryAction[] = ['commitment_kept', 'commitment_broken', 'commitment_renewed'];

/** The report is there. */
const reports: readonly HistoryAction[] = ['complaint_call_reported'];

/** It is announced anew, or it is over. */
const announces: readonly HistoryAction[] = ['complaint_call_announced', 'complaint_call_ended'];

/** Acts that settle something. */
export const settling: readonly HistoryAction[] = [
  ...takes,
  ...decides,
  ...ends,
  ...turns,
  ...reports,
  ...announces,
];

const ofCases: readonly AlertKind[] = ['danger', 'incident', 'grave_late'];

/** What an act settles: a case that is taken needs nobody else; what names a member stays theirs until they themselves have done something. */
export function settledBy({ action, actorId, caseId, subjectId, sequence }: StoredFact): Settled[] {
  if (ends.includes(action) && subjectId !== null)
    return [{ kinds: ['promise'], subjectId, by: actorId, sequence }];
  if (turns.includes(action) && subjectId !== null)
    return [{ kinds: ['follow_up'], subjectId, by: actorId, sequence }];
  if (reports.includes(action) && subjectId !== null)
    return [{ kinds: ['call_report'], subjectId, by: actorId, sequence }];
  if (announces.includes(action) && subjectId !== null)
    return [{ kinds: ['call_unsent'], subjectId, by: actorId, sequence }];
  if (decides.includes(action) && subjectId !== null)
    return [{ kinds: ['approval'], subjectId, by: actorId, sequence }];
  if (!takes.includes(action) || caseId === null) return [];
  const taken: Settled = { kinds: ofCases, caseId, by: actorId, sequence };
  return actorId === null
    ? [taken]
    : [taken, { kinds: ['names_me'], caseId, memberId: actorId, by: actorId, sequence }];
}
