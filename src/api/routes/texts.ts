import { z } from 'zod';
import { keepApprovedText, retireApprovedText } from '../../desk/answers/approvedTexts.ts';
import { listTexts } from '../../storage/approvedTexts.ts';
import { actingOf } from '../actingOf.ts';
import { id, TextInput, TextKept, TextView } from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';

const One = z.object({ id });

/** What the house says, by topic and language. */
export function textRoutes(app: App, deps: DeskDeps): void {
  const config = { right: 'answers.manage' } as const;
  const acting = actingOf(deps);
  app.get(
    '/api/texts',
    { config: { right: 'cases.read' }, schema: { response: { 200: z.array(TextView) } } },
    async ({ member: { organisationId } }) => {
      const texts = await deps.storage.inOrganisation(organisationId, (tx) => listTexts(tx, organisationId));
      return texts.map((one) => ({ ...one, changedAt: one.changedAt.toISOString() }));
    },
  );
  app.post(
    '/api/texts',
    { config, schema: { body: TextInput, response: { 200: TextKept } } },
    async (request) => ({ id: await keepApprovedText(acting(request), null, request.body) }),
  );
  app.put(
    '/api/texts/:id',
    { config, schema: { params: One, body: TextInput, response: { 200: TextKept } } },
    async (request) => ({ id: await keepApprovedText(acting(request), request.params.id, request.body) }),
  );
  app.delete(
    '/api/texts/:id',
    { config, schema: { params: One, response: { 204: z.null() } } },
    async (request, reply) => {
      await retireApprovedText(acting(request), request.params.id);
      return reply.status(204).send(null);
    },
  );
}
