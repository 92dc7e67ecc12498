/** Alerts: who is to be told of what, who has it, and to whom it goes on. */
import { sql } from 'kysely';
import { type AlertKind, type AlertWay, mostUnread, neverOnlyListed, takenByOne } from '../domain/alert.ts';
import { bigints, instants, integers, rowsOf, texts, uuids } from './arrays.ts';
import type { System, Tenant } from './database.ts';
import { newId } from './ids.ts';

export interface AlertToRaise {
  kind: AlertKind;
  key: string;
  memberId: string;
  caseId: string | null;
  subjectId: string | null;
  /** Up to which fact was known: only what was done later settles it. */
  sequence: number;
  tellAt: Date;
  level: number;
  firstMemberId: string;
  escalateAt: Date | null;
  deliveries: readonly { way: AlertWay; place: string; at: Date }[];
}

/** Raises alerts with their deliveries; one that the member has already, whoever raised it, is left as it is. Answers how many are new. */
export async function addAlerts(
  tx: Tenant,
  organisationId: number,
  alerts: readonly AlertToRaise[],
  at: Date,
): Promise<number> {
  if (alerts.length === 0) return 0;
  const made = alerts.map((alert) => ({ ...alert, id: newId(at.getTime()) }));
  const rows = {
    id: uuids(made.map(({ id }) => id)),
    member_id: uuids(made.map(({ memberId }) => memberId)),
    kind: texts(made.map(({ kind }) => kind)),
    key: texts(made.map(({ key }) => key)),
    case_id: uuids(made.map(({ caseId }) => caseId)),
    subject_id: uuids(made.map(({ subjectId }) => subjectId)),
    sequence: bigints(made.map(({ sequence }) => sequence)),
    tell_at: instants(made.map(({ tellAt }) => tellAt)),
    level: integers(made.map(({ level }) => level)),
    first_member_id: uuids(made.map(({ firstMemberId }) => firstMemberId)),
    escalate_at: instants(made.map(({ escalateAt }) => escalateAt)),
  };
  const added = await sql<{ id: string }>`
    insert into alert (organisation_id, id, member_id, kind, key, case_id, subject_id, sequence, at, tell_at, level, first_member_id, escalate_at)
    select ${organisationId}::integer, t.id, t.member_id, t.kind, t.key, t.case_id, t.subject_id, t.sequence, ${at}::timestamptz, t.tell_at, t.level, t.first_member_id, t.escalate_at
    from ${rowsOf(rows)} as t
    on conflict (organisation_id, kind, key, member_id) do nothing returning id`.execute(tx);
  const added_ids = new Set(added.rows.map(({ id }) => id));
  const deliveries = made
    .filter(({ id }) => added_ids.has(id))
    .flatMap(({ id, deliveries: those }) => those.map((one) => ({ ...one, id })));
  await addDeliveries(tx, organisationId, deliveries);
  return added.rows.length;
}

async function addDeliveries(
  tx: Tenant,
  organisationId: number,
  deliveries: readonly { id: string; way: AlertWay; place: string; at: Date }[],
): Promise<void> {
  if (deliveries.length === 0) return;
  const rows = {
    alert_id: uuids(deliveries.map(({ id }) => id)),
    way: texts(deliveries.map(({ way }) => way)),
    place: uuids(deliveries.map(({ place }) => place)),
    next_at: instants(deliveries.map(({ at }) => at)),
  };
  await sql`
    insert into alert_delivery (organisation_id, alert_id, way, place, next_at)
    select ${organisationId}::integer, t.alert_id, t.way, t.place, t.next_at from ${rowsOf(rows)} as t
    on conflict do nothing`.execute(tx);
}

/** A browser that a member added is shown what they are to be told later; of each kind no more than are told anyhow. */
export async function deliverWaiting(
  tx: Tenant,
  organisationId: number,
  {
    memberId,
    kinds,
    place,
    now,
  }: { memberId: string; kinds: readonly AlertKind[]; place: string; now: Date },
): Promise<void> {
  await sql`
    insert into alert_delivery (organisation_id, alert_id, way, place, next_at)
    select ${organisationId}::integer, a.id, 'push', ${place}::uuid, a.tell_at from (
      select id, kind, tell_at, row_number() over (partition by kind order by at, id) as nth from alert
      where organisation_id = ${organisationId} and member_id = ${memberId}::uuid and acknowledged_at is null
        and tell_at > ${now} and kind = any(${texts([...kinds])})
    ) as a
    where a.nth <= ${mostUnread} or a.kind = any(${texts([...neverOnlyListed])})
    on conflict do nothing`.execute(tx);
}

/** How many alerts of each kind lie unread before these members since an instant, by "member kind". */
export async function unreadSince(
  tx: Tenant,
  organisationId: number,
  memberIds: readonly string[],
  since: Date,
): Promise<Map<string, number>> {
  const found = await sql<{ memberId: string; kind: string; count: number }>`
    select member_id as "memberId", kind, count(*)::integer as count from alert
    where organisation_id = ${organisationId} and member_id = any(${uuids([...memberIds])}) and at > ${since} and acknowledged_at is null
    group by member_id, kind`.execute(tx);
  return new Map(found.rows.map(({ memberId, kind, count }) => [`${memberId} ${kind}`, count]));
}

export interface ListedAlert {
  id: string;
  kind: AlertKind;
  at: Date;
  level: number;
  caseId: string | null;
  caseNumber: number | null;
  subjectId: string | null;
  /** What the case is about, and which unit, as the organisation names them. */
  about: string[];
  unit: string | null;
}

/** What a member has not said yet that they have it, the latest first, at most so many, and how many those are. */
export async function openAlerts(
  tx: Tenant,
  organisationId: number,
  memberId: string,
  most: number,
): Promise<{ alerts: ListedAlert[]; count: number }> {
  const counted = await sql<{ count: number }>`
    select count(*)::integer as count from (
      select 1 from alert where organisation_id = ${organisationId} and member_id = ${memberId}::uuid and acknowledged_at is null and kind <> 'digest' limit 1000
    ) as open`.execute(tx);
  const found = await sql<ListedAlert>`
    select a.id, a.kind, a.at, a.level, a.case_id as "caseId", k.number as "caseNumber", a.subject_id as "subjectId",
      coalesce(k.tags, '{}') as about, u.name as unit
    from alert as a
    left join care_case as k on k.organisation_id = ${organisationId} and k.id = a.case_id
    left join unit as u on u.organisation_id = ${organisationId} and u.id = k.unit_id
    where a.organisation_id = ${organisationId} and a.member_id = ${memberId}::uuid and a.acknowledged_at is null and a.kind <> 'digest'
    order by a.at desc, a.id desc limit ${most}`.execute(tx);
  return { alerts: found.rows, count: counted.rows[0]?.count ?? 0 };
}

/**
 * A member says that they have these alerts of theirs: with them those of everybody to whom the same went on, and of danger and the like everybody's. What was not told yet
 * is not told any more. Answers the alerts that were open.
 */
export async function acknowledgeAlerts(
  tx: Tenant,
  organisationId: number,
  memberId: string,
  ids: readonly string[],
  at: Date,
): Promise<{ id: string; kind: AlertKind; caseId: string | null }[]> {
  const found = await sql<{ id: string; kind: AlertKind; caseId: string | null; own: boolean }>`
    with own as (
      select kind, key, first_member_id from alert
      where organisation_id = ${organisationId} and member_id = ${memberId}::uuid and id = any(${uuids([...ids])}) and acknowledged_at is null
    )
    update alert as a set acknowledged_at = ${at}, acknowledged_by = ${memberId}::uuid, escalate_at = null
    from own
    where a.organisation_id = ${organisationId} and a.acknowledged_at is null and a.kind = own.kind and a.key = own.key
      and (a.first_member_id = own.first_member_id or a.member_id = ${memberId}::uuid or own.kind = any(${texts([...takenByOne])}))
    returning a.id, a.kind, a.case_id as "caseId", a.member_id = ${memberId}::uuid as own`.execute(tx);
  return found.rows.filter(({ own }) => own);
}

/** What an act settles: alerts of some kinds about a case or a subject, of everybody or of one member. */
export interface Settled {
  kinds: readonly AlertKind[];
  caseId?: string;
  subjectId?: string;
  /** Whose; everybody's where it is left out. */
  memberId?: string;
  by: string | null;
  /** The number of the fact that says so. */
  sequence: number;
}

/** Settles what needs nobody any more, of a case with those that were merged into it, and with what many say where it has come to stand for them. */
export async function settleAlerts(
  tx: Tenant,
  organisationId: number,
  { kinds, caseId, subjectId, memberId, by, sequence }: Settled,
  at: Date,
): Promise<void> {
  const about =
    caseId !== undefined
      ? sql`(case_id = any(array(
          select ${caseId}::uuid union all select id from care_case where organisation_id = ${organisationId} and merged_into = ${caseId}::uuid
        )) or kind = 'incident' and key = (
          select g.id::text from care_case as k join campaign as g on g.organisation_id = ${organisationId} and g.id = k.campaign_id and g.lead_case_id = k.id
          where k.organisation_id = ${organisationId} and k.id = ${caseId}::uuid
        ))`
      : sql`subject_id = ${subjectId ?? null}::uuid`;
  const whose =
    memberId === undefined
      ? sql`true`
      : sql`(member_id = ${memberId}::uuid or first_member_id = ${memberId}::uuid)`;
  await sql`
    update alert set acknowledged_at = ${at}, acknowledged_by = ${by}::uuid, escalate_at = null
    where organisation_id = ${organisationId} and acknowledged_at is null and sequence < ${sequence} and ${about} and kind = any(${texts([...kinds])}) and ${whose}`.execute(
    tx,
  );
}

export interface OpenAlert {
  organisationId: number;
  id: string;
}

/** Alerts that nobody has taken in time, the longest first. */
export async function alertsToEscalate(system: System, now: Date, most: number): Promise<OpenAlert[]> {
  const found = await sql<OpenAlert>`
    select organisation_id as "organisationId", id from alert
    where escalate_at is not null and escalate_at <= ${now} order by escalate_at limit ${most}`.execute(
    system,
  );
  return found.rows;
}

export interface Escalating {
  kind: AlertKind;
  key: string;
  caseId: string | null;
  subjectId: string | null;
  level: number;
  sequence: number;
  firstMemberId: string;
  /** Everybody who was told of the same. */
  told: string[];
}

/** An alert that is due to go on, taken: it goes on once, whoever looks at the same moment. Null where somebody has it, it went on, or its case (or the one that was merged into) waits no more; of what many say, while one of them waits it goes on. */
export async function takeEscalating(
  tx: Tenant,
  organisationId: number,
  id: string,
  now: Date,
): Promise<Escalating | null> {
  const taken = await sql<Omit<Escalating, 'told'> & { waits: boolean }>`
    update alert set escalate_at = null
    where organisation_id = ${organisationId} and id = ${id}::uuid and acknowledged_at is null and escalate_at <= ${now}
    returning kind, key, case_id as "caseId", subject_id as "subjectId", level, sequence, first_member_id as "firstMemberId",
      case_id is null or exists (
        select from care_case as k join care_case as t on t.organisation_id = ${organisationId} and t.id = coalesce(k.merged_into, k.id)
        where k.organisation_id = ${organisationId} and k.id = alert.case_id and t.waiting_since is not null and t.merged_into is null
      ) or case when kind = 'incident' then exists (
        select from care_case where organisation_id = ${organisationId} and campaign_id = alert.key::uuid and waiting_since is not null and merged_into is null
      ) else false end as waits`.execute(tx);
  const [row] = taken.rows;
  if (row === undefined || !row.waits) return null;
  const { waits: _, ...alert } = row;
  const told = await tx
    .selectFrom('alert')
    .select('member_id')
    .where('organisation_id', '=', organisationId)
    .where('kind', '=', alert.kind)
    .where('key', '=', alert.key)
    .execute();
  return { ...alert, told: told.map(({ member_id }) => member_id) };
}

/** Forgets some alerts from before this instant that ended, or go on to nobody, with their deliveries. Answers how many. */
export async function forgetAlerts(system: System, before: Date, most: number): Promise<number> {
  const gone = await sql`
    delete from alert where (organisation_id, id) in (
      select a.organisation_id, a.id from organisation as o
      cross join lateral (
        select organisation_id, id from alert where organisation_id = o.id and at < ${before}
          and escalate_at is null order by at limit ${most}
      ) as a
    )`.execute(system);
  return Number(gone.numAffectedRows ?? 0n);
}
