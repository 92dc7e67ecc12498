/** What an organisation sets for itself, and what its members see of it. */
import { sql } from 'kysely';
import type { Hours } from '../domain/officeHours.ts';
import type { Tenant } from './database.ts';
import { hoursRead } from './promises.ts';

export interface OrganisationRecord {
  id: number;
  name: string;
  timeZone: string;
  /** Of the public pages, where nobody asks for another. */
  language: string;
  firstResponseMinutes: number;
  nextResponseMinutes: number;
  resolutionMinutes: number | null;
  hours: Hours;
  /** Waiting cases are still being given their new places. */
  placing: boolean;
}

const columns = [
  'id',
  'name',
  'time_zone as timeZone',
  'language',
  'first_response_minutes as firstResponseMinutes',
  'next_response_minutes as nextResponseMinutes',
  'resolution_minutes as resolutionMinutes',
] as const;

/** The organisation of this transaction. */
export async function readOrganisation(tx: Tenant, organisationId: number): Promise<OrganisationRecord> {
  const row = await tx
    .selectFrom('organisation')
    .select(columns)
    .select([sql<string | null>`office_hours::text`.as('officeHours'), 'placed_until'])
    .where('id', '=', organisationId)
    .executeTakeFirstOrThrow();
  const { officeHours, placed_until, ...rest } = row;
  return { ...rest, hours: hoursRead(officeHours), placing: placed_until !== null };
}

/** Changes what is given; minutes are minutes of office hours. Answers whether a promise is another one now. */
export async function changeOrganisation(
  tx: Tenant,
  organisationId: number,
  change: {
    name?: string | undefined;
    language?: string | undefined;
    firstResponseMinutes?: number | undefined;
    nextResponseMinutes?: number | undefined;
    resolutionMinutes?: number | null | undefined;
  },
): Promise<boolean> {
  const before = await readOrganisation(tx, organisationId);
  await tx
    .updateTable('organisation')
    .set({
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.language === undefined ? {} : { language: change.language }),
      ...(change.firstResponseMinutes === undefined
        ? {}
        : { first_response_minutes: change.firstResponseMinutes }),
      ...(change.nextResponseMinutes === undefined
        ? {}
        : { next_response_minutes: change.nextResponseMinutes }),
      ...(change.resolutionMinutes === undefined ? {} : { resolution_minutes: change.resolutionMinutes }),
      kind: sql`kind`,
    })
    .where('id', '=', organisationId)
    .execute();
  const minutes = ['firstResponseMinutes', 'nextResponseMinutes', 'resolutionMinutes'] as const;
  return minutes.some((name) => change[name] !== undefined && change[name] !== before[name]);
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
