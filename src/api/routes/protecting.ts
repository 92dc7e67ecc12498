import { z } from 'zod';
import { setProtected, showIdentity } from '../../desk/authors/protectAuthor.ts';
import { protectedAuthors } from '../../storage/protectedAuthors.ts';
import { actingOf } from '../actingOf.ts';
import { id, ProtectedAuthor, ProtectedInput, ShownIdentity } from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';

const One = z.object({ id });

/** Protecting an author, who is protected, and the one way to read who it is. */
export function protectingRoutes(app: App, deps: DeskDeps): void {
  const acting = actingOf(deps);
  app.get(
    '/api/protected-authors',
    { config: { right: 'authors.protect' }, schema: { response: { 200: z.array(ProtectedAuthor) } } },
    async ({ member: { organisationId } }) => {
      const all = await deps.storage.inOrganisation(organisationId, (tx) =>
        protectedAuthors(tx, organisationId),
      );
      return all.map((one) => ({ ...one, at: one.at.toISOString() }));
    },
  );
  app.put(
    '/api/cases/:id/protected',
    {
      config: { right: 'authors.protect' },
      schema: { params: One, body: ProtectedInput, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const { reason, readers } = request.body;
      await setProtected(acting(request), request.params.id, reason === null ? null : { reason, readers });
      return reply.status(204).send(null);
    },
  );
  app.post(
    '/api/cases/:id/identity',
    {
      config: { right: 'cases.read', showsProtected: true },
      schema: { params: One, response: { 200: ShownIdentity } },
    },
    (request) => showIdentity(acting(request), request.params.id),
  );
}
