import { z } from 'zod';
import { alterUnit, makeUnit } from '../../desk/units/keepUnits.ts';
import { listUnits, type UnitRecord } from '../../storage/units.ts';
import { actingOf } from '../actingOf.ts';
import { id, UnitInput, UnitPatch, UnitView } from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { instantOf } from '../views.ts';

const manage = { right: 'organisation.manage' } as const;

/** Branches, clinics, depots of the institutions. */
export function unitRoutes(app: App, deps: ApiDeps): void {
  const acting = actingOf(deps);
  app.get(
    '/api/units',
    { config: { right: 'cases.read' }, schema: { response: { 200: z.array(UnitView) } } },
    async ({ member: { organisationId } }) => {
      const units = await deps.storage.inOrganisation(organisationId, (tx) => listUnits(tx, organisationId));
      return units.map(unitView);
    },
  );
  app.post(
    '/api/units',
    { config: manage, schema: { body: UnitInput, response: { 200: UnitView } } },
    async (request) => unitView(await makeUnit(acting(request), request.body)),
  );
  app.patch(
    '/api/units/:id',
    { config: manage, schema: { params: z.object({ id }), body: UnitPatch, response: { 200: UnitView } } },
    async (request) => unitView(await alterUnit(acting(request), request.params.id, request.body)),
  );
}

function unitView(unit: UnitRecord): UnitView {
  return { ...unit, retiredAt: instantOf(unit.retiredAt) };
}
