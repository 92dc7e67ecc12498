/** Alerts of follow-ups: who is asked, and who asked, is told when it is their turn, and when they are reminded. */
import type { HistoryAction } from '../domain/history.ts';
import { openFollowUp, remindedOfFollowUp } from '../storage/alertWork.ts';
import type { Tenant } from '../storage/database.ts';
import type { StoredFact } from '../storage/history.ts';
import type { RotaMember } from '../storage/rota.ts';
import type { WantedAlert } from './raise.ts';
import { recipientsOfCase, type Teams } from './recipients.ts';
import { teamsOf } from './teams.ts';

/** It is the turn of whoever is asked. */
const asking: readonly HistoryAction[] = ['follow_up_asked', 'follow_up_given', 'follow_up_sent_back'];
/** It is the turn of whoever asked. */
const reporting: readonly HistoryAction[] = ['follow_up_reported'];

export const ofFollowUps: readonly HistoryAction[] = [...asking, ...reporting, 'follow_up_reminded'];

/** Whose turn these facts say it is. Nobody is told of what they did themselves. */
export async function followUpsWaiting(
  tx: Tenant,
  { organisationId, now }: { organisationId: number; now: Date },
  facts: readonly StoredFact[],
  house: ReadonlyMap<string, RotaMember>,
): Promise<WantedAlert[]> {
  const those = facts.filter(({ action }) => ofFollowUps.includes(action));
  if (those.length === 0) return [];
  const teams = await teamsOf(tx, organisationId);
  const wanted: WantedAlert[] = [];
  for (const fact of those) {
    const { subjectId, caseId, sequence, actorId } = fact;
    for (const memberId of await turnOf(tx, organisationId, fact, { house, teams, now }))
      if (memberId !== actorId)
        wanted.push({
          kind: 'follow_up',
          key: `${subjectId} ${sequence}`,
          memberId,
          caseId,
          subjectId,
          sequence,
        });
  }
  return wanted;
}

async function turnOf(
  tx: Tenant,
  organisationId: number,
  { action, subjectId, at }: StoredFact,
  { house, teams, now }: { house: ReadonlyMap<string, RotaMember>; teams: Teams; now: Date },
): Promise<string[]> {
  if (subjectId === null) return [];
  if (action === 'follow_up_reminded') return remindedOfFollowUp(tx, organisationId, subjectId, at);
  const open = await openFollowUp(tx, organisationId, subjectId);
  if (open === null) return [];
  if (reporting.includes(action)) return [open.askerId];
  return recipientsOfCase({ ownerId: open.memberId, teamId: open.teamId }, { house, teams }, now);
}
