import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { retryReply, settleUnknown, withdrawReply } from '../../desk/replies/changeReply.ts';
import { announce, CaseMoved, saveDraft, sendReply, type Writing } from '../../desk/replies/writeReply.ts';
import { Fault } from '../../domain/fault.ts';
import { readReply } from '../../storage/replies.ts';
import { replyView } from '../caseViews.ts';
import {
  AnnouncementInput,
  DraftInput,
  ErrorBody,
  id,
  MovedBody,
  ReplyView,
  ResolveUnknownInput,
  SendInput,
} from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';

const One = z.object({ id });

/** Drafting, sending, taking back. */
export function replyRoutes(app: App, deps: DeskDeps): void {
  const writing = ({ member }: FastifyRequest): Writing => ({
    storage: deps.storage,
    channels: deps.channels,
    organisationId: member.organisationId,
    memberId: member.memberId,
    now: deps.now(),
  });
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
  app.post(
    '/api/cases/:id/replies',
    {
      config: { right: 'replies.send' },
      schema: {
        params: One,
        body: SendInput,
        response: { 200: ReplyView, 409: z.union([MovedBody, ErrorBody]) },
      },
    },
    async (request, reply) => {
      try {
        await sendReply(writing(request), { caseId: request.params.id, ...request.body });
      } catch (error) {
        if (!(error instanceof CaseMoved)) throw error;
        const { code, sentence, act } = error;
        return reply
          .status(409)
          .send({ code, sentence, by: act.by, at: act.at.toISOString(), sequence: act.sequence });
      }
      return view(deps, request, request.body.replyId);
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
  afterwards(app, deps, writing);
}

function afterwards(app: App, deps: DeskDeps, writing: (request: FastifyRequest) => Writing): void {
  const config = { right: 'replies.send' } as const;
  const schema = { params: One, response: { 200: ReplyView } };
  app.post('/api/replies/:id/withdraw', { config, schema }, async (request) => {
    await withdrawReply(writing(request), request.params.id);
    return view(deps, request, request.params.id);
  });
  app.post('/api/replies/:id/retry', { config, schema }, async (request) => {
    await retryReply(writing(request), request.params.id);
    return view(deps, request, request.params.id);
  });
  app.post(
    '/api/replies/:id/resolve-unknown',
    { config, schema: { ...schema, body: ResolveUnknownInput } },
    async (request) => {
      await settleUnknown(writing(request), request.params.id, request.body.wentOut);
      return view(deps, request, request.params.id);
    },
  );
}

async function view(deps: DeskDeps, request: FastifyRequest, replyId: string) {
  const { organisationId } = request.member;
  const reply = await deps.storage.inOrganisation(organisationId, (tx) =>
    readReply(tx, organisationId, replyId),
  );
  if (reply === null) throw new Fault('not_found', 'This answer does not exist here.');
  return replyView(reply);
}
