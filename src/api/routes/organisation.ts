import { tellPromises } from '../../desk/officeHours/setOfficeHours.ts';
import { addAudit } from '../../storage/audit.ts';
import { changeOrganisation } from '../../storage/organisationSettings.ts';
import { Me, OrganisationPatch } from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { meView } from '../meView.ts';

/** What the organisation sets for itself. Answers Me. */
export function organisationRoutes(app: App, deps: ApiDeps): void {
  app.patch(
    '/api/organisation',
    { config: { right: 'organisation.manage' }, schema: { body: OrganisationPatch, response: { 200: Me } } },
    async (request) => {
      const { organisationId, memberId, keyId } = request.member;
      await deps.storage.inOrganisation(organisationId, async (tx) => {
        const now = deps.now();
        const promised = await changeOrganisation(tx, organisationId, request.body);
        if (promised) await tellPromises(tx, { organisationId, memberId, keyId, now });
        await addAudit(tx, organisationId, {
          memberId,
          keyId,
          action: 'organisation.changed',
          particulars: { ...request.body },
          at: now,
        });
      });
      return meView(deps, request.member);
    },
  );
}
