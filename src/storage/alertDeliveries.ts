/** Telling alerts: each to each place once. Whoever tells one has it until an instant; what a killed program was telling is found again after that. */
import { sql } from 'kysely';
import type { AlertKind, AlertWay } from '../domain/alert.ts';
import type { System, Tenant } from './database.ts';
import { authorsAlike } from './saidByMany.ts';

export interface ClaimedDelivery {
  organisationId: number;
  alertId: string;
  way: AlertWay;
  place: string;
  /** This one included. */
  attempts: number;
  /** Somebody was telling it and did not come back: it may have arrived. */
  interrupted: boolean;
}

/** Claims what is due, the longest first. What somebody has acknowledged meanwhile is told no more. */
export async function claimDeliveries(
  system: System,
  until: { push: Date; others: Date },
  now: Date,
  most: number,
): Promise<ClaimedDelivery[]> {
  const found = await sql<ClaimedDelivery & { needless: boolean }>`
    update alert_delivery as d
    set state = case when due.needless then 'needless' else 'sending' end, attempts = d.attempts + 1,
      next_at = case when due.needless then null when d.way = 'push' then ${until.push}::timestamptz else ${until.others}::timestamptz end
    from (
      select q.organisation_id, q.alert_id, q.way, q.place, q.state, a.acknowledged_at is not null as needless
      from alert_delivery as q join alert as a on a.organisation_id = q.organisation_id and a.id = q.alert_id
      where q.next_at is not null and q.next_at <= ${now}
      order by q.next_at limit ${most} for update of q skip locked
    ) as due
    where d.organisation_id = due.organisation_id and d.alert_id = due.alert_id and d.way = due.way and d.place = due.place
    returning d.organisation_id as "organisationId", d.alert_id as "alertId", d.way, d.place, d.attempts,
      due.state = 'sending' as interrupted, due.needless`.execute(system);
  return found.rows.filter(({ needless }) => !needless).map(({ needless: _, ...claimed }) => claimed);
}

/**
 * Brings forward what a clock that was ahead put off: alerts that were raised after now, and what was being told until long after now. A minute between the clocks of two programs is none of
 * that. `longest` is how long anybody has a delivery.
 */
export async function bringForward(
  system: System,
  { now, longest }: { now: Date; longest: Date },
): Promise<void> {
  await sql`
    update alert_delivery set next_at = ${now}
    where state = 'sending' and next_at > ${longest}::timestamptz + interval '1 minute'`.execute(system);
  await sql`
    with ahead as (
      select a.organisation_id, a.id from organisation_counter as c
      join alert as a on a.organisation_id = c.organisation_id and a.at > ${now}::timestamptz + interval '1 minute'
    ), told as (
      update alert_delivery as d set next_at = ${now} from ahead
      where d.organisation_id = ahead.organisation_id and d.alert_id = ahead.id and d.state = 'waiting' and d.next_at > ${now}
    )
    update alert as a set at = ${now}, tell_at = least(a.tell_at, ${now}), escalate_at = ${now}::timestamptz + (a.escalate_at - a.tell_at)
    from ahead where a.organisation_id = ahead.organisation_id and a.id = ahead.id`.execute(system);
}

export type DeliveryEnd =
  | { state: 'sent'; at: Date }
  | { state: 'waiting'; at: Date; reason: string }
  | { state: 'unknown' | 'refused'; reason: string };

/** Notes what became of a delivery, while it is still this one's. False when somebody else has it by now. */
export async function noteDelivery(
  tx: Tenant,
  { organisationId, alertId, way, place, attempts }: ClaimedDelivery,
  end: DeliveryEnd,
): Promise<boolean> {
  const noted = await tx
    .updateTable('alert_delivery')
    .set({
      state: end.state,
      next_at: end.state === 'waiting' ? end.at : null,
      sent_at: end.state === 'sent' ? end.at : null,
      reason: end.state === 'sent' ? null : end.reason.slice(0, 500),
    })
    .where('organisation_id', '=', organisationId)
    .where('alert_id', '=', alertId)
    .where('way', '=', way)
    .where('place', '=', place)
    .where('state', '=', 'sending')
    .where('attempts', '=', attempts)
    .executeTakeFirst();
  return noted.numUpdatedRows > 0n;
}

/** What is said of an alert. */
export interface AlertToTell {
  kind: AlertKind;
  key: string;
  memberId: string;
  tellAt: Date;
  level: number;
  caseId: string | null;
  caseNumber: number | null;
  subjectId: string | null;
  about: string[];
  unit: string | null;
  /** Of a suspected incident: how many authors say the same; null of anything else, and where none of it stands any more. */
  authorsAlike: number | null;
  /** The author's words; null where there are none, or the author is protected, or it is about many. */
  words: string | null;
  organisation: string;
}

/** An alert as it stands; null when it was forgotten. */
export async function readAlert(tx: Tenant, organisationId: number, id: string): Promise<AlertToTell | null> {
  const found = await sql<AlertToTell>`
    select a.kind, a.key, a.member_id as "memberId", a.tell_at as "tellAt", a.level, a.case_id as "caseId", k.number as "caseNumber",
      a.subject_id as "subjectId", coalesce(k.tags, '{}') as about, u.name as unit, o.name as organisation,
      case when a.kind = 'incident' then nullif(${authorsAlike(organisationId, sql`a.key::uuid`, sql`a.at - interval '1 day'`)}, 0) end as "authorsAlike",
      case when i.protected or a.kind = 'incident' then null else p.text end as words
    from alert as a
    join organisation as o on o.id = ${organisationId}
    left join care_case as k on k.organisation_id = ${organisationId} and k.id = a.case_id
    left join unit as u on u.organisation_id = ${organisationId} and u.id = k.unit_id
    left join post as p on p.organisation_id = ${organisationId} and p.id = case when a.kind = 'names_me' then a.subject_id else k.last_inbound_post_id end
      and p.deleted_at is null and p.erased_at is null
    left join identity as i on i.organisation_id = ${organisationId} and i.id = p.identity_id
    where a.organisation_id = ${organisationId} and a.id = ${id}::uuid`.execute(tx);
  return found.rows[0] ?? null;
}

/** The account from which members are written to: of these networks, one that is connected, the first that was. Null where there is none. */
export async function accountForMembers(
  tx: Tenant,
  organisationId: number,
  networks: readonly string[],
): Promise<{ id: string; network: string } | null> {
  if (networks.length === 0) return null;
  const row = await tx
    .selectFrom('connected_account')
    .select(['id', 'network'])
    .where('organisation_id', '=', organisationId)
    .where('state', '=', 'listening')
    .where('network', 'in', networks as never[])
    .where('secret', 'is not', null)
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}
