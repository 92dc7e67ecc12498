/** Reminders of promises that nobody has ended yet: which are due to be looked at, which were sent and to whom. */
import { sql } from 'kysely';
import { uuids } from './arrays.ts';
import type { System, Tenant } from './database.ts';

/** The commitments whose reminders are due to be looked at, the longest overdue first: those whose time has come, and those that were looked at by a clock that was put back since. */
export async function commitmentsToRemind(
  system: System,
  now: Date,
  most: number,
): Promise<{ organisationId: number; id: string }[]> {
  const found = await sql<{ organisationId: number; id: string }>`
    select organisation_id as "organisationId", id from (
      (select organisation_id, id, remind_at from commitment where remind_at is not null and remind_at <= ${now} order by remind_at limit ${most})
      union
      (select organisation_id, id, remind_at from commitment where remind_at is not null and reminded_at > ${now} order by reminded_at desc limit ${most})
    ) as due order by remind_at, id limit ${most}`.execute(system);
  return found.rows;
}

/** The names of the reminders that were sent of a commitment. */
export async function remindersSent(
  tx: Tenant,
  organisationId: number,
  commitmentId: string,
): Promise<Set<string>> {
  const found = await sql<{ key: string }>`
    select distinct key from commitment_reminder
    where organisation_id = ${organisationId} and commitment_id = ${commitmentId}::uuid`.execute(tx);
  return new Set(found.rows.map(({ key }) => key));
}

/** Keeps that a reminder went to these members. */
export async function keepReminder(
  tx: Tenant,
  organisationId: number,
  {
    commitmentId,
    key,
    at,
    dueAt,
    ownerId,
    to,
  }: { commitmentId: string; key: string; at: Date; dueAt: Date; ownerId: string; to: readonly string[] },
): Promise<void> {
  await sql`
    insert into commitment_reminder (organisation_id, commitment_id, key, at, member_id, due_at, as_owner)
    select ${organisationId}::integer, ${commitmentId}::uuid, ${key}, ${at}, t.id, ${dueAt}, t.id = ${ownerId}::uuid from unnest(${uuids([...to])}) as t(id)
    on conflict do nothing`.execute(tx);
}

/** When the reminders of an open commitment are looked at next; they were looked at now. */
export async function remindNextAt(
  tx: Tenant,
  organisationId: number,
  commitmentId: string,
  { at, now }: { at: Date; now: Date },
): Promise<void> {
  await sql`
    update commitment set remind_at = ${at}, reminded_at = ${now}
    where organisation_id = ${organisationId} and id = ${commitmentId}::uuid and state = 'open'`.execute(tx);
}
