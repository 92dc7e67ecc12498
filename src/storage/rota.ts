/** Superiors, places in the rota and absences of members. */
import { sql } from 'kysely';
import type { OpenRange } from '../domain/officeHours.ts';
import type { Role } from '../domain/rights.ts';
import type { OnRota } from '../domain/rota.ts';
import type { Tenant } from './database.ts';

export interface KeptAbsence {
  id: string;
  from: string;
  to: string;
  deputyId: string | null;
}

/** A member with their place in the rota. */
export interface RotaMember extends OnRota {
  name: string;
  role: Role;
  /** Asked to join and not here yet. */
  invited: boolean;
  superiorId: string | null;
  place: Omit<OnRota['place'], 'absences'> & { absences: KeptAbsence[] };
}

interface Row {
  id: string;
  name: string;
  role: Role;
  here: boolean;
  invited: boolean;
  superiorId: string | null;
  timeZone: string;
  week: OpenRange[][] | null;
  deputyId: string | null;
  absences: KeptAbsence[];
}

/** Every member by id, those who left included, in the order of their names. Absences that ended before yesterday are left out. */
export async function readRota(
  tx: Tenant,
  organisationId: number,
  now: Date,
): Promise<Map<string, RotaMember>> {
  const found = await sql<Row>`
    select m.id, m.name, m.role, m.left_at is null and m.sign_in_id is not null as here,
      m.left_at is null and m.sign_in_id is null as invited, m.superior_id as "superiorId",
      coalesce(p.time_zone, o.time_zone) as "timeZone", p.week, p.deputy_id as "deputyId", coalesce((
        select jsonb_agg(jsonb_build_object('id', a.id, 'from', a.from_day, 'to', a.to_day, 'deputyId', a.deputy_id) order by a.from_day, a.id)
        from absence as a
        where a.organisation_id = ${organisationId} and a.member_id = m.id and a.to_day >= (${now}::timestamptz at time zone 'UTC')::date - 1
      ), '[]') as absences
    from member as m
    join organisation as o on o.id = ${organisationId}
    left join rota_place as p on p.organisation_id = ${organisationId} and p.member_id = m.id
    where m.organisation_id = ${organisationId}
    order by lower(m.name), m.id`.execute(tx);
  return new Map(
    found.rows.map(({ timeZone, week, deputyId, absences, ...member }) => [
      member.id,
      { ...member, place: { timeZone, week, deputyId, absences } },
    ]),
  );
}

export interface PlaceToKeep {
  timeZone: string;
  week: readonly (readonly OpenRange[])[] | null;
  deputyId: string | null;
}

/** Keeps a member's place in the rota. */
export async function keepPlace(
  tx: Tenant,
  organisationId: number,
  memberId: string,
  place: PlaceToKeep,
  by: { memberId: string; at: Date },
): Promise<void> {
  const week = place.week === null ? null : JSON.stringify(place.week);
  await sql`
    insert into rota_place (organisation_id, member_id, time_zone, week, deputy_id, changed_at, changed_by)
    values (${organisationId}, ${memberId}, ${place.timeZone}, ${week}::jsonb, ${place.deputyId}, ${by.at}, ${by.memberId})
    on conflict (organisation_id, member_id) do update set time_zone = excluded.time_zone, week = excluded.week, deputy_id = excluded.deputy_id,
      changed_at = excluded.changed_at, changed_by = excluded.changed_by`.execute(tx);
}

/** Sets a member's superior. Fails with SQLSTATE 23514 where that would make a circle, also by a change at the same moment. */
export async function setSuperior(
  tx: Tenant,
  organisationId: number,
  memberId: string,
  superiorId: string | null,
): Promise<void> {
  await tx
    .updateTable('member')
    .set({ superior_id: superiorId })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', memberId)
    .execute();
}

/** Adds an absence. */
export async function addAbsence(
  tx: Tenant,
  organisationId: number,
  absence: KeptAbsence & { memberId: string },
  by: { memberId: string; at: Date },
): Promise<void> {
  await tx
    .insertInto('absence')
    .values({
      organisation_id: organisationId,
      id: absence.id,
      member_id: absence.memberId,
      from_day: absence.from,
      to_day: absence.to,
      deputy_id: absence.deputyId,
      changed_at: by.at,
      changed_by: by.memberId,
    })
    .execute();
}

/** Takes an absence away; answers whose it was, null when there was none. */
export async function removeAbsence(tx: Tenant, organisationId: number, id: string): Promise<string | null> {
  const gone = await tx
    .deleteFrom('absence')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .returning('member_id')
    .executeTakeFirst();
  return gone?.member_id ?? null;
}
