import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { beginBulk, continueBulk, previewBulk, undoBulk } from '../../desk/bulk/bulk.ts';
import { mayBy } from '../../domain/rights.ts';
import { listBulks, type StoredBulk } from '../../storage/bulk.ts';
import { actingOf } from '../actingOf.ts';
import { BulkInput, BulkPreview, BulkPreviewInput, BulkStep, BulkView, id } from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';
import { instantOf } from '../views.ts';

const One = z.object({ id });

const bulkView = (bulk: StoredBulk) => ({
  ...bulk,
  at: bulk.at.toISOString(),
  undoneAt: instantOf(bulk.undoneAt),
});

/** Acts on many cases at once, foreseen, done slice by slice, taken back. */
export function bulkRoutes(app: App, deps: DeskDeps): void {
  const config = { right: 'cases.work' } as const;
  const acting = actingOf(deps);
  app.post(
    '/api/bulk/preview',
    { config, schema: { body: BulkPreviewInput, response: { 200: BulkPreview } } },
    async (request) => ({ told: await previewBulk(acting(request), request.body.act, request.body.cases) }),
  );
  app.post(
    '/api/bulk',
    { config, schema: { body: BulkInput, response: { 204: z.null() } } },
    async (request, reply) => {
      const { bulkId, ...bulk } = request.body;
      await beginBulk(acting(request), { ...bulk, id: bulkId });
      return reply.status(204).send(null);
    },
  );
  app.get(
    '/api/bulk',
    { config: { right: 'cases.read' }, schema: { response: { 200: z.array(BulkView) } } },
    async ({ member: { organisationId } }) => {
      const bulks = await deps.storage.inOrganisation(organisationId, (tx) =>
        listBulks(tx, organisationId, { most: 50 }),
      );
      return bulks.map(bulkView);
    },
  );
  const step = { params: One, response: { 200: BulkStep } };
  app.post('/api/bulk/:id/continue', { config, schema: step }, async (request) => {
    const { bulk, told } = await continueBulk(acting(request), request.params.id);
    return { bulk: bulkView(bulk), told };
  });
  app.post('/api/bulk/:id/undo', { config, schema: step }, async (request) => {
    const undoing = { ...acting(request), mayUndoOthers: mayUndoOthers(request) };
    const { bulk, told } = await undoBulk(undoing, request.params.id);
    return { bulk: bulkView(bulk), told };
  });
}

/** Supervisors take back what others did. */
const mayUndoOthers = ({ member }: FastifyRequest): boolean => mayBy(member, 'views.share');
