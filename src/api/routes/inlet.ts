/** The door by which networks call us: the bytes as they came are handed to listening, and its answer is given. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Called } from '../../channels/receiving.ts';
import type { Inlet } from '../../listening/inlet/inlet.ts';
import type { ApiSettings, App } from '../deps.ts';
import { ownAddress } from '../security.ts';

/** No network sends more at once; each channel says how much it reads. */
const mostBytes = 4_194_304;

/** Adds it to an app, in a scope of its own: what is called there is no JSON of ours. */
export const inletRoutes =
  (inlet: Inlet) =>
  (app: App, { settings }: { settings: ApiSettings }): void => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: mostBytes }, (_request, body, done) =>
      done(null, body),
    );
    app.setErrorHandler(plainly);
    const options = {
      config: { right: 'public' },
      schema: { hide: true },
      bodyLimit: mostBytes,
      // An address that was never made is refused before its body is read.
      onRequest: async (request: FastifyRequest, reply: FastifyReply) => {
        if (!inlet.knows(tokenOf(request)))
          return reply.code(404).type('text/plain').send('Nothing is here.\n');
      },
      handler: async (request: FastifyRequest, reply: FastifyReply) => {
        const { status, type, body, again } = await inlet.take(tokenOf(request), calledBy(request, settings));
        if (again !== undefined) reply.header('retry-after', again);
        return reply.code(status).type(type).send(body);
      },
    } as const;
    for (const url of ['/in/:token', '/in/:token/*'])
      app.route({ ...options, method: ['GET', 'POST'], exposeHeadRoute: false, url });
  };

const tokenOf = ({ params }: FastifyRequest): string => (params as { token: string }).token;

function calledBy(request: FastifyRequest, settings: ApiSettings): Called {
  const { headers, params, query, body, method, url } = request;
  return {
    method: method === 'POST' ? 'POST' : 'GET',
    path: (params as { '*'?: string })['*'] ?? '',
    address: `${ownAddress(request, settings)}${url}`,
    query: single(query),
    headers: single(headers),
    body: Buffer.isBuffer(body) ? body : new Uint8Array(),
  };
}

/** What was given several times is its last. */
function single(values: unknown): Record<string, string> {
  const read: Record<string, string> = {};
  for (const [name, value] of Object.entries(values as Record<string, unknown>)) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (typeof last === 'string') read[name] = last;
  }
  return read;
}

/** Whoever calls is no person: a line, and no word of what went wrong inside. */
function plainly(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { statusCode = 500 } = error as { statusCode?: number };
  if (statusCode >= 500) request.log.error({ err: error, route: request.routeOptions.url }, 'a call failed');
  const status = statusCode >= 400 && statusCode < 500 ? statusCode : 500;
  return reply
    .code(status)
    .type('text/plain')
    .send(status === 413 ? 'Too large.\n' : 'Not taken.\n');
}
