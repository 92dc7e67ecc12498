import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { mustSayPromise } from '../../desk/commitments/promiseIn.ts';
import { announce } from '../../desk/replies/announce.ts';
import { retryReply, settleUnknown, withdrawReply } from '../../desk/replies/changeReply.ts';
import { permissionsFor } from '../../desk/replies/permissions.ts';
import {
  answeredPost,
  type Queued,
  saveDraft,
  sendReply,
  type Writing,
} from '../../desk/replies/writeReply.ts';
import { Fault } from '../../domain/fault.ts';
import { mayBy } from '../../domain/rights.ts';
import { callOfAnnouncement, listAnnouncements } from '../../storage/announcements.ts';
import { readReply, type StoredReply } from '../../storage/replies.ts';
import { sayMoved } from '../caseMoved.ts';
import { announcementView, permissionView, replyView } from '../caseViews.ts';
import {
  AnnouncementInput,
  AnnouncementPage,
  AnnouncementQuery,
  DraftInput,
  ErrorBody,
  id,
  MovedBody,
  PermissionsQuery,
  PermissionView,
  PromiseBody,
  type ReplyPromise,
  ReplyView,
  ResolveUnknownInput,
  SendInput,
  ShowsBody,
} from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';

const One = z.object({ id });

/** What may be answered where. */
function permissionRoutes(app: App, deps: DeskDeps): void {
  app.get(
    '/api/cases/:id/permissions',
    {
      config: { right: 'cases.read' },
      schema: { params: One, querystring: PermissionsQuery, response: { 200: z.array(PermissionView) } },
    },
    ({ member: { organisationId, memberId }, params, query }) =>
      deps.storage.inOrganisation(organisationId, async (tx) => {
        const post = await answeredPost(tx, organisationId, { caseId: params.id, postId: query.postId });
        const permissions = await permissionsFor(
          tx,
          deps.channels,
          organisationId,
          post,
          deps.now(),
          memberId,
        );
        return permissions.map((permission) => permissionView(permission, deps.channels));
      }),
  );
}

/** Drafting, sending, taking back. */
export function replyRoutes(app: App, deps: DeskDeps): void {
  const writing = ({ member }: Pick<FastifyRequest, 'member'>): Writing => ({
    storage: deps.storage,
    channels: deps.channels,
    organisationId: member.organisationId,
    memberId: member.memberId,
    keyId: member.keyId,
    now: deps.now(),
  });
  permissionRoutes(app, deps);
  app.put(
    '/api/cases/:id/draft',
    {
      config: { right: 'replies.draft' },
      schema: { params: One, body: DraftInput, response: { 200: ReplyView.nullable() } },
    },
    async (request) => {
      const draftId = await saveDraft(writing(request), { caseId: request.params.id, ...request.body });
      return draftId === null ? null : view(deps, request, draftId);
    },
  );
  sendRoutes(app, deps, writing);
  announcements(app, deps, writing);
  afterwards(app, deps, writing);
}

/** Sends, or asks for approval first. */
function sendRoutes(
  app: App,
  deps: DeskDeps,
  writing: (request: Pick<FastifyRequest, 'member'>) => Writing,
): void {
  const sendSchema = {
    params: One,
    body: SendInput,
    response: { 200: ReplyView, 409: z.union([MovedBody, ShowsBody, PromiseBody, ErrorBody]) },
  };
  const send = async (
    request: FastifyRequest<{ Params: z.infer<typeof One>; Body: z.infer<typeof SendInput> }>,
    reply: FastifyReply,
    asksForApproval: boolean,
  ) => {
    const { organisationId } = request.member;
    try {
      const { text, promise, memberId } = request.body;
      if (memberId !== undefined && memberId !== (request.member.house ?? request.member).memberId)
        throw new Fault(
          'not_signed_in',
          'Somebody else wrote this answer. Sign in as whoever wrote it, then it leaves.',
        );
      const unread = (err: unknown) => request.log.warn({ err }, 'promise_not_read');
      // What was queued before is not asked about: the same request may come twice.
      if (promise === null && !(await isQueued(deps, organisationId, request.body.replyId)))
        await mustSayPromise(deps, organisationId, text, unread);
      const written = { caseId: request.params.id, ...request.body, promise: promised(inOwnName(request)) };
      await sendReply(writing(request), written, asksForApproval);
    } catch (error) {
      return sayMoved(reply, error);
    }
    return view(deps, request, request.body.replyId);
  };
  app.post(
    '/api/cases/:id/replies',
    { config: { right: 'replies.send', inLetterbox: true }, schema: sendSchema },
    (request, reply) => send(request, reply, false),
  );
  app.post(
    '/api/cases/:id/ask-approval',
    { config: { right: 'replies.draft' }, schema: sendSchema },
    (request, reply) => send(request, reply, true),
  );
}

/** What an answer promises. In a letterbox only its owner can keep it, who goes by another id there. */
function inOwnName({
  member: { house, memberId },
  body: { promise },
}: Pick<FastifyRequest<{ Body: z.infer<typeof SendInput> }>, 'member' | 'body'>): ReplyPromise | null {
  return house !== undefined && promise?.kind === 'made' ? { ...promise, ownerId: memberId } : promise;
}

async function isQueued({ storage }: DeskDeps, organisationId: number, replyId: string): Promise<boolean> {
  const reply = await storage.inOrganisation(organisationId, (tx) => readReply(tx, organisationId, replyId));
  return reply !== null && reply.state !== 'draft' && reply.state !== 'withdrawn';
}

const promised = (promise: ReplyPromise | null): Exclude<Queued['promise'], undefined> =>
  promise === null || promise.kind === 'none' ? promise : { ...promise, dueAt: new Date(promise.dueAt) };

function announcements(app: App, deps: DeskDeps, writing: (request: FastifyRequest) => Writing): void {
  app.get(
    '/api/announcements',
    {
      config: { right: 'cases.read' },
      schema: { querystring: AnnouncementQuery, response: { 200: AnnouncementPage } },
    },
    async (request) => {
      const { organisationId } = request.member;
      const { before, limit } = request.query;
      const wanted = { before: before === undefined ? null : new Date(before), limit };
      const found = await deps.storage.inOrganisation(organisationId, (tx) =>
        listAnnouncements(tx, organisationId, wanted),
      );
      const rows = found.map((announcement) => announcementView(announcement, deps.channels));
      return { rows, next: found.length < limit ? null : (rows.at(-1)?.stateAt ?? null) };
    },
  );
  app.post(
    '/api/announcements',
    {
      config: { right: 'announcements.send' },
      schema: { body: AnnouncementInput, response: { 200: ReplyView } },
    },
    async (request) => {
      await announce(writing(request), request.body);
      return view(deps, request, request.body.replyId);
    },
  );
}

function afterwards(app: App, deps: DeskDeps, writing: (request: FastifyRequest) => Writing): void {
  const config = { right: 'replies.send' } as const;
  const schema = { params: One, response: { 200: ReplyView } };
  app.post(
    '/api/replies/:id/withdraw',
    { config: { ...config, inLetterbox: true }, schema },
    async (request) => {
      await mayChange(deps, request, request.params.id);
      await withdrawReply(writing(request), request.params.id);
      return view(deps, request, request.params.id);
    },
  );
  app.post('/api/replies/:id/retry', { config, schema }, async (request) => {
    await mayChange(deps, request, request.params.id);
    await retryReply(writing(request), request.params.id);
    return view(deps, request, request.params.id);
  });
  app.post(
    '/api/replies/:id/resolve-unknown',
    { config, schema: { ...schema, body: ResolveUnknownInput } },
    async (request) => {
      await mayChange(deps, request, request.params.id);
      await settleUnknown(writing(request), request.params.id, request.body.wentOut);
      return view(deps, request, request.params.id);
    },
  );
}

/** Whoever may not announce changes no announcement. Throws Fault `not_permitted` or `not_found`. */
async function mayChange(deps: DeskDeps, request: FastifyRequest, replyId: string): Promise<void> {
  const { caseId } = await found(deps, request, replyId);
  if (caseId === null && !(await mayAnnounce(deps, request, replyId))) {
    throw new Fault('not_permitted', 'Your role makes no announcements. Ask a supervisor or an admin.');
  }
}

/** Whoever opens calls for complaints changes what announces one, too. */
async function mayAnnounce(
  { storage }: DeskDeps,
  { member }: FastifyRequest,
  replyId: string,
): Promise<boolean> {
  if (mayBy(member, 'announcements.send')) return true;
  const { organisationId } = member;
  return (
    mayBy(member, 'calls.manage') &&
    (await storage.inOrganisation(organisationId, (tx) =>
      callOfAnnouncement(tx, organisationId, replyId),
    )) !== null
  );
}

async function view(deps: DeskDeps, request: Pick<FastifyRequest, 'member'>, replyId: string) {
  return replyView(await found(deps, request, replyId));
}

async function found(
  deps: DeskDeps,
  request: Pick<FastifyRequest, 'member'>,
  replyId: string,
): Promise<StoredReply> {
  const { organisationId } = request.member;
  const reply = await deps.storage.inOrganisation(organisationId, (tx) =>
    readReply(tx, organisationId, replyId),
  );
  if (reply === null) throw new Fault('not_found', 'This answer does not exist here.');
  return reply;
}
