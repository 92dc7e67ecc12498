/** An alert that nobody has taken in time goes on. */
import { nextEscalation } from '../domain/alert.ts';
import { type OpenAlert, takeEscalating } from '../storage/alerts.ts';
import type { Storage } from '../storage/database.ts';
import { recordFacts } from '../storage/history.ts';
import { readRota } from '../storage/rota.ts';
import { raiseAlerts } from './raise.ts';

/** Hands one on, once, whoever looks at the same moment. Answers to whom; null where somebody has it by now, or nobody is left. */
export async function escalate(
  storage: Storage,
  { organisationId, id }: OpenAlert,
  now: Date,
): Promise<string | null> {
  return storage.inOrganisation(organisationId, async (tx) => {
    const alert = await takeEscalating(tx, organisationId, id, now);
    if (alert === null) return null;
    const rota = await readRota(tx, organisationId, now);
    const house = {
      rota,
      superiors: new Map([...rota].map(([memberId, { superiorId }]) => [memberId, superiorId])),
      roles: new Map([...rota].map(([memberId, { role }]) => [memberId, role])),
    };
    const { kind, key, caseId, subjectId, firstMemberId, told } = alert;
    const next = nextEscalation({ first: firstMemberId, told }, house, now);
    if (next === null) return null;
    const goneOn = { level: alert.level + 1, firstMemberId };
    await raiseAlerts(tx, { organisationId, now }, [
      { kind, key, memberId: next, caseId, subjectId, sequence: alert.sequence, goneOn },
    ]);
    const particulars = { kind, from: firstMemberId, to: next, level: goneOn.level };
    const fact = { actorId: null, action: 'alert_escalated' as const, caseId, subjectId: id, particulars };
    await recordFacts(tx, organisationId, [fact], now);
    return next;
  });
}
