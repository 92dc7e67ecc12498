/** Units of institutions: branches, clinics, depots that a case may name. A unit is retired, never deleted: cases go on naming it. */
import type { Tenant } from './database.ts';
import { newId } from './ids.ts';

export interface UnitRecord {
  id: string;
  institutionId: string;
  name: string;
  kind: string;
  retiredAt: Date | null;
}

const columns = ['id', 'institution_id as institutionId', 'name', 'kind', 'retired_at as retiredAt'] as const;

/** Every unit of the organisation by name, those in use first. */
export async function listUnits(tx: Tenant, organisationId: number): Promise<UnitRecord[]> {
  return tx
    .selectFrom('unit')
    .select(columns)
    .where('organisation_id', '=', organisationId)
    .orderBy('retired_at', (order) => order.desc().nullsFirst())
    .orderBy('name')
    .execute();
}

/** One unit, a retired one too. */
export async function findUnit(tx: Tenant, organisationId: number, id: string): Promise<UnitRecord | null> {
  const row = await tx
    .selectFrom('unit')
    .select(columns)
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** Adds a unit; fails with SQLSTATE 23505 where the institution has one of that name, 23503 where there is no such institution. */
export async function addUnit(
  tx: Tenant,
  organisationId: number,
  unit: { institutionId: string; name: string; kind: string },
): Promise<UnitRecord> {
  return tx
    .insertInto('unit')
    .values({
      organisation_id: organisationId,
      id: newId(),
      institution_id: unit.institutionId,
      name: unit.name,
      kind: unit.kind,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
}

/** Renames a unit, retires it or takes it into use again; null when there is none. Fails with SQLSTATE 23505 as `addUnit`. */
export async function changeUnit(
  tx: Tenant,
  organisationId: number,
  id: string,
  change: { name?: string | undefined; kind?: string | undefined; retiredAt?: Date | null | undefined },
): Promise<UnitRecord | null> {
  const row = await tx
    .updateTable('unit')
    .set({
      id,
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.kind === undefined ? {} : { kind: change.kind }),
      ...(change.retiredAt === undefined ? {} : { retired_at: change.retiredAt }),
    })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst();
  return row ?? null;
}

/** The unit and the institution of a case. */
export async function placeOfCase(
  tx: Tenant,
  organisationId: number,
  caseId: string,
): Promise<{ unitId: string | null; institutionId: string } | null> {
  const row = await tx
    .selectFrom('care_case')
    .select(['unit_id as unitId', 'institution_id as institutionId'])
    .where('organisation_id', '=', organisationId)
    .where('id', '=', caseId)
    .executeTakeFirst();
  return row ?? null;
}

/** Says which unit a case is about. */
export async function setCaseUnit(
  tx: Tenant,
  organisationId: number,
  caseId: string,
  unitId: string | null,
): Promise<void> {
  await tx
    .updateTable('care_case')
    .set({ unit_id: unitId })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', caseId)
    .execute();
}
