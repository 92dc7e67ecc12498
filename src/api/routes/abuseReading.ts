import { z } from 'zod';
import { abuseReadings, limitAbuse, openFolded, ownAbuseReading } from '../../desk/cases/readAbuse.ts';
import { actingOf } from '../actingOf.ts';
import { AbuseLimitInput, AbuseReadInput, AbuseReadingsView, AbuseReadingView, id } from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';

const One = z.object({ id });
const nothing = { 204: z.null() };

/** How much abuse members read in a shift, and the limit of it. */
export function abuseReadingRoutes(app: App, deps: DeskDeps): void {
  const acting = actingOf(deps);
  app.get(
    '/api/abuse-reading',
    { config: { right: 'cases.work' }, schema: { response: { 200: AbuseReadingView } } },
    ({ member }) => ownAbuseReading(deps.storage, member.organisationId, member.memberId, deps.now()),
  );
  app.post(
    '/api/cases/:id/abuse-read',
    { config: { right: 'cases.work' }, schema: { params: One, body: AbuseReadInput, response: nothing } },
    async (request, reply) => {
      await openFolded(acting(request), request.params.id, request.body.postId);
      return reply.status(204).send(null);
    },
  );
  app.get(
    '/api/abuse-readings',
    { config: { right: 'authors.block' }, schema: { response: { 200: AbuseReadingsView } } },
    ({ member: { organisationId } }) => abuseReadings(deps.storage, organisationId, deps.now()),
  );
  app.put(
    '/api/abuse-limit',
    { config: { right: 'authors.block' }, schema: { body: AbuseLimitInput, response: nothing } },
    async (request, reply) => {
      await limitAbuse(acting(request), request.body.limit);
      return reply.status(204).send(null);
    },
  );
}
