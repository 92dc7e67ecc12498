import type { FastifyReply } from 'fastify';
import { PromiseUnsaid } from '../desk/commitments/promiseIn.ts';
import { CaseMoved, ShowsPrivate } from '../desk/replies/writeReply.ts';
import { promiseView } from './promiseView.ts';

/** Answers with what a colleague did since the writer read the case (MovedBody), what looks private in the text (ShowsBody) or what it promises (PromiseBody); throws every other error again. */
export function sayMoved(reply: FastifyReply, error: unknown): FastifyReply {
  if (error instanceof ShowsPrivate) {
    const { code, sentence, shows } = error;
    return reply.status(409).send({ code, sentence, shows });
  }
  if (error instanceof PromiseUnsaid) {
    const { code, sentence } = error;
    return reply.status(409).send({ code, sentence, promise: promiseView(error.promise) });
  }
  if (!(error instanceof CaseMoved)) throw error;
  const { code, sentence, act } = error;
  return reply
    .status(409)
    .send({ code, sentence, by: act.by, at: act.at.toISOString(), sequence: act.sequence });
}
