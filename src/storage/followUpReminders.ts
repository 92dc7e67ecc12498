/** Reminders of follow-ups that nobody has closed yet: which are due to be looked at, which were sent and to whom. */
import { sql } from 'kysely';
import { uuids } from './arrays.ts';
import type { System, Tenant } from './database.ts';

/** The follow-ups whose reminders are due to be looked at, the longest overdue first: those whose time has come, and those that were looked at by a clock that was put back since. */
export async function followUpsToRemind(
  system: System,
  now: Date,
  most: number,
): Promise<{ organisationId: number; id: string }[]> {
  const found = await sql<{ organisationId: number; id: string }>`
    select organisation_id as "organisationId", id from (
      (select organisation_id, id, remind_at from follow_up where remind_at is not null and remind_at <= ${now} order by remind_at limit ${most})
      union
      (select organisation_id, id, remind_at from follow_up where remind_at is not null and reminded_at > ${now} order by reminded_at desc limit ${most})
    ) as due order by remind_at, id limit ${most}`.execute(system);
  return found.rows;
}

/** The names of the reminders that were sent of a follow-up. */
export async function followUpRemindersSent(
  tx: Tenant,
  organisationId: number,
  followUpId: string,
): Promise<Set<string>> {
  const found = await sql<{ key: string }>`
    select distinct key from follow_up_reminder
    where organisation_id = ${organisationId} and follow_up_id = ${followUpId}::uuid`.execute(tx);
  return new Set(found.rows.map(({ key }) => key));
}

/** Of which of these follow-ups, as long as they wait as they do now, a member was reminded. */
export async function remindedIn(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
  memberId: string,
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const found = await sql<{ id: string }>`
    select distinct f.id from follow_up as f
    join follow_up_reminder as r on r.organisation_id = ${organisationId} and r.follow_up_id = f.id and r.turn = f.turn
    where f.organisation_id = ${organisationId} and f.id = any(${uuids([...ids])}) and f.ended_at is null and r.member_id = ${memberId}::uuid`.execute(
    tx,
  );
  return new Set(found.rows.map(({ id }) => id));
}

/** Keeps that a reminder went to these members; brought it was to those of them for whom it does not wait anyway. */
export async function keepFollowUpReminder(
  tx: Tenant,
  organisationId: number,
  {
    followUpId,
    key,
    turn,
    dueAt,
    at,
    to,
    broughtTo,
  }: {
    followUpId: string;
    key: string;
    turn: number;
    dueAt: Date;
    at: Date;
    to: readonly string[];
    broughtTo: readonly string[];
  },
): Promise<void> {
  await sql`
    insert into follow_up_reminder (organisation_id, follow_up_id, key, turn, due_at, at, member_id, brought)
    select ${organisationId}::integer, ${followUpId}::uuid, ${key}, ${turn}, ${dueAt}, ${at}, t.id, t.id = any(${uuids([...broughtTo])}) from unnest(${uuids([...to])}) as t(id)
    on conflict do nothing`.execute(tx);
}

/** When the reminders of an open follow-up are looked at next; they were looked at now. */
export async function remindOfFollowUpAt(
  tx: Tenant,
  organisationId: number,
  followUpId: string,
  { at, now }: { at: Date; now: Date },
): Promise<void> {
  await sql`
    update follow_up set remind_at = ${at}, reminded_at = ${now}
    where organisation_id = ${organisationId} and id = ${followUpId}::uuid and ended_at is null`.execute(tx);
}
