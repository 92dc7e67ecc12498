import { Readable } from 'node:stream';
import { z } from 'zod';
import { caseTable } from '../../insight/caseTable.ts';
import { addAudit } from '../../storage/audit.ts';
import { views } from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';

/** Lists as CSV. Who took which along is audited: they hold authors' names and words. */
export function exportRoutes(app: App, deps: DeskDeps): void {
  app.get(
    '/api/cases/export',
    {
      config: { right: 'cases.export' },
      schema: { querystring: z.object({ view: z.enum(views).default('queue') }) },
    },
    async ({ member, query }, reply) => {
      const { organisationId, memberId, keyId } = member;
      const now = deps.now();
      await deps.storage.inOrganisation(organisationId, (tx) =>
        addAudit(tx, organisationId, {
          memberId,
          keyId,
          action: 'cases.exported',
          particulars: { view: query.view },
          at: now,
        }),
      );
      const name = `cases-${query.view}-${now.toISOString().slice(0, 10)}.csv`;
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(Readable.from(caseTable(deps.storage, { organisationId, memberId, view: query.view })));
    },
  );
}
