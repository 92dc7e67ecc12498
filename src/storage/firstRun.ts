import { sql } from 'kysely';
import type { System } from './database.ts';
import { newId } from './ids.ts';

/** True while nobody at all is a member: then the first-run page is shown. */
export async function hasNoMembers(system: System): Promise<boolean> {
  const row = await system.selectFrom('member').select('id').limit(1).executeTakeFirst();
  return row === undefined;
}

/** One first run at a time: the lock is held until the transaction ends. */
export async function lockFirstRun(tx: System): Promise<void> {
  await sql`select pg_advisory_xact_lock(4127002)`.execute(tx);
}

/**
 * Makes an organisation with its counter and its own institution. Where one stands without any member (an archive was imported
 * before the first run), that one is taken over and renamed, so that the newcomer finds what was imported.
 */
export async function makeOrganisation(
  tx: System,
  wanted: { name: string; institution: string; timeZone: string; at: Date },
): Promise<number> {
  const empty = await tx
    .selectFrom('organisation as o')
    .select('o.id')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('member as m').select('m.id').whereRef('m.organisation_id', '=', 'o.id'))),
    )
    .orderBy('o.id')
    .limit(1)
    .executeTakeFirst();
  const id =
    empty === undefined ? await addOrganisation(tx, wanted) : await renameOrganisation(tx, empty.id, wanted);
  await tx
    .insertInto('institution')
    .values({ organisation_id: id, id: newId(wanted.at.getTime()), name: wanted.institution, own: true })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'name']).doUpdateSet({ own: true }))
    .execute();
  return id;
}

async function addOrganisation(
  tx: System,
  wanted: { name: string; timeZone: string; at: Date },
): Promise<number> {
  const row = await tx
    .insertInto('organisation')
    .values({
      name: wanted.name,
      kind: 'institution',
      time_zone: wanted.timeZone,
      created_at: wanted.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await tx.insertInto('organisation_counter').values({ organisation_id: row.id }).execute();
  return row.id;
}

async function renameOrganisation(
  tx: System,
  id: number,
  wanted: { name: string; timeZone: string },
): Promise<number> {
  await tx
    .updateTable('organisation')
    .set({ name: wanted.name, time_zone: wanted.timeZone })
    .where('id', '=', id)
    .execute();
  await tx
    .insertInto('organisation_counter')
    .values({ organisation_id: id })
    .onConflict((conflict) => conflict.column('organisation_id').doNothing())
    .execute();
  return id;
}
