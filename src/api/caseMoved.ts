import type { FastifyReply } from 'fastify';
import { CaseMoved } from '../desk/replies/writeReply.ts';

/** Answers with what a colleague did since the writer read the case (MovedBody); throws every other error again. */
export function sayMoved(reply: FastifyReply, error: unknown): FastifyReply {
  if (!(error instanceof CaseMoved)) throw error;
  const { code, sentence, act } = error;
  return reply
    .status(409)
    .send({ code, sentence, by: act.by, at: act.at.toISOString(), sequence: act.sequence });
}
