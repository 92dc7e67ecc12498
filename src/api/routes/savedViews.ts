import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { teamIdsOf } from '../../desk/teams/teamsOf.ts';
import { dropView, type Keeping, keepView, seenView } from '../../desk/views/savedViews.ts';
import { mayBy } from '../../domain/rights.ts';
import { countNarrowed } from '../../storage/caseReads.ts';
import { listSavedViews } from '../../storage/savedViews.ts';
import { actingOf } from '../actingOf.ts';
import { id, SavedViewCount, SavedViewInput, SavedViewKept, SavedViewView } from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';

const One = z.object({ id });

/** Views under a name: one's own and everybody's. */
export function savedViewRoutes(app: App, deps: DeskDeps): void {
  const reading = { right: 'cases.read' } as const;
  const config = { right: 'self.manage' } as const;
  const acting = actingOf(deps);
  const keeping = (request: FastifyRequest): Keeping => ({
    ...acting(request),
    mayShare: mayBy(request.member, 'views.share'),
  });
  app.get(
    '/api/saved-views',
    { config: reading, schema: { response: { 200: z.array(SavedViewView) } } },
    ({ member: { organisationId, memberId } }) =>
      deps.storage.inOrganisation(organisationId, (tx) => listSavedViews(tx, organisationId, memberId)),
  );
  app.get(
    '/api/saved-views/:id/count',
    { config: reading, schema: { params: One, response: { 200: SavedViewCount } } },
    ({ member: { organisationId, memberId }, params }) =>
      deps.storage.inOrganisation(organisationId, async (tx) => {
        const { view, filter } = await seenView(tx, organisationId, memberId, params.id);
        if (view === 'search') return { count: null, more: false };
        const teamIds = view === 'team' ? await teamIdsOf(tx, organisationId, memberId, deps.now()) : [];
        return countNarrowed(tx, organisationId, { view, memberId, teamIds, filter });
      }),
  );
  app.post(
    '/api/saved-views',
    { config, schema: { body: SavedViewInput, response: { 200: SavedViewKept } } },
    async (request) => ({ id: await keepView(keeping(request), null, request.body) }),
  );
  app.put(
    '/api/saved-views/:id',
    { config, schema: { params: One, body: SavedViewInput, response: { 200: SavedViewKept } } },
    async (request) => ({ id: await keepView(keeping(request), request.params.id, request.body) }),
  );
  app.delete(
    '/api/saved-views/:id',
    { config, schema: { params: One, response: { 204: z.null() } } },
    async (request, reply) => {
      await dropView(keeping(request), request.params.id);
      return reply.status(204).send(null);
    },
  );
}
