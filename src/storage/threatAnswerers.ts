/** Members who are trained to answer threats, and what they have. */
import { sql } from 'kysely';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';

/** Their ids, in the order of their names; who left or has not come yet is not among them. */
export async function threatAnswerers(tx: Tenant, organisationId: number): Promise<string[]> {
  const found = await tx
    .selectFrom('member')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('answers_threats', '=', true)
    .where('left_at', 'is', null)
    .where('sign_in_id', 'is not', null)
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .execute();
  return found.map(({ id }) => id);
}

/** How many unsettled cases with a threat each of them owns; none: not in the answer. */
export async function openThreats(
  tx: Tenant,
  organisationId: number,
  members: readonly string[],
): Promise<Map<string, number>> {
  const found = await sql<{ owner: string; count: number }>`
    select owner_id as owner, count(*)::integer as count from care_case
    where organisation_id = ${organisationId} and tier = -1 and due_at is not null and owner_id = any(${uuids([...members])})
    group by owner_id`.execute(tx);
  return new Map(found.rows.map(({ owner, count }) => [owner, count]));
}

/** Says who is trained; answers whether that changed anything. */
export async function setThreatAnswerers(
  tx: Tenant,
  organisationId: number,
  members: readonly string[],
): Promise<void> {
  await sql`
    update member set answers_threats = id = any(${uuids([...members])})
    where organisation_id = ${organisationId} and answers_threats <> (id = any(${uuids([...members])}))`.execute(
    tx,
  );
}

/** What the organisation offers to whoever may harm themselves, and where it is. */
export async function helplineFacts(
  tx: Tenant,
  organisationId: number,
): Promise<{ own: string | null; country: string | null; timeZone: string }> {
  return tx
    .selectFrom('organisation')
    .select([
      'helpline as own',
      sql<string | null>`office_hours ->> 'country'`.as('country'),
      'time_zone as timeZone',
    ])
    .where('id', '=', organisationId)
    .executeTakeFirstOrThrow();
}

/** Writes what is offered; null: what the program knows of the country. */
export async function setHelpline(
  tx: Tenant,
  organisationId: number,
  helpline: string | null,
): Promise<void> {
  await tx.updateTable('organisation').set({ helpline }).where('id', '=', organisationId).execute();
}
