import type { FastifyRequest } from 'fastify';

/** A program's key in the request's header (RFC 6750); null where none is given. */
export function keyOf(request: Pick<FastifyRequest, 'headers'>): string | null {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return token ?? null;
}
