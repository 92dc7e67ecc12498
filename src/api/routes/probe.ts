import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { takeLink } from '../../storage/signInLinks.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';

const ProbeQuery = z.object({ token: z.string().min(20).max(100) });

/** A tick this often and so many of them, in milliseconds: a proxy that gathers answers gives all of them at the end. */
const tickMilliseconds = 250;
const ticks = 48;

/** A stream like that of live updates for `answerable doctor`, which asks through the public address with a key that works once. It says how the request arrived, and nothing else. */
export function probeRoutes(app: App, deps: DeskDeps): void {
  app.get(
    '/api/probe',
    { config: { right: 'public' }, schema: { querystring: ProbeQuery, hide: true } },
    async (request, reply) => {
      const { token } = request.query as z.infer<typeof ProbeQuery>;
      await deps.storage.asSystem((tx) => takeLink(tx, token, 'probe', deps.now()));
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        connection: 'keep-alive',
      });
      raw.write(`event: arrived\ndata: ${JSON.stringify(arrivalOf(request))}\n\n`);
      let told = 0;
      const timer = setInterval(() => {
        told += 1;
        if (told > ticks) raw.end();
        else raw.write(`event: tick\ndata: ${told}\n\n`);
      }, tickMilliseconds);
      raw.on('close', () => clearInterval(timer));
    },
  );
}

function arrivalOf(request: FastifyRequest) {
  return {
    /** Whom we take for the caller, and who opened the connection. */
    caller: request.ip,
    peer: request.socket.remoteAddress ?? '',
    forwardedFor: [request.headers['x-forwarded-for'] ?? []].flat().join(', ') || null,
  };
}
