/** What leaves the machine when something fails: a code and a sentence. Causes stay in the log. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { Fault, faultCodes, isFault } from '../domain/fault.ts';
import { failureOf } from '../storage/failures.ts';

/** Turns any error into a Fault whose sentence may be shown. */
export function faultOf(error: unknown, requestId: string): Fault {
  if (isFault(error)) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return inputFault(error.validation[0], error);
  const { statusCode, code } = error as FastifyError;
  if (isBadAddress(error))
    return new Fault('not_found', 'There is nothing at this address.', { cause: error });
  if (statusCode === 413)
    return new Fault('media_too_large', 'This is larger than can be taken. Send less.', { cause: error });
  if (statusCode === 415)
    return new Fault('input_invalid', 'This kind of content is not taken here. See /api/openapi.json.', {
      cause: error,
    });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500 && code?.startsWith('FST_'))
    return new Fault('input_invalid', 'The request could not be read. Send it as JSON.', { cause: error });
  if (failureOf(error) === 'away')
    return new Fault(
      'database_unreachable',
      'The database does not answer right now. Nothing was changed; try again shortly.',
      {
        cause: error,
      },
    );
  return new Fault('unexpected', `Something failed here. It stands in the log as ${requestId}; try again.`, {
    cause: error,
  });
}

const isBadAddress = (error: unknown) => (error as FastifyError).code === 'FST_ERR_BAD_URL';

function inputFault(first: { instancePath?: string; message?: string } | undefined, cause: unknown): Fault {
  const field = (first?.instancePath ?? '').split('/').filter(Boolean).join('.');
  const what = (first?.message ?? 'not as expected').replace(/\.$/, '');
  return new Fault(
    'input_invalid',
    field === '' ? `The request is not right: ${what}.` : `"${field}" is not right: ${what}.`,
    { cause },
  );
}

/** Answers a failed request. */
export function answerFault(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const fault = faultOf(error, request.id);
  const status = faultCodes[fault.code];
  // An address that cannot be read stands in its error: it may be half of somebody's private link.
  const err = isBadAddress(error) ? fault.sentence : (fault.cause ?? fault);
  const particulars = { err, code: fault.code, route: request.routeOptions.url };
  if (status >= 500) request.log.error(particulars, 'a request failed');
  else request.log.debug(particulars, 'a request was refused');
  return reply.code(status).send({ code: fault.code, sentence: fault.sentence });
}

/** Answers what nothing is found for. */
export function nothingHere(): never {
  throw new Fault('not_found', 'There is nothing at this address.');
}
