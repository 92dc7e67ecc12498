import { z } from 'zod';
import { handOver, keepToOneself, stopHandingOver } from '../../desk/letterbox/handOver.ts';
import { Fault } from '../../domain/fault.ts';
import { boxOf } from '../../members/letterbox.ts';
import { allHandedOver, hangsAfter } from '../../storage/handedOver.ts';
import type { Membership } from '../../storage/members.ts';
import { HandedOverView, HandOverAsked, HandOverInput, id } from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';

const One = z.object({ id });
const config = { right: 'front.read' } as const;

/** What was written to a member alone: handed over to the desk by that member and by nobody else. */
export function letterboxRoutes(app: App, deps: DeskDeps): void {
  const acting = async (member: Membership) => {
    const box = await boxOf(deps.storage.system, member);
    if (box === null) throw new Fault('not_found', 'Nothing was written to you alone.');
    return { storage: deps.storage, ...box, keyId: null, now: deps.now() };
  };
  app.post(
    '/api/letterbox/cases/:id/hand-over',
    { config, schema: { params: One, body: HandOverInput, response: { 200: HandOverAsked } } },
    async ({ member, params, body }) => {
      const dueAt = await handOver(await acting(member), member.organisationId, params.id, body);
      return { dueAt: dueAt.toISOString() };
    },
  );
  app.delete(
    '/api/letterbox/cases/:id/hand-over',
    { config, schema: { params: One, response: { 200: z.object({ done: z.literal(true) }) } } },
    async ({ member, params }) => {
      await keepToOneself(await acting(member), member.organisationId, params.id);
      return { done: true } as const;
    },
  );
  app.post(
    '/api/letterbox/cases/:id/hand-over/end',
    { config, schema: { params: One, response: { 200: z.object({ done: z.literal(true) }) } } },
    async ({ member, params }) => {
      await stopHandingOver(await acting(member), params.id);
      return { done: true } as const;
    },
  );
  app.get(
    '/api/letterbox/handed-over',
    { config, schema: { response: { 200: z.array(HandedOverView) } } },
    async ({ member }) => {
      const box = await boxOf(deps.storage.system, member);
      if (box === null) return [];
      const { organisationId } = box;
      const all = await deps.storage.reading(organisationId, (tx) => allHandedOver(tx, organisationId, 100));
      return all.map(handedOverView);
    },
  );
}

const handedOverView = (one: Awaited<ReturnType<typeof allHandedOver>>[number]): HandedOverView => ({
  caseId: one.caseId,
  author: one.name ?? one.handle,
  dueAt: one.dueAt.toISOString(),
  endedAt: one.endedAt?.toISOString() ?? null,
  given: one.houseCaseId !== null,
  hangs: one.houseCaseId === null && one.tries >= hangsAfter,
});
