import { sql } from 'kysely';
import type { ClockEvent } from '../domain/clocks.ts';
import type { Severity } from '../domain/queue.ts';
import type { Tenant } from './database.ts';

export interface CaseToTime {
  severity: Severity;
  vulnerable: boolean;
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
      .select(['severity', 'vulnerable'])
      .where('organisation_id', '=', organisationId)
      .where('id', '=', caseId)
      .executeTakeFirst(),
    sql<ClockEvent>`
      select case p.direction when 'inbound' then 'inbound' else 'answer' end as kind, p.at
      from conversation as c
      join post as p on p.organisation_id = ${organisationId} and p.conversation_id = c.id
      where c.organisation_id = ${organisationId} and c.case_id = ${caseId}::uuid and p.deleted_at is null
      union all
      select case h.action when 'case_resolved' then 'resolved' else 'reopened' end, h.at
      from history as h
      where h.organisation_id = ${organisationId} and h.case_id = ${caseId}::uuid
        and (h.action = 'case_resolved' or h.action = 'case_reopened' and h.actor_id is not null)
      order by 2`.execute(tx),
  ]);
  if (judged === undefined) return null;
  return { severity: judged.severity as Severity, vulnerable: judged.vulnerable, events: events.rows };
}
