import { sql } from 'kysely';
import type { System, Tenant } from './database.ts';
import { newId } from './ids.ts';

export interface OrganisationRecord {
  id: number;
  name: string;
  timeZone: string;
  firstResponseMinutes: number;
  nextResponseMinutes: number;
}

const columns = [
  'id',
  'name',
  'time_zone as timeZone',
  'first_response_minutes as firstResponseMinutes',
  'next_response_minutes as nextResponseMinutes',
] as const;

/** The organisation of this transaction. */
export async function readOrganisation(tx: Tenant, organisationId: number): Promise<OrganisationRecord> {
  return tx
    .selectFrom('organisation')
    .select(columns)
    .where('id', '=', organisationId)
    .executeTakeFirstOrThrow();
}

/** Changes what is given; minutes are clock minutes. */
export async function changeOrganisation(
  tx: Tenant,
  organisationId: number,
  change: {
    name?: string | undefined;
    firstResponseMinutes?: number | undefined;
    nextResponseMinutes?: number | undefined;
  },
): Promise<OrganisationRecord> {
  return tx
    .updateTable('organisation')
    .set({
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.firstResponseMinutes === undefined
        ? {}
        : { first_response_minutes: change.firstResponseMinutes }),
      ...(change.nextResponseMinutes === undefined
        ? {}
        : { next_response_minutes: change.nextResponseMinutes }),
      kind: sql`kind`,
    })
    .where('id', '=', organisationId)
    .returning(columns)
    .executeTakeFirstOrThrow();
}

/** The institutions of the organisation, its own first. */
export async function listInstitutions(
  tx: Tenant,
  organisationId: number,
): Promise<{ id: string; name: string }[]> {
  return tx
    .selectFrom('institution')
    .select(['id', 'name'])
    .where('organisation_id', '=', organisationId)
    .orderBy('own', 'desc')
    .orderBy('name')
    .execute();
}

/** The newest number of the organisation's history: where a reader that has seen everything stands. */
export async function readSequence(tx: Tenant, organisationId: number): Promise<number> {
  const row = await tx
    .selectFrom('organisation_counter')
    .select('history')
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst();
  return row?.history ?? 0;
}

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
