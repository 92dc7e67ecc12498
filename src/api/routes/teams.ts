import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { beAway, notBeAway, setPlace } from '../../desk/teams/keepRota.ts';
import { keepOneTeam, retireOneTeam } from '../../desk/teams/keepTeams.ts';
import type { Tenant } from '../../storage/database.ts';
import { type RotaMember, readRota } from '../../storage/rota.ts';
import { listTeams } from '../../storage/teams.ts';
import { actingOf } from '../actingOf.ts';
import { AbsenceInput, id, Kept, PlaceInput, RotaView, TeamInput, TeamView } from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';
import { rotaView, teamView } from '../rotaView.ts';

const One = z.object({ id });
const read = { right: 'members.read' } as const;
const manage = { right: 'teams.manage' } as const;

/** Teams, and who is on duty. */
export function teamRoutes(app: App, deps: DeskDeps): void {
  const acting = actingOf(deps);
  const inRota = <T>(
    { member: { organisationId } }: FastifyRequest,
    view: (tx: Tenant, rota: Map<string, RotaMember>, now: Date) => T | Promise<T>,
  ): Promise<T> =>
    deps.storage.inOrganisation(organisationId, async (tx) => {
      const now = deps.now();
      return view(tx, await readRota(tx, organisationId, now), now);
    });
  app.get('/api/teams', { config: read, schema: { response: { 200: z.array(TeamView) } } }, (request) =>
    inRota(request, async (tx, rota, now) => {
      const teams = await listTeams(tx, request.member.organisationId);
      return teams.map((team) => teamView(team, rota, now));
    }),
  );
  app.post(
    '/api/teams',
    { config: manage, schema: { body: TeamInput, response: { 200: Kept } } },
    async (request) => ({ id: await keepOneTeam(acting(request), null, request.body) }),
  );
  app.put(
    '/api/teams/:id',
    { config: manage, schema: { params: One, body: TeamInput, response: { 200: Kept } } },
    async (request) => ({ id: await keepOneTeam(acting(request), request.params.id, request.body) }),
  );
  app.delete(
    '/api/teams/:id',
    { config: manage, schema: { params: One, response: { 204: z.null() } } },
    async (request, reply) => {
      await retireOneTeam(acting(request), request.params.id);
      return reply.status(204).send(null);
    },
  );
  app.get('/api/rota', { config: read, schema: { response: { 200: z.array(RotaView) } } }, (request) =>
    inRota(request, (_, rota, now) => {
      const present = [...rota.values()].filter((one) => one.here || one.invited);
      return present.map((one) => rotaView(one, rota, now));
    }),
  );
  rotaRoutes(app, deps);
}

function rotaRoutes(app: App, deps: DeskDeps): void {
  const acting = actingOf(deps);
  app.put(
    '/api/rota/:id',
    { config: manage, schema: { params: One, body: PlaceInput, response: { 204: z.null() } } },
    async (request, reply) => {
      await setPlace(acting(request), request.params.id, request.body);
      return reply.status(204).send(null);
    },
  );
  app.post(
    '/api/absences',
    { config: manage, schema: { body: AbsenceInput, response: { 200: Kept } } },
    async (request) => ({ id: await beAway(acting(request), request.body) }),
  );
  app.delete(
    '/api/absences/:id',
    { config: manage, schema: { params: One, response: { 204: z.null() } } },
    async (request, reply) => {
      await notBeAway(acting(request), request.params.id);
      return reply.status(204).send(null);
    },
  );
}
