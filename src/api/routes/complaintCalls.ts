import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { announceCall } from '../../desk/calls/announceCall.ts';
import { endCallNow } from '../../desk/calls/endCall.ts';
import { openCall } from '../../desk/calls/openCall.ts';
import { publishReport } from '../../desk/calls/publishReport.ts';
import { putCaseIn, sayOfPost } from '../../desk/calls/sayOfPost.ts';
import { endOf } from '../../domain/complaintCall.ts';
import { Fault } from '../../domain/fault.ts';
import { mayBy } from '../../domain/rights.ts';
import { countsOfCall, promisesOfCall } from '../../insight/complaintCalls.ts';
import { announcementsOfCall } from '../../storage/announcements.ts';
import { type CallPostEnd, listCallPosts } from '../../storage/callPostReads.ts';
import { type ComplaintCall, findCall, listCalls, reportsOfCall } from '../../storage/complaintCalls.ts';
import type { Tenant } from '../../storage/database.ts';
import { actingOf } from '../actingOf.ts';
import { sayMoved } from '../caseMoved.ts';
import { callDetail, callPostView, callView } from '../complaintCallView.ts';
import {
  CallAnnouncementInput,
  CallCaseInput,
  CallDetail,
  CallInput,
  CallPostInput,
  CallPostsPage,
  CallPostsQuery,
  CallReportInput,
  CallView,
  ErrorBody,
  id,
  ShowsBody,
} from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';

const One = z.object({ id });
const read = { right: 'calls.read' } as const;
const manage = { right: 'calls.manage' } as const;
const work = { right: 'cases.work' } as const;

/** Calls for complaints: opened, announced, gathered, answered, ended, reported on. */
export function complaintCallRoutes(app: App, deps: DeskDeps): void {
  readRoutes(app, deps);
  manageRoutes(app, deps);
  postRoutes(app, deps);
}

/** Throws Fault `not_found`. */
async function mustFind(tx: Tenant, organisationId: number, callId: string): Promise<ComplaintCall> {
  const call = await findCall(tx, organisationId, callId);
  if (call === null) throw new Fault('not_found', 'This call does not exist, or not in your organisation.');
  return call;
}

/** The call as it stands now, with everything of it. */
function detailOf(deps: DeskDeps, { member }: Pick<FastifyRequest, 'member'>, callId: string) {
  const { organisationId } = member;
  const now = deps.now();
  return deps.storage.reading(organisationId, async (tx) => {
    const call = await mustFind(tx, organisationId, callId);
    const parts = {
      counts: await countsOfCall(tx, call, now),
      promises: await promisesOfCall(tx, call, now),
      announcements: await announcementsOfCall(tx, organisationId, callId),
      reports: await reportsOfCall(tx, organisationId, callId),
    };
    return callDetail(call, parts, { now, channels: deps.channels });
  });
}

function readRoutes(app: App, deps: DeskDeps): void {
  app.get(
    '/api/complaint-calls',
    { config: read, schema: { response: { 200: z.array(CallView) } } },
    async ({ member: { organisationId } }) => {
      const calls = await deps.storage.reading(organisationId, (tx) => listCalls(tx, organisationId));
      return calls.map((call) => callView(call, deps.now()));
    },
  );
  app.get(
    '/api/complaint-calls/:id',
    { config: read, schema: { params: One, response: { 200: CallDetail } } },
    (request) => detailOf(deps, request, request.params.id),
  );
  app.get(
    '/api/complaint-calls/:id/posts',
    { config: read, schema: { params: One, querystring: CallPostsQuery, response: { 200: CallPostsPage } } },
    ({ member: { organisationId }, params, query: { list, after, limit } }) =>
      deps.storage.reading(organisationId, async (tx) => {
        const call = await mustFind(tx, organisationId, params.id);
        const end = after === undefined ? null : readEnd(after);
        const wanted = { list, after: end, most: limit + 1 };
        const asked = { id: call.id, end: endOf(call), now: deps.now() };
        const found = await listCallPosts(tx, organisationId, asked, wanted);
        const rows = found.slice(0, limit);
        const last = rows.at(-1);
        const goesOn = found.length > limit && last !== undefined;
        return {
          rows: rows.map(callPostView),
          next: goesOn ? `${last.at.toISOString()}_${last.postId}` : null,
        };
      }),
  );
}

/** Throws Fault `input_invalid`. */
function readEnd(text: string): CallPostEnd {
  const [at = '', own = ''] = text.split('_');
  const end = { at: new Date(at), id: own };
  if (Number.isNaN(end.at.getTime()) || !id.safeParse(own).success)
    throw new Fault('input_invalid', 'The place to go on from is not one of ours. Start at the first page.');
  return end;
}

/** Each answers the call as it stands afterwards. */
function manageRoutes(app: App, deps: DeskDeps): void {
  const acting = actingOf(deps);
  const schema = { params: One, response: { 200: CallDetail } };
  const written = { 200: CallDetail, 409: z.union([ShowsBody, ErrorBody]) };
  app.post(
    '/api/complaint-calls',
    { config: manage, schema: { body: CallInput, response: written } },
    async (request, reply) => {
      const { closesAt, ...call } = request.body;
      try {
        await openCall(acting(request), { ...call, closesAt: new Date(closesAt) });
      } catch (error) {
        return sayMoved(reply, error);
      }
      return detailOf(deps, request, call.id);
    },
  );
  app.post(
    '/api/complaint-calls/:id/announcements',
    { config: manage, schema: { ...schema, body: CallAnnouncementInput } },
    async (request) => {
      const writing = { ...acting(request), keyId: request.member.keyId, channels: deps.channels };
      await announceCall(writing, request.params.id, request.body);
      return detailOf(deps, request, request.params.id);
    },
  );
  app.post('/api/complaint-calls/:id/end', { config: manage, schema }, async (request) => {
    await endCallNow(acting(request), request.params.id);
    return detailOf(deps, request, request.params.id);
  });
  app.post(
    '/api/complaint-calls/:id/reports',
    { config: manage, schema: { ...schema, body: CallReportInput, response: written } },
    async (request, reply) => {
      const { organisationId } = request.member;
      const { id: callId } = request.params;
      // Counted before anything is locked: posts go on coming meanwhile.
      const counts = await deps.storage.reading(organisationId, async (tx) =>
        countsOfCall(tx, await mustFind(tx, organisationId, callId), deps.now()),
      );
      try {
        await publishReport(acting(request), callId, request.body, counts);
      } catch (error) {
        return sayMoved(reply, error);
      }
      return detailOf(deps, request, callId);
    },
  );
}

/** What members say of single posts. */
function postRoutes(app: App, deps: DeskDeps): void {
  const acting = actingOf(deps);
  app.put(
    '/api/complaint-calls/:id/posts',
    { config: work, schema: { params: One, body: CallPostInput, response: { 204: z.null() } } },
    async (request, reply) => {
      const said = { ...request.body, manages: mayBy(request.member, 'calls.manage') };
      await sayOfPost(acting(request), request.params.id, said);
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/api/complaint-calls/:id/cases',
    {
      config: work,
      schema: { params: One, body: CallCaseInput, response: { 200: z.object({ postId: id }) } },
    },
    async (request) => ({
      postId: await putCaseIn(acting(request), request.params.id, {
        ...request.body,
        manages: mayBy(request.member, 'calls.manage'),
      }),
    }),
  );
}
