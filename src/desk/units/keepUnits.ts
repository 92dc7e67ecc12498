/** Units of the institutions: added, renamed, retired by an admin, each act audited. */
import { Fault } from '../../domain/fault.ts';
import { addAudit } from '../../storage/audit.ts';
import { addUnit, changeUnit, type UnitRecord } from '../../storage/units.ts';
import type { Acting } from '../acting.ts';

/** Adds a unit. Throws Fault `input_invalid` where the institution has one of that name, `not_found` where there is no such institution. */
export async function makeUnit(
  { storage, organisationId, memberId, keyId = null, now }: Acting,
  unit: { institutionId: string; name: string; kind: string },
): Promise<UnitRecord> {
  return storage
    .inOrganisation(organisationId, async (tx) => {
      const made = await addUnit(tx, organisationId, unit);
      const particulars = { unit: made.id, name: made.name };
      await addAudit(tx, organisationId, { memberId, keyId, action: 'unit.added', particulars, at: now });
      return made;
    })
    .catch(sayWhy);
}

/** Renames it, retires it, or takes it into use again. Throws Fault `input_invalid` as above, `not_found`. */
export async function alterUnit(
  { storage, organisationId, memberId, keyId = null, now }: Acting,
  id: string,
  change: { name?: string | undefined; kind?: string | undefined; retired?: boolean | undefined },
): Promise<UnitRecord> {
  const { retired, ...words } = change;
  const retiredAt = retired === undefined ? undefined : retired ? now : null;
  return storage
    .inOrganisation(organisationId, async (tx) => {
      const changed = await changeUnit(tx, organisationId, id, { ...words, retiredAt });
      if (changed === null) throw new Fault('not_found', 'There is no such unit.');
      const particulars = { unit: id, ...change };
      await addAudit(tx, organisationId, { memberId, keyId, action: 'unit.changed', particulars, at: now });
      return changed;
    })
    .catch(sayWhy);
}

function sayWhy(cause: unknown): never {
  const { code } = cause as { code?: string };
  if (code === '23505') {
    const sentence = 'The institution has a unit of this name already. Choose another name.';
    throw new Fault('input_invalid', sentence, { cause });
  }
  if (code === '23503')
    throw new Fault('not_found', 'There is no such institution. Choose one of the list.', { cause });
  throw cause;
}
