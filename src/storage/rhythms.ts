/** The rhythm that a member chose, and when their answers left. */
import { sql } from 'kysely';
import type { Rhythm } from '../domain/rhythm.ts';
import { texts } from './arrays.ts';
import type { Tenant } from './database.ts';

export interface ChosenRhythm extends Rhythm {
  /** When it was chosen. */
  since: Date;
}

/** A member's rhythm, and the zone of their place in the rota (of the organisation, where they have none); null where they chose none. */
export async function readRhythm(
  tx: Tenant,
  organisationId: number,
  memberId: string,
): Promise<{ rhythm: ChosenRhythm | null; timeZone: string }> {
  const found = await sql<{ rhythm: (Rhythm & { since: string }) | null; timeZone: string }>`
    select m.rhythm, coalesce(r.time_zone, o.time_zone) as "timeZone" from member as m
    join organisation as o on o.id = ${organisationId}
    left join rota_place as r on r.organisation_id = ${organisationId} and r.member_id = m.id
    where m.organisation_id = ${organisationId} and m.id = ${memberId}::uuid`.execute(tx);
  const { rhythm = null, timeZone = 'UTC' } = found.rows[0] ?? {};
  return { rhythm: rhythm === null ? null : { ...rhythm, since: new Date(rhythm.since) }, timeZone };
}

/** Chooses a rhythm, or (null) none. */
export async function keepRhythm(
  tx: Tenant,
  organisationId: number,
  memberId: string,
  rhythm: ChosenRhythm | null,
): Promise<void> {
  await tx
    .updateTable('member')
    .set({ rhythm: rhythm === null ? null : JSON.stringify(rhythm) })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', memberId)
    .execute();
}

/** When the member's answers to authors left since an instant, and when they logged letters and visits that they did not answer as well, the first first; at most a thousand. */
export async function answersOf(
  tx: Tenant,
  organisationId: number,
  memberId: string,
  since: Date,
): Promise<Date[]> {
  const found = await sql<{ at: Date }>`
    select first_attempt_at as at from reply
    where organisation_id = ${organisationId} and member_id = ${memberId}::uuid and state in ('sent', 'bounced') and case_id is not null
      and first_attempt_at >= ${since}
    union all
    select min(a.at) from audit_entry as a
    where a.organisation_id = ${organisationId} and a.at >= ${since} and a.action = 'case.logged_by_hand' and a.member_id = ${memberId}::uuid
      and not exists (
        select from conversation as c join reply as r on r.organisation_id = ${organisationId} and r.case_id = c.case_id and r.conversation_id = c.id
        where c.organisation_id = ${organisationId} and c.network = a.particulars ->> 'network' and c.thread = a.particulars ->> 'thread'
          and r.member_id = a.member_id and r.state in ('sent', 'bounced')
      )
    group by a.particulars ->> 'thread'
    order by at limit 1000`.execute(tx);
  return found.rows.map(({ at }) => at);
}

/** When the owner of a letterbox answered authors since an instant, by this program or by another: the first word after something of the author's, and no more; what a program wrote by itself is none. The last thousand. */
export async function answersAlone(
  tx: Tenant,
  boxId: number,
  since: Date,
): Promise<{ at: Date; networkId: string }[]> {
  const found = await sql<{ at: Date; networkId: string }>`
    select p.at, p.network_id as "networkId" from post as p
    left join lateral (
      select q.direction from post as q
      where q.organisation_id = ${boxId} and q.conversation_id = p.conversation_id and (q.at, q.id) < (p.at, p.id) and not q.automatic
      order by q.at desc, q.id desc limit 1
    ) as before on true
    where p.organisation_id = ${boxId} and p.direction = 'house' and p.conversation_id is not null and not p.automatic
      and p.at >= ${since} and before.direction = 'inbound'
    order by p.at desc limit 1000`.execute(tx);
  return found.rows;
}

/** Which of these posts on networks are answers that left from this desk. */
export async function repliesAmong(
  tx: Tenant,
  organisationId: number,
  networkIds: readonly string[],
): Promise<Set<string>> {
  if (networkIds.length === 0) return new Set();
  const found = await sql<{ networkId: string }>`
    select network_id as "networkId" from reply
    where organisation_id = ${organisationId} and network_id = any(${texts([...networkIds])})`.execute(tx);
  return new Set(found.rows.map(({ networkId }) => networkId));
}
