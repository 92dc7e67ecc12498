import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { teamIdsOf } from '../../desk/teams/teamsOf.ts';
import type { Mask } from '../../domain/authorMask.ts';
import { isEmptyFilter } from '../../domain/caseFilter.ts';
import { Fault } from '../../domain/fault.ts';
import { caseTable } from '../../insight/caseTable.ts';
import { commitmentTable } from '../../insight/commitmentTable.ts';
import { announcementTable, auditTable, postTable } from '../../insight/tables.ts';
import { addAudit } from '../../storage/audit.ts';
import { CaseFilterInput, CommitmentsQuery, instant, views } from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';

const SearchTableQuery = CaseFilterInput.extend({
  q: z.string().trim().max(200).default(''),
  before: instant.optional(),
});

type Take = (
  request: FastifyRequest,
  reply: FastifyReply,
  list: { name: string; particulars: Record<string, unknown> },
  table: AsyncGenerator<string>,
) => Promise<FastifyReply>;

/** Lists as CSV. Who took which along is audited: they hold authors' names and words. */
export function exportRoutes(app: App, deps: DeskDeps): void {
  const take: Take = async (request, reply, { name, particulars }, table) => {
    const { organisationId, memberId, keyId } = request.member;
    const mask = await request.mask();
    const at = deps.now();
    const action = name.startsWith('cases-') ? 'cases.exported' : 'list.exported';
    await deps.storage.inOrganisation(organisationId, (tx) =>
      addAudit(tx, organisationId, { memberId, keyId, action, particulars, at }),
    );
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}-${at.toISOString().slice(0, 10)}.csv"`)
      .send(Readable.from(masked(table, mask)));
  };
  listExports(app, deps, take);
  ledgerExport(app, deps, take);
  const { storage } = deps;
  app.get('/api/announcements/export', { config: { right: 'cases.export' } }, (request, reply) =>
    take(
      request,
      reply,
      { name: 'announcements', particulars: { list: 'announcements' } },
      announcementTable(storage, request.member),
    ),
  );
  app.get('/api/audit/export', { config: { right: 'audit.read' } }, (request, reply) =>
    take(
      request,
      reply,
      { name: 'audit', particulars: { list: 'audit' } },
      auditTable(storage, request.member),
    ),
  );
}

/** The ledger of promises. */
function ledgerExport(app: App, deps: DeskDeps, take: Take): void {
  app.get(
    '/api/commitments/export',
    {
      config: { right: 'cases.export' },
      schema: { querystring: CommitmentsQuery.pick({ owner: true, team: true, tag: true }) },
    },
    (request, reply) => {
      const { owner = null, team = null, tag = null } = request.query;
      const filter = { ownerId: owner, teamId: team, tag };
      const table = commitmentTable(deps.storage, request.member.organisationId, filter, deps.now());
      return take(
        request,
        reply,
        { name: 'promises', particulars: { list: 'promises', owner, team, tag } },
        table,
      );
    },
  );
}

async function* masked(table: AsyncGenerator<string>, mask: Mask): AsyncGenerator<string> {
  for await (const rows of table) yield mask(rows);
}

/** Cases and posts, narrowed as on the screen. What was searched for is not kept: it may be an author's words. */
function listExports(app: App, deps: DeskDeps, take: Take): void {
  const { storage, now } = deps;
  const config = { right: 'cases.export' } as const;
  app.get(
    '/api/cases/export',
    { config, schema: { querystring: CaseFilterInput.extend({ view: z.enum(views).default('queue') }) } },
    async (request, reply) => {
      const { view, ...filter } = request.query;
      const { organisationId, memberId } = request.member;
      const particulars = { view, ...filter };
      const teamIds = await storage.inOrganisation(organisationId, (tx) =>
        teamIdsOf(tx, organisationId, memberId, now()),
      );
      const table = caseTable(storage, { organisationId, memberId, teamIds, view, filter });
      return take(request, reply, { name: `cases-${view}`, particulars }, table);
    },
  );
  app.get('/api/search/export', { config, schema: { querystring: SearchTableQuery } }, (request, reply) => {
    const { q, before: given, ...filter } = request.query;
    if (q === '' && isEmptyFilter(filter))
      throw new Fault('input_invalid', 'Say what to look for: words, or something to narrow the search to.');
    const before = given === undefined ? new Date(now().getTime() + 86_400_000) : new Date(given);
    const table = postTable(storage, request.member, { words: q, filter, before });
    return take(request, reply, { name: 'search', particulars: { list: 'search', ...filter } }, table);
  });
}
