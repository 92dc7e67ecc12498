import { Readable } from 'node:stream';
import { z } from 'zod';
import { eraseAuthor, previewErasure } from '../../desk/authors/eraseAuthor.ts';
import { eraseByName } from '../../desk/authors/eraseByName.ts';
import { exportAuthor } from '../../desk/authors/exportAuthor.ts';
import { mustNotBeInHouse } from '../../desk/letterbox/eraseInBox.ts';
import { listErasures } from '../../storage/erasing.ts';
import { actingOf } from '../actingOf.ts';
import {
  ErasedCounts,
  ErasureByNameInput,
  ErasureInput,
  ErasurePreview,
  ErasureView,
  id,
} from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';

const One = z.object({ id });

/** Gives everything of an author, erases them, shows before what would go, and lists who did so. */
export function erasingRoutes(app: App, deps: DeskDeps): void {
  const config = { right: 'authors.erase' } as const;
  const acting = actingOf(deps);
  app.get(
    '/api/cases/:id/erasure',
    { config: { ...config, inLetterbox: true }, schema: { params: One, response: { 200: ErasurePreview } } },
    (request) => previewErasure(acting(request), request.params.id),
  );
  app.post(
    '/api/cases/:id/erasure',
    {
      config: { ...config, inLetterbox: true },
      schema: { params: One, body: ErasureInput, response: { 200: ErasedCounts } },
    },
    async (request) => {
      const { house, organisationId: boxId } = request.member;
      if (house !== undefined)
        await mustNotBeInHouse(deps.storage, { boxId, houseId: house.organisationId }, request.params.id);
      return eraseAuthor(acting(request), request.params.id, request.body.confirm);
    },
  );
  app.get(
    '/api/cases/:id/author-export',
    { config: { right: 'authors.export', inLetterbox: true }, schema: { params: One } },
    async (request, reply) => {
      const { caseNumber, parts } = await exportAuthor(acting(request), request.params.id);
      return reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', `attachment; filename="author-of-case-${caseNumber}.json"`)
        .send(Readable.from(parts));
    },
  );
  app.post(
    '/api/erasures',
    { config, schema: { body: ErasureByNameInput, response: { 200: z.object({ done: z.literal(true) }) } } },
    async (request) => {
      await eraseByName(acting(request), request.body);
      return { done: true } as const;
    },
  );
  app.get(
    '/api/erasures',
    { config, schema: { response: { 200: z.array(ErasureView) } } },
    async ({ member: { organisationId } }) => {
      const done = await deps.storage.inOrganisation(organisationId, (tx) =>
        listErasures(tx, organisationId),
      );
      return done.map((one) => ({ ...one, at: one.at.toISOString() }));
    },
  );
}
