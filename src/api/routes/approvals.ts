import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { keepOnePolicy, retireOnePolicy } from '../../desk/policies/keepPolicies.ts';
import { approve, MovedBeforeApproval, sendBack } from '../../desk/replies/approve.ts';
import { approversOfAsk, readApprovers } from '../../desk/replies/asking.ts';
import type { Writing } from '../../desk/replies/writeReply.ts';
import { Fault } from '../../domain/fault.ts';
import { memberNames } from '../../storage/members.ts';
import { listPolicies } from '../../storage/policies.ts';
import { readReply } from '../../storage/replies.ts';
import { actingOf } from '../actingOf.ts';
import { approvalsView } from '../approvalViews.ts';
import { replyView } from '../caseViews.ts';
import {
  ApprovalsView,
  ApproveInput,
  ErrorBody,
  id,
  Kept,
  MovesBody,
  PolicyInput,
  PolicyView,
  ReplyView,
  SendBackInput,
} from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';

const One = z.object({ id });

/** Policies, and the approvals for which they ask. */
export function approvalRoutes(app: App, deps: DeskDeps): void {
  policyRoutes(app, deps);
  app.get(
    '/api/approvals',
    { config: { right: 'replies.draft' }, schema: { response: { 200: ApprovalsView } } },
    ({ member: { organisationId, memberId } }) =>
      deps.storage.inOrganisation(organisationId, (tx) =>
        approvalsView(tx, organisationId, memberId, deps.now()),
      ),
  );
  const acting = actingOf(deps);
  const writing = (request: FastifyRequest): Writing => ({ ...acting(request), channels: deps.channels });
  const config = { right: 'replies.approve' } as const;
  const view = async (request: FastifyRequest, replyId: string) => {
    const { organisationId } = request.member;
    const reply = await deps.storage.inOrganisation(organisationId, (tx) =>
      readReply(tx, organisationId, replyId),
    );
    if (reply === null) throw new Fault('not_found', 'This answer does not exist here.');
    return replyView(reply);
  };
  app.post(
    '/api/replies/:id/approve',
    {
      config,
      schema: {
        params: One,
        body: ApproveInput,
        response: { 200: ReplyView, 409: z.union([MovesBody, ErrorBody]) },
      },
    },
    async (request, reply) => {
      try {
        await approve(writing(request), { replyId: request.params.id, ...request.body });
      } catch (error) {
        if (!(error instanceof MovedBeforeApproval)) throw error;
        return moved(reply, error);
      }
      return view(request, request.params.id);
    },
  );
  app.post(
    '/api/replies/:id/send-back',
    { config, schema: { params: One, body: SendBackInput, response: { 200: ReplyView } } },
    async (request) => {
      await sendBack(acting(request), request.params.id, request.body.reason);
      return view(request, request.params.id);
    },
  );
}

function moved(reply: FastifyReply, { code, sentence, moves }: MovedBeforeApproval) {
  return reply.status(409).send({
    code,
    sentence,
    sequence: moves.at(-1)?.sequence ?? 0,
    moves: moves.map(({ action, sequence, at, by }) => ({ action, sequence, at: at.toISOString(), by })),
  });
}

function policyRoutes(app: App, deps: DeskDeps): void {
  const config = { right: 'policies.manage' } as const;
  const acting = actingOf(deps);
  app.get(
    '/api/policies',
    { config: { right: 'cases.read' }, schema: { response: { 200: z.array(PolicyView) } } },
    ({ member: { organisationId, memberId } }) =>
      deps.storage.inOrganisation(organisationId, async (tx) => {
        const policies = await listPolicies(tx, organisationId);
        const now = deps.now();
        const members = await readApprovers(tx, organisationId, now);
        const names = await memberNames(tx, organisationId, [...members.roles.keys()]);
        return policies.map((policy) => ({
          ...policy,
          approvers: approversOfAsk(policy, memberId, members, now).map((one) => ({
            id: one,
            name: names.get(one) ?? '',
          })),
        }));
      }),
  );
  app.post(
    '/api/policies',
    { config, schema: { body: PolicyInput, response: { 200: Kept } } },
    async (request) => ({ id: await keepOnePolicy(acting(request), null, request.body) }),
  );
  app.put(
    '/api/policies/:id',
    { config, schema: { params: One, body: PolicyInput, response: { 200: Kept } } },
    async (request) => ({ id: await keepOnePolicy(acting(request), request.params.id, request.body) }),
  );
  app.delete(
    '/api/policies/:id',
    { config, schema: { params: One, response: { 204: z.null() } } },
    async (request, reply) => {
      await retireOnePolicy(acting(request), request.params.id);
      return reply.status(204).send(null);
    },
  );
}
