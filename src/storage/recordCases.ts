/** What the response record reads of cases: what moved their clocks, and by what they are told apart. */
import { sql } from 'kysely';
import { type Correction, corrected, type PostFinding } from '../domain/finding.ts';
import { shortCodes } from '../domain/languages.ts';
import type { Severity } from '../domain/queue.ts';
import type { RecordEvent } from '../domain/record.ts';
import type { Threat } from '../domain/threat.ts';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';

export interface CaseToMeasure {
  caseId: string;
  severity: Severity;
  vulnerable: boolean;
  threat: Threat | null;
  tags: string[];
  unitId: string | null;
  teamId: string | null;
  ownerId: string | null;
  events: RecordEvent[];
}

/** These cases with everything that moved their clocks, as `eventsOfCase` tells it of one; unknown ones are left out. */
export async function casesToMeasure(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<CaseToMeasure[]> {
  const [cases, events] = await Promise.all([
    sql<Omit<CaseToMeasure, 'events'>>`
      select k.id as "caseId", k.severity, k.vulnerable, k.threat, k.tags, k.unit_id as "unitId", k.team_id as "teamId", k.owner_id as "ownerId"
      from unnest(${uuids(ids)}) as t(id) join care_case as k on k.organisation_id = ${organisationId} and k.id = t.id`.execute(
      tx,
    ),
    eventsOfCases(tx, organisationId, ids),
  ]);
  return cases.rows.map((one) => ({ ...one, events: events.get(one.caseId) ?? [] }));
}

async function eventsOfCases(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<Map<string, RecordEvent[]>> {
  const { rows } = await sql<RecordEvent & { caseId: string }>`
    select t.id as "caseId", case p.direction when 'inbound' then 'inbound' else 'answer' end as kind, p.at, p.id as "postId", p.member_id as "memberId"
    from unnest(${uuids(ids)}) as t(id)
    join conversation as c on c.organisation_id = ${organisationId} and c.case_id = t.id
    join post as p on p.organisation_id = ${organisationId} and p.conversation_id = c.id
    where p.deleted_at is null and not p.automatic and p.bounced_at is null
    union all
    select t.id, case h.action when 'case_resolved' then 'resolved' else 'reopened' end, h.at, null, h.actor_id
    from unnest(${uuids(ids)}) as t(id)
    join history as h on h.organisation_id = ${organisationId} and h.case_id = t.id
    where h.action = 'case_resolved' or h.action = 'case_reopened' and h.actor_id is not null
    order by 3, 4`.execute(tx);
  const all = new Map<string, RecordEvent[]>();
  for (const { caseId, ...event } of rows) {
    const known = all.get(caseId);
    if (known === undefined) all.set(caseId, [event]);
    else known.push(event);
  }
  return all;
}

/** By what a post tells waits apart; empty where nobody could tell. */
export interface ToldApart {
  network: string;
  language: string;
  place: string;
}

/** Where, in what language and about which place these posts were written: by what members said, else by what was found, else by what the network says. */
export async function postsToldApart(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<Map<string, ToldApart>> {
  const { rows } = await sql<{
    id: string;
    network: string;
    language: string | null;
    found: Pick<PostFinding, 'language' | 'places'> | null;
    said: Correction[] | null;
  }>`
    select p.id, p.network, p.language, case when f.post_id is not null then
        jsonb_build_object('language', f.found -> 'language', 'places', coalesce(f.found -> 'places', '[]')) end as found,
      case when f.post_id is not null then (
        select jsonb_agg(jsonb_build_object('aspect', s.aspect, 'name', s.name, 'so', s.so) order by s.at, s.id)
        from finding_correction as s where s.organisation_id = ${organisationId} and s.post_id = p.id and s.aspect in ('language', 'place')
      ) end as said
    from unnest(${uuids(ids)}) as t(id)
    join post as p on p.organisation_id = ${organisationId} and p.id = t.id
    left join post_finding as f on f.organisation_id = ${organisationId} and f.post_id = p.id`.execute(tx);
  return new Map(
    rows.map(({ id, network, language, found, said }) => {
      const named = (aspect: 'language' | 'place') =>
        found === null ? undefined : corrected(found as PostFinding, aspect, said ?? [])[0];
      const tongue = named('language');
      return [
        id,
        {
          network,
          language: tongue === undefined ? declared(language) : (shortCodes[tongue] ?? tongue),
          place: named('place') ?? '',
        },
      ];
    }),
  );
}

/** A network may call a language anything. */
const declared = (language: string | null): string =>
  /^([a-z]{2,3})(?:-|$)/.exec(language?.toLowerCase() ?? '')?.[1] ?? '';
