import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';
import { currentSequence } from '../liveFeed.ts';
import { keepStreams } from '../openStreams.ts';

const EventsQuery = z.object({ after: z.coerce.number().int().min(0).optional() });
/** A screen that cannot keep up is let go; it comes back with its last sequence. */
const mostUnsent = 4_000_000;

/** The stream of live updates. */
export function eventRoutes(app: App, deps: DeskDeps): void {
  const unwatch = deps.presence.watch((organisationId, caseId, present) => {
    deps.live.tell(organisationId, `event: presence\ndata: ${JSON.stringify({ caseId, present })}\n\n`);
  });
  const open = keepStreams(deps.storage, deps.now, (err) => deps.log.warn({ err }, 'streams_not_checked'));
  app.addHook('onClose', async () => {
    unwatch();
    open.close();
  });
  app.get(
    '/api/events',
    { config: { right: 'cases.read', inLetterbox: true }, schema: { querystring: EventsQuery } },
    async (request, reply) => {
      const { member } = request;
      const { organisationId } = member;
      const position = startOf(request) ?? (await currentSequence(deps.storage, organisationId));
      reply.hijack();
      const { raw } = reply;
      // Left while its place in the history was looked up: nothing would ever take it out again.
      if (raw.destroyed) return;
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
      // Whose letterbox it is stays a member of the house, or hears no more.
      const close = open.add({ member: { ...member, ...member.house }, write, end: () => raw.destroy() });
      const leave = deps.live.join(organisationId, { position, write }, member.house?.organisationId);
      raw.on('close', () => {
        close();
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
