import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Acting } from '../../desk/acting.ts';
import { setDoNotContact } from '../../desk/authors/doNotContact.ts';
import { joinAuthors, partAuthors } from '../../desk/authors/joinAuthors.ts';
import { mergeCases, splitCase, undoRearrangement } from '../../desk/cases/rearrange.ts';
import { Fault } from '../../domain/fault.ts';
import { authorOfNumber } from '../../storage/authors.ts';
import { casesById } from '../../storage/caseReads.ts';
import { actingOf } from '../actingOf.ts';
import { caseRow } from '../caseViews.ts';
import {
  CaseNumber,
  CaseRow,
  DoNotContactInput,
  id,
  Merged,
  MergeInput,
  SameAuthor,
  SameAuthorInput,
  Split,
  SplitInput,
} from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';

const One = z.object({ id });

/** Puts cases together and takes them apart, joins authors and parts them, and says who must not be written to. */
export function rearrangeRoutes(app: App, deps: DeskDeps): void {
  const config = { right: 'cases.work' } as const;
  const acting = actingOf(deps);
  app.post(
    '/api/cases/:id/merge',
    { config, schema: { params: One, body: MergeInput, response: { 200: Merged } } },
    async (request) => ({
      rearrangementId: await mergeCases(acting(request), request.params.id, request.body.from),
    }),
  );
  app.post(
    '/api/cases/:id/split',
    { config, schema: { params: One, body: SplitInput, response: { 200: Split } } },
    (request) => splitCase(acting(request), request.params.id, request.body.conversations),
  );
  authorRoutes(app, deps, acting);
  app.post(
    '/api/rearrangements/:id/undo',
    { config, schema: { params: One, response: { 204: z.null() } } },
    async (request, reply) => {
      await undoRearrangement(acting(request), request.params.id);
      return reply.status(204).send(null);
    },
  );
}

function authorRoutes(app: App, deps: DeskDeps, acting: (request: FastifyRequest) => Acting): void {
  const config = { right: 'cases.work' } as const;
  app.get(
    '/api/cases/by-number/:number',
    { config: { right: 'cases.read' }, schema: { params: CaseNumber, response: { 200: CaseRow } } },
    ({ member, params }) =>
      deps.storage.inOrganisation(member.organisationId, async (tx) => {
        const found = await authorOfNumber(tx, member.organisationId, params.number);
        const [row] = found === null ? [] : await casesById(tx, member.organisationId, [found.caseId]);
        if (row === undefined)
          throw new Fault('not_found', `There is no case ${params.number} here. Look at its number again.`);
        return caseRow(row, deps.now());
      }),
  );
  app.post(
    '/api/cases/:id/same-author',
    { config, schema: { params: One, body: SameAuthorInput, response: { 200: SameAuthor } } },
    async (request) => ({
      joinId: await joinAuthors(acting(request), request.params.id, request.body.caseNumber),
    }),
  );
  app.post(
    '/api/author-joins/:id/undo',
    { config, schema: { params: One, response: { 204: z.null() } } },
    async (request, reply) => {
      await partAuthors(acting(request), request.params.id);
      return reply.status(204).send(null);
    },
  );
  app.put(
    '/api/cases/:id/do-not-contact',
    { config, schema: { params: One, body: DoNotContactInput, response: { 204: z.null() } } },
    async (request, reply) => {
      await setDoNotContact(acting(request), request.params.id, request.body.reason);
      return reply.status(204).send(null);
    },
  );
}
