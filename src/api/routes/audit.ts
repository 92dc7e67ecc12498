import { z } from 'zod';
import { listAudit } from '../../storage/audit.ts';
import { AuditView } from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';

/** Administrative acts: who did what, when. */
export function auditRoutes(app: App, deps: ApiDeps): void {
  app.get(
    '/api/audit',
    { config: { right: 'audit.read' }, schema: { response: { 200: z.array(AuditView) } } },
    async (request) => {
      const { organisationId } = request.member;
      const entries = await deps.storage.inOrganisation(organisationId, (tx) =>
        listAudit(tx, organisationId),
      );
      return entries.map((entry) => ({ ...entry, at: entry.at.toISOString() }));
    },
  );
}
