import { z } from 'zod';
import { setBlocked } from '../../desk/authors/blockAuthor.ts';
import { blockedAuthors } from '../../storage/authorBlocks.ts';
import { actingOf } from '../actingOf.ts';
import { BlockedAuthor, BlockedInput, id } from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';
import { instantOf } from '../views.ts';

const One = z.object({ id });

/** Blocking an author, and who is blocked. */
export function blockingRoutes(app: App, deps: DeskDeps): void {
  const acting = actingOf(deps);
  app.get(
    '/api/blocked-authors',
    { config: { right: 'cases.read' }, schema: { response: { 200: z.array(BlockedAuthor) } } },
    async ({ member: { organisationId } }) => {
      const blocked = await deps.storage.inOrganisation(organisationId, (tx) =>
        blockedAuthors(tx, organisationId, deps.now()),
      );
      return blocked.map((one) => ({ ...one, at: one.at.toISOString(), until: instantOf(one.until) }));
    },
  );
  app.put(
    '/api/cases/:id/blocked',
    {
      config: { right: 'authors.block' },
      schema: { params: One, body: BlockedInput, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const { reason, until } = request.body;
      await setBlocked(acting(request), request.params.id, reason, until === null ? null : new Date(until));
      return reply.status(204).send(null);
    },
  );
}
