/** What members chose about alerts; who chose nothing has what their role usually has. */
import { sql } from 'kysely';
import { type AlertKind, type AlertSettings, type AlertWay, usualSettings } from '../domain/alert.ts';
import type { Role } from '../domain/rights.ts';
import { uuids } from './arrays.ts';
import type { System, Tenant } from './database.ts';

/** A member as alerts see them. */
export interface AlertedMember {
  id: string;
  name: string;
  email: string;
  role: Role;
  /** Of the console; null where it is the browser's. */
  language: string | null;
  settings: AlertSettings;
  /** The zone was chosen, and not taken from the rota. */
  ownZone: boolean;
  /** E.164; null: they are not reached by SMS. */
  telephone: string | null;
}

interface Row {
  id: string;
  name: string;
  email: string;
  role: Role;
  language: string | null;
  zone: string;
  timeZone: string | null;
  telephone: string | null;
  ways: Partial<Record<AlertKind, AlertWay[]>> | null;
  quietFrom: number | null;
  quietTo: number | null;
  exceptions: AlertKind[] | null;
  digestAt: number | null;
  digestDays: number[] | null;
  showsWords: boolean | null;
}

/** These members as far as they are here, by id. */
export async function alertedMembers(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<Map<string, AlertedMember>> {
  const found = await sql<Row>`
    select m.id, m.name, m.email, m.role, coalesce(m.language, o.language) as language, coalesce(p.time_zone, o.time_zone) as zone,
      s.time_zone as "timeZone", s.telephone, s.ways, s.quiet_from as "quietFrom", s.quiet_to as "quietTo", s.exceptions, s.digest_at as "digestAt",
      s.digest_days as "digestDays", s.shows_words as "showsWords"
    from unnest(${uuids([...new Set(ids)])}) as t(id)
    join member as m on m.organisation_id = ${organisationId} and m.id = t.id
    join organisation as o on o.id = ${organisationId}
    left join rota_place as p on p.organisation_id = ${organisationId} and p.member_id = m.id
    left join alert_setting as s on s.organisation_id = ${organisationId} and s.member_id = m.id
    where m.left_at is null`.execute(tx);
  return new Map(found.rows.map((row) => [row.id, memberOf(row)]));
}

function memberOf({ id, name, email, role, language, telephone, ...chosen }: Row): AlertedMember {
  const settings = settingsOf(role, chosen);
  return { id, name, email, role, language, settings, ownZone: chosen.timeZone !== null, telephone };
}

function settingsOf(
  role: Role,
  row: Omit<Row, 'id' | 'name' | 'email' | 'role' | 'language' | 'telephone'>,
): AlertSettings {
  const usual = usualSettings(role, row.timeZone ?? row.zone);
  if (row.ways === null || row.exceptions === null) return usual;
  const { quietFrom: from, quietTo: to, digestAt: at } = row;
  return {
    timeZone: usual.timeZone,
    // A kind that came later has its usual ways.
    ways: { ...usual.ways, ...row.ways },
    quiet: from === null || to === null ? null : { from, to },
    exceptions: row.exceptions,
    digest: at === null ? null : { at, days: row.digestDays ?? [] },
    showsWords: row.showsWords ?? false,
  };
}

/** Keeps what a member chose. A null time zone is the one of the rota. */
export async function keepAlertSettings(
  tx: Tenant,
  organisationId: number,
  memberId: string,
  { settings, timeZone, telephone, digestNextAt, at }: KeptAlertSettings,
): Promise<void> {
  const row = {
    time_zone: timeZone,
    telephone,
    ways: JSON.stringify(settings.ways),
    quiet_from: settings.quiet?.from ?? null,
    quiet_to: settings.quiet?.to ?? null,
    exceptions: [...settings.exceptions] as string[],
    digest_at: settings.digest?.at ?? null,
    digest_days: [...(settings.digest?.days ?? [])],
    digest_next_at: digestNextAt,
    shows_words: settings.showsWords,
    changed_at: at,
  };
  await tx
    .insertInto('alert_setting')
    .values({ organisation_id: organisationId, member_id: memberId, ...row })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'member_id']).doUpdateSet(row))
    .execute();
}

export interface KeptAlertSettings {
  settings: AlertSettings;
  timeZone: string | null;
  telephone: string | null;
  digestNextAt: Date | null;
  at: Date;
}

/** Members whose digest is due, the longest first. */
export async function digestsDue(
  system: System,
  now: Date,
  most: number,
): Promise<{ organisationId: number; memberId: string }[]> {
  const found = await sql<{ organisationId: number; memberId: string }>`
    select organisation_id as "organisationId", member_id as "memberId" from alert_setting
    where digest_next_at is not null and digest_next_at <= ${now} order by digest_next_at limit ${most}`.execute(
    system,
  );
  return found.rows;
}

/** When a member's digest is due, locked; null where none is. */
export async function lockDigest(tx: Tenant, organisationId: number, memberId: string): Promise<Date | null> {
  const row = await tx
    .selectFrom('alert_setting')
    .select('digest_next_at')
    .where('organisation_id', '=', organisationId)
    .where('member_id', '=', memberId)
    .forUpdate()
    .executeTakeFirst();
  return row?.digest_next_at ?? null;
}

/** When the next digest is due; null: none. */
export async function nextDigest(
  tx: Tenant,
  organisationId: number,
  memberId: string,
  at: Date | null,
): Promise<void> {
  await tx
    .updateTable('alert_setting')
    .set({ digest_next_at: at })
    .where('organisation_id', '=', organisationId)
    .where('member_id', '=', memberId)
    .execute();
}
