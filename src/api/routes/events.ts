import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';
import { currentSequence } from '../liveFeed.ts';
import { stillSignedIn } from '../session.ts';

const EventsQuery = z.object({ after: z.coerce.number().int().min(0).optional() });
const aliveMilliseconds = 15_000;
/** A screen that cannot keep up is let go; it comes back with its last sequence. */
const mostUnsent = 4_000_000;

/** The stream of live updates. */
export function eventRoutes(app: App, deps: DeskDeps): void {
  const unwatch = deps.presence.watch((organisationId, caseId, present) => {
    deps.live.tell(organisationId, `event: presence\ndata: ${JSON.stringify({ caseId, present })}\n\n`);
  });
  app.addHook('onClose', async () => {
    unwatch();
  });
  app.get(
    '/api/events',
    { config: { right: 'cases.read' }, schema: { querystring: EventsQuery, hide: true } },
    async (request, reply) => {
      const { member } = request;
      const { organisationId } = member;
      const position = startOf(request) ?? (await currentSequence(deps.storage, organisationId));
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        connection: 'keep-alive',
      });
      const write = (text: string | Buffer) => {
        if (raw.writableLength > mostUnsent) raw.destroy();
        else raw.write(text);
      };
      write(`retry: 1000\nevent: alive\ndata: ${position}\n\n`);
      // Who left, or ended this session elsewhere, hears no more; a database that is away for a moment ends nobody's stream.
      const alive = setInterval(async () => {
        if (await stillSignedIn(deps, member).catch(() => true)) write('event: alive\ndata: 1\n\n');
        else raw.destroy();
      }, aliveMilliseconds);
      const leave = deps.live.join(organisationId, { position, write });
      raw.on('close', () => {
        clearInterval(alive);
        leave();
      });
    },
  );
}

/** Last-Event-ID wins: the browser sends it when it comes back by itself with the address it first used. */
function startOf(request: FastifyRequest): number | null {
  const last = request.headers['last-event-id'];
  if (typeof last === 'string' && /^\d{1,15}$/.test(last)) return Number(last);
  return (request.query as z.infer<typeof EventsQuery>).after ?? null;
}
