import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { forgetHowToReach } from '../../desk/cases/forgetHowToReach.ts';
import { type HandOff, handOff } from '../../desk/cases/handOff.ts';
import { markAbuse } from '../../desk/cases/markAbuse.ts';
import { markPraise } from '../../desk/cases/praise.ts';
import { setUnit } from '../../desk/cases/setUnit.ts';
import {
  assign,
  claim,
  release,
  reopenCase,
  resolveCase,
  setSeverity,
  tagCase,
  writeNote,
} from '../../desk/cases/workOnCase.ts';
import { closeMovesOfCase, revokeLinksOfCase } from '../../desk/forms/revokeLink.ts';
import { teamIdsOf } from '../../desk/teams/teamsOf.ts';
import { isEmptyFilter } from '../../domain/caseFilter.ts';
import { Fault } from '../../domain/fault.ts';
import type { Severity } from '../../domain/queue.ts';
import type { PageEnd } from '../../storage/casePlans.ts';
import { casesById, countsOfCases, pageOfCases } from '../../storage/caseReads.ts';
import { lastSequence } from '../../storage/history.ts';
import { actingOf } from '../actingOf.ts';
import { caseRow } from '../caseViews.ts';
import {
  AbusiveInput,
  AssignInput,
  CaseCounts,
  CasePage,
  CasePageQuery,
  CaseRow,
  CaseUnitInput,
  CaseView,
  EarlierFacts,
  EarlierFactsQuery,
  EarlierPosts,
  EarlierPostsQuery,
  HandOffInput,
  id,
  NoteInput,
  PraiseInput,
  PresenceInput,
  ResolveQuery,
  SeverityInput,
  TagsInput,
} from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';
import { readCase, readEarlierFacts, readEarlierPosts } from '../readCase.ts';

const mostCounted = 1_000;
const OneCase = z.object({ id });

/** Lists, one case, and what a member does to it. */
export function caseRoutes(app: App, deps: DeskDeps): void {
  listRoutes(app, deps);
  app.get(
    '/api/cases/:id',
    {
      config: { right: 'cases.read', inLetterbox: true },
      schema: { params: OneCase, response: { 200: CaseView } },
    },
    ({ member, params }) =>
      readCase(deps, { organisationId: member.organisationId, memberId: member.memberId, caseId: params.id }),
  );
  app.get(
    '/api/cases/:id/posts',
    {
      config: { right: 'cases.read', inLetterbox: true },
      schema: { params: OneCase, querystring: EarlierPostsQuery, response: { 200: EarlierPosts } },
    },
    ({ member, params, query }) =>
      readEarlierPosts(deps, { organisationId: member.organisationId, caseId: params.id, ...query }),
  );
  app.get(
    '/api/cases/:id/history',
    {
      config: { right: 'cases.read' },
      schema: { params: OneCase, querystring: EarlierFactsQuery, response: { 200: EarlierFacts } },
    },
    ({ member, params, query }) =>
      readEarlierFacts(deps, { organisationId: member.organisationId, caseId: params.id, ...query }),
  );
  app.post(
    '/api/cases/:id/presence',
    {
      config: { right: 'cases.read' },
      schema: { params: OneCase, body: PresenceInput, response: { 204: z.null() } },
    },
    async ({ member, params, body }, reply) => {
      const present = { id: member.memberId, name: member.name, writing: body.writing };
      await deps.presence.tell(member.organisationId, params.id, present, body.leaving);
      return reply.status(204).send(null);
    },
  );
  verbRoutes(app, deps);
}

function listRoutes(app: App, deps: DeskDeps): void {
  app.get(
    '/api/cases',
    { config: { right: 'cases.read' }, schema: { querystring: CasePageQuery, response: { 200: CasePage } } },
    ({ member, query }) => {
      const { organisationId, memberId } = member;
      const { view, after: given, limit, ...filter } = query;
      // A whole view walks its index whoever asks; what narrows it decides how it is best walked.
      const read = isEmptyFilter(filter) ? deps.storage.readingByKeys : deps.storage.reading;
      return read(organisationId, async (tx) => {
        const after = given === undefined ? null : readEnd(given);
        const teamIds = view === 'team' ? await teamIdsOf(tx, organisationId, memberId, deps.now()) : [];
        const wanted = { view, memberId, teamIds, after, limit, filter };
        // Statements arrive in this order: a case that changes between the two is told of once more, never left out.
        const [sequence, { rows, end, cut }] = await Promise.all([
          lastSequence(tx, organisationId),
          pageOfCases(tx, organisationId, wanted),
        ]);
        return {
          rows: rows.map((one) => caseRow(one, deps.now())),
          next: end === null ? null : writeEnd(end),
          cut,
          sequence,
        };
      });
    },
  );
  app.get(
    '/api/cases/counts',
    { config: { right: 'cases.read' }, schema: { response: { 200: CaseCounts } } },
    ({ member }) =>
      deps.storage.readingByKeys(member.organisationId, async (tx) => {
        const { organisationId, memberId } = member;
        const teamIds = teamIdsOf(tx, organisationId, memberId, deps.now());
        return countsOfCases(tx, organisationId, { memberId, teamIds }, mostCounted);
      }),
  );
}

/** What needs no more said than which case. */
const bareVerbs = {
  claim,
  release,
  reopen: reopenCase,
  'revoke-link': revokeLinksOfCase,
  'close-move': closeMovesOfCase,
  'forget-how-to-reach': forgetHowToReach,
};

/** Each answers the case's row as it stands afterwards. */
const config = { right: 'cases.work' } as const;
const bare = { params: OneCase, response: { 200: CaseRow } };

function verbRoutes(app: App, deps: DeskDeps): void {
  const acting = actingOf(deps);
  const row = (request: FastifyRequest, caseId: string) =>
    readRow(deps, request.member.organisationId, caseId);
  for (const [name, act] of Object.entries(bareVerbs)) {
    app.post(`/api/cases/:id/${name}`, { config, schema: bare }, async (request) => {
      const { id: caseId } = request.params as z.infer<typeof OneCase>;
      await act(acting(request), caseId);
      return row(request, caseId);
    });
  }
  app.post(
    '/api/cases/:id/resolve',
    { config, schema: { ...bare, querystring: ResolveQuery } },
    async (request) => {
      await resolveCase(acting(request), request.params.id, request.query.promises === 'stay');
      return row(request, request.params.id);
    },
  );
  app.post('/api/cases/:id/assign', { config, schema: { ...bare, body: AssignInput } }, async (request) => {
    await assign(acting(request), request.params.id, request.body.memberId);
    return row(request, request.params.id);
  });
  app.post('/api/cases/:id/handoff', { config, schema: { ...bare, body: HandOffInput } }, async (request) => {
    await handOff(acting(request), request.params.id, handOffOf(request.body));
    return row(request, request.params.id);
  });
  app.post('/api/cases/:id/tags', { config, schema: { ...bare, body: TagsInput } }, async (request) => {
    await tagCase(acting(request), request.params.id, request.body.tags);
    return row(request, request.params.id);
  });
  app.post(
    '/api/cases/:id/severity',
    { config, schema: { ...bare, body: SeverityInput } },
    async (request) => {
      const { severity, vulnerable } = request.body;
      await setSeverity(acting(request), request.params.id, severity as Severity, vulnerable);
      return row(request, request.params.id);
    },
  );
  markRoutes(app, deps, row);
}

function markRoutes(
  app: App,
  deps: DeskDeps,
  row: (request: FastifyRequest, caseId: string) => Promise<CaseRow>,
): void {
  const acting = actingOf(deps);
  app.put('/api/cases/:id/abusive', { config, schema: { ...bare, body: AbusiveInput } }, async (request) => {
    const { postId, reason } = request.body;
    await markAbuse(acting(request), request.params.id, postId, reason);
    return row(request, request.params.id);
  });
  app.put('/api/cases/:id/praise', { config, schema: { ...bare, body: PraiseInput } }, async (request) => {
    const { postId, ...about } = request.body;
    await markPraise(acting(request), request.params.id, postId, about);
    return row(request, request.params.id);
  });
  app.post('/api/cases/:id/unit', { config, schema: { ...bare, body: CaseUnitInput } }, async (request) => {
    await setUnit(acting(request), request.params.id, request.body.unitId);
    return row(request, request.params.id);
  });
  app.post('/api/cases/:id/note', { config, schema: { ...bare, body: NoteInput } }, async (request) => {
    await writeNote(acting(request), request.params.id, request.body.text);
    return row(request, request.params.id);
  });
}

/** The contract lets through what names either a member or a team. */
function handOffOf({ memberId, teamId = '', reason, evenIfAway }: z.infer<typeof HandOffInput>): HandOff {
  return { to: memberId === undefined ? { teamId } : { memberId }, reason, evenIfAway };
}

async function readRow(deps: DeskDeps, organisationId: number, caseId: string) {
  const [listed] = await deps.storage.inOrganisation(organisationId, (tx) =>
    casesById(tx, organisationId, [caseId]),
  );
  if (listed === undefined)
    throw new Fault('not_found', 'This case does not exist, or not in your organisation.');
  return caseRow(listed, deps.now());
}

const End = z.object({
  tier: z.number().int().nullable(),
  at: z.iso.datetime().nullable(),
  id,
  number: z.number().int(),
});

const writeEnd = (end: PageEnd): string => Buffer.from(JSON.stringify(end)).toString('base64url');

function readEnd(text: string): PageEnd {
  try {
    return End.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch (cause) {
    throw new Fault('input_invalid', 'The place to go on from is not one of ours. Start at the first page.', {
      cause,
    });
  }
}
