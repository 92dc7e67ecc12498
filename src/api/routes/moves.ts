/** The safe move to private and back. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { bringBack, moveToPrivate, offerMove } from '../../desk/replies/moveToPrivate.ts';
import type { Writing } from '../../desk/replies/writeReply.ts';
import { movesOfCase } from '../../storage/privateMoves.ts';
import { actingOf } from '../actingOf.ts';
import { sayMoved } from '../caseMoved.ts';
import { moveView } from '../caseViews.ts';
import {
  BringBackInput,
  ErrorBody,
  id,
  MovedBody,
  MoveInput,
  MoveOfferQuery,
  MoveOfferView,
  MoveView,
} from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { ownAddress } from '../security.ts';

const config = { right: 'replies.send' } as const;
const params = z.object({ id });
const response = { 200: z.array(MoveView), 409: z.union([MovedBody, ErrorBody]) };

export function moveRoutes(app: App, deps: ApiDeps): void {
  const acting = actingOf(deps);
  const writing = (request: FastifyRequest): Writing => ({ ...acting(request), channels: deps.channels });
  app.get(
    '/api/cases/:id/move-offer',
    { config, schema: { params, querystring: MoveOfferQuery, response: { 200: MoveOfferView } } },
    (request) => offerMove(writing(request), { caseId: request.params.id, postId: request.query.postId }),
  );
  /** Does it; answers how the case moved, or what a colleague did since. */
  const done = async (
    request: FastifyRequest<{ Params: { id: string } }>,
    reply: FastifyReply,
    act: Promise<void>,
  ) => {
    try {
      await act;
    } catch (error) {
      return sayMoved(reply, error);
    }
    const { organisationId } = request.member;
    const moves = await deps.storage.inOrganisation(organisationId, (tx) =>
      movesOfCase(tx, organisationId, request.params.id),
    );
    return moves.map(moveView);
  };
  app.post(
    '/api/cases/:id/move-to-private',
    { config, schema: { params, body: MoveInput, response } },
    (request, reply) => {
      const asked = { caseId: request.params.id, ...request.body };
      return done(request, reply, moveToPrivate(writing(request), asked, ownAddress(request, deps.settings)));
    },
  );
  app.post(
    '/api/cases/:id/bring-back',
    { config, schema: { params, body: BringBackInput, response } },
    (request, reply) =>
      done(request, reply, bringBack(writing(request), { caseId: request.params.id, ...request.body })),
  );
}
