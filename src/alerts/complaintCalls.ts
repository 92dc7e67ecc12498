/** Alerts of calls for complaints: whoever opened one is told that its report is due, or that an announcement did not leave. */
import type { HistoryAction } from '../domain/history.ts';
import { findCall } from '../storage/complaintCalls.ts';
import type { Tenant } from '../storage/database.ts';
import type { StoredFact } from '../storage/history.ts';
import type { RotaMember } from '../storage/rota.ts';
import type { WantedAlert } from './raise.ts';
import { recipientsOfCase } from './recipients.ts';
import { teamsOf } from './teams.ts';

export const ofCalls: readonly HistoryAction[] = ['complaint_call_report_due', 'complaint_call_unsent'];

/** Reports that these facts say are due; where whoever opened the call is not here, as a case of theirs would go on. */
export async function reportsDue(
  tx: Tenant,
  { organisationId, now }: { organisationId: number; now: Date },
  facts: readonly StoredFact[],
  house: ReadonlyMap<string, RotaMember>,
): Promise<WantedAlert[]> {
  const due = facts.filter(({ action }) => ofCalls.includes(action));
  if (due.length === 0) return [];
  const teams = await teamsOf(tx, organisationId);
  const wanted: WantedAlert[] = [];
  for (const { action, subjectId, sequence } of due) {
    const call = subjectId === null ? null : await findCall(tx, organisationId, subjectId);
    if (call === null || call.reported) continue;
    for (const memberId of recipientsOfCase({ ownerId: call.member.id, teamId: null }, { house, teams }, now))
      wanted.push({
        kind: action === 'complaint_call_unsent' ? 'call_unsent' : 'call_report',
        key: `${call.id} ${sequence}`,
        memberId,
        caseId: null,
        subjectId: call.id,
        sequence,
      });
  }
  return wanted;
}
