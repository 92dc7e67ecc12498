/** What an organisation promises: response times and the office hours in which they run. */
import { sql } from 'kysely';
import type { Promises } from '../domain/clocks.ts';
import type { Hours } from '../domain/officeHours.ts';
import { hoursOf, type OfficeHoursSettings } from '../domain/officeHoursSettings.ts';
import type { QueuePlace } from '../domain/queue.ts';
import { instants, rowsOf, smallints, uuids } from './arrays.ts';
import type { System, Tenant } from './database.ts';

/** The promises against which waiting is measured. */
export async function promisesOf(tx: Tenant, organisationId: number): Promise<Promises> {
  const row = await tx
    .selectFrom('organisation')
    .select([
      'first_response_minutes as firstResponseMinutes',
      'next_response_minutes as nextResponseMinutes',
      'resolution_minutes as resolutionMinutes',
      sql<string | null>`office_hours::text`.as('officeHours'),
    ])
    .where('id', '=', organisationId)
    .executeTakeFirstOrThrow();
  const { officeHours, ...minutes } = row;
  return { ...minutes, hours: hoursRead(officeHours) };
}

const mostRead = 500;
const read = new Map<string, Hours>();

/** The same text gives the same object, so that what was computed for it (a year's openings) is not computed at every batch anew. */
export function hoursRead(text: string | null): Hours {
  if (text === null) return null;
  const there = read.get(text);
  if (there !== undefined) return there;
  if (read.size >= mostRead) read.clear();
  const hours = hoursOf(JSON.parse(text) as OfficeHoursSettings);
  read.set(text, hours);
  return hours;
}

export interface OfficeHoursRecord {
  officeHours: OfficeHoursSettings | null;
  timeZone: string;
  /** Cases are still being placed by what was changed last. */
  placing: boolean;
}

/** The office hours as they were written down. */
export async function readOfficeHours(tx: Tenant, organisationId: number): Promise<OfficeHoursRecord> {
  const row = await tx
    .selectFrom('organisation')
    .select(['office_hours as officeHours', 'time_zone as timeZone', 'placed_until'])
    .where('id', '=', organisationId)
    .executeTakeFirstOrThrow();
  return { officeHours: row.officeHours, timeZone: row.timeZone, placing: row.placed_until !== null };
}

/** Writes office hours down (null: around the clock). Whoever calls it asks for all cases to be placed again. */
export async function writeOfficeHours(
  tx: Tenant,
  organisationId: number,
  officeHours: OfficeHoursSettings | null,
): Promise<void> {
  await tx
    .updateTable('organisation')
    .set({ office_hours: officeHours === null ? null : JSON.stringify(officeHours) })
    .where('id', '=', organisationId)
    .execute();
}

const beforeAll = '00000000-0000-0000-0000-000000000000';

/** Asks for every waiting case to be given its place anew; done by the jobs, batch by batch. */
export async function askToPlaceAgain(tx: Tenant, organisationId: number): Promise<void> {
  await tx
    .updateTable('organisation')
    .set({ placed_until: beforeAll })
    .where('id', '=', organisationId)
    .execute();
}

/** Organisations whose cases are to be placed anew. */
export async function organisationsToPlace(system: System): Promise<number[]> {
  const rows = await system
    .selectFrom('organisation')
    .select('id')
    .where('placed_until', 'is not', null)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

/**
 * The next waiting cases to be placed, in the order of their ids; null when nothing is to be done. Locks the organisation's row: one program at a time places an
 * organisation's cases, and a change of its promises waits for the batch.
 */
export async function nextToPlace(
  tx: Tenant,
  organisationId: number,
  most: number,
): Promise<string[] | null> {
  const row = await tx
    .selectFrom('organisation')
    .select('placed_until')
    .where('id', '=', organisationId)
    .forUpdate()
    .executeTakeFirst();
  const until = row?.placed_until ?? null;
  if (until === null) return null;
  const found = await tx
    .selectFrom('care_case')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('id', '>', until)
    .where('due_at', 'is not', null)
    .orderBy('id')
    .limit(most)
    .execute();
  return found.map(({ id }) => id);
}

/** Notes up to and with which case this is done; null: with all. */
export async function placedUntil(tx: Tenant, organisationId: number, id: string | null): Promise<void> {
  await tx.updateTable('organisation').set({ placed_until: id }).where('id', '=', organisationId).execute();
}

/** Gives cases that are locked in this transaction their places; what stands where it stood is not written. */
export async function writePlaces(
  tx: Tenant,
  organisationId: number,
  places: readonly { id: string; place: QueuePlace }[],
): Promise<void> {
  if (places.length === 0) return;
  const rows = {
    id: uuids(places.map(({ id }) => id)),
    tier: smallints(places.map(({ place }) => place.tier)),
    due_at: instants(places.map(({ place }) => place.dueAt)),
  };
  await sql`
    update care_case as c set tier = t.tier, due_at = t.due_at
    from ${rowsOf(rows)} as t
    where c.organisation_id = ${organisationId} and c.id = t.id and (c.tier, c.due_at) is distinct from (t.tier, t.due_at)`.execute(
    tx,
  );
}

/** Organisations that close on a country's holidays and have none of them written down for this year or later. */
export async function organisationsToRenew(system: System, year: number): Promise<number[]> {
  const found = await sql<{ id: number }>`
    select o.id from organisation as o
    where o.office_hours ->> 'country' is not null and not exists (
      select from jsonb_each(o.office_hours -> 'days') as d(date, day) where d.day ->> 'by' = 'country' and d.date >= ${String(year)}::text
    ) order by o.id`.execute(system);
  return found.rows.map(({ id }) => id);
}
