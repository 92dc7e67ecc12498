import { z } from 'zod';
import { countries } from '../../desk/officeHours/holidays.ts';
import { setOfficeHours } from '../../desk/officeHours/setOfficeHours.ts';
import { caseClocks } from '../../insight/caseClocks.ts';
import { readOfficeHours } from '../../storage/promises.ts';
import { ClockView, CountryView, id, OfficeHoursInput, OfficeHoursView } from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { instantOf } from '../views.ts';

/** When the organisation is open, and what that means for a case. */
export function officeHoursRoutes(app: App, deps: ApiDeps): void {
  const read = (organisationId: number) =>
    deps.storage.inOrganisation(organisationId, (tx) => readOfficeHours(tx, organisationId));
  app.get(
    '/api/office-hours',
    { config: { right: 'cases.read' }, schema: { response: { 200: OfficeHoursView } } },
    ({ member }) => read(member.organisationId),
  );
  app.put(
    '/api/office-hours',
    {
      config: { right: 'organisation.manage' },
      schema: { body: OfficeHoursInput, response: { 200: OfficeHoursView } },
    },
    async ({ member, body }) => {
      const { organisationId, memberId, keyId } = member;
      const acting = { storage: deps.storage, organisationId, memberId, keyId, now: deps.now() };
      await setOfficeHours(acting, body.officeHours);
      return read(organisationId);
    },
  );
  app.get(
    '/api/office-hours/countries',
    { config: { right: 'organisation.manage' }, schema: { response: { 200: z.array(CountryView) } } },
    () => countries(),
  );
  app.get(
    '/api/cases/:id/clocks',
    {
      config: { right: 'cases.read' },
      schema: { params: z.object({ id }), response: { 200: z.array(ClockView) } },
    },
    async ({ member, params }) => {
      const clocks = await caseClocks(deps.storage, member.organisationId, params.id, deps.now());
      return clocks.map((clock) => ({
        ...clock,
        startedAt: clock.startedAt.toISOString(),
        dueAt: instantOf(clock.dueAt),
      }));
    },
  );
}
