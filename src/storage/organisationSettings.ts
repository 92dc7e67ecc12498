/** What an organisation sets for itself, and what its members see of it. */
import { sql } from 'kysely';
import type { Tenant } from './database.ts';

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
