import type { ClockEvent } from '../domain/clocks.ts';
import type { Severity } from '../domain/queue.ts';
import type { Threat } from '../domain/threat.ts';
import type { Tenant } from './database.ts';
import { eventsOfCase } from './rearrangements.ts';

export interface CaseToTime {
  severity: Severity;
  vulnerable: boolean;
  threat: Threat | null;
  events: ClockEvent[];
}

/** What moves the clocks of a case: its standing posts, and members' words about it. Null when there is no such case. */
export async function clockEventsOf(
  tx: Tenant,
  organisationId: number,
  caseId: string,
): Promise<CaseToTime | null> {
  const [judged, events] = await Promise.all([
    tx
      .selectFrom('care_case')
      .select(['severity', 'vulnerable', 'threat'])
      .where('organisation_id', '=', organisationId)
      .where('id', '=', caseId)
      .executeTakeFirst(),
    eventsOfCase(tx, organisationId, caseId, null),
  ]);
  if (judged === undefined) return null;
  return {
    severity: judged.severity as Severity,
    vulnerable: judged.vulnerable,
    threat: judged.threat as Threat | null,
    events,
  };
}
