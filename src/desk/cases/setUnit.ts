/** Which unit of the institution a case is about. */
import { placeOfCase, setCaseUnit } from '../../storage/units.ts';
import { type Acting, changeCase } from '../acting.ts';
import { mustHaveUnit } from '../forms/openForm.ts';

/** Sets it, or takes it away. Throws Fault `not_found` for a unit that is not one of the institution's. */
export async function setUnit(acting: Acting, caseId: string, unitId: string | null): Promise<void> {
  const { organisationId } = acting;
  await changeCase(acting, caseId, async (facts, tx) => {
    const place = await placeOfCase(tx, organisationId, caseId);
    if (place === null || place.unitId === unitId) return null;
    await mustHaveUnit(tx, organisationId, place.institutionId, unitId);
    await setCaseUnit(tx, organisationId, caseId, unitId);
    return { facts, action: 'unit_set', subjectId: unitId };
  });
}
