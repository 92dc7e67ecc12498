/** Organisations and their institutions. */
import { sql } from 'kysely';
import type { System, Tenant } from './database.ts';
import { newId } from './ids.ts';

/** Finds or makes institutions of ours by name. */
export async function keepInstitutions(
  tx: Tenant,
  organisationId: number,
  names: readonly string[],
): Promise<Map<string, string>> {
  const kept = new Map<string, string>();
  if (names.length === 0) return kept;
  const sorted = [...new Set(names)].sort();
  const find = async () => {
    const rows = await tx
      .selectFrom('institution')
      .select(['id', 'name'])
      .where('organisation_id', '=', organisationId)
      .where('name', 'in', sorted)
      .execute();
    for (const row of rows) kept.set(row.name, row.id);
  };
  await find();
  const missing = sorted.filter((name) => !kept.has(name));
  if (missing.length === 0) return kept;
  await sql`
    insert into institution (organisation_id, id, name, own)
    select ${organisationId}::integer, t.id, t.name, true from unnest(${missing.map(() => newId())}::uuid[], ${missing}::text[]) as t(id, name)
    on conflict (organisation_id, name) do nothing`.execute(tx);
  await find();
  return kept;
}

/** The id of every organisation that is no member's letterbox. */
export async function houseIds(system: System): Promise<number[]> {
  const rows = await system
    .selectFrom('organisation as o')
    .select('o.id')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('letterbox as l').select('l.box_id').whereRef('l.box_id', '=', 'o.id'))),
    )
    .orderBy('o.id')
    .execute();
  return rows.map((row) => row.id);
}

/** Every organisation's id, letterboxes too. */
export async function organisationIds(system: System): Promise<number[]> {
  const rows = await system.selectFrom('organisation').select('id').orderBy('id').execute();
  return rows.map((row) => row.id);
}

/** An institution of the organisation; null where there is none. */
export async function findInstitution(
  tx: Tenant,
  organisationId: number,
  id: string,
): Promise<{ id: string; name: string; own: boolean; page: string } | null> {
  const row = await tx
    .selectFrom('institution')
    .select(['id', 'name', 'own', 'page'])
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}
