import type { FastifyRequest } from 'fastify';
import { canReport } from '../../desk/followUps/askable.ts';
import { mayReadFollowUps } from '../../desk/followUps/mayRead.ts';
import { readPeople } from '../../desk/followUps/sides.ts';
import { teamIdsOf } from '../../desk/teams/teamsOf.ts';
import { Fault } from '../../domain/fault.ts';
import { usualDueAt } from '../../domain/followUpDate.ts';
import {
  countFollowUps,
  countPressingFollowUps,
  type FollowUpEnd,
  type FollowUpList,
  listFollowUps,
} from '../../storage/followUpLists.ts';
import { readOrganisation } from '../../storage/organisationSettings.ts';
import { listTeams } from '../../storage/teams.ts';
import {
  AllFollowUpsQuery,
  FollowUpOffer,
  FollowUpsPage,
  FollowUpsQuery,
  id,
  PressingFollowUps,
} from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';
import { followUpView, readerOf } from '../followUpView.ts';

const read = { right: 'cases.read' } as const;
/** What is asked and not taken up presses at once; what is taken up, once it is due within a day. */
const day = 86_400_000;

/** Follow-ups by whom they wait for, and what whoever asks chooses from. */
export function followUpListRoutes(app: App, deps: DeskDeps): void {
  const listed = listing(deps);
  app.get(
    '/api/follow-ups',
    { config: read, schema: { querystring: FollowUpsQuery, response: { 200: FollowUpsPage } } },
    (request) => listed(request, request.query),
  );
  app.get(
    '/api/follow-ups/all',
    {
      config: { right: 'followUps.read' },
      schema: { querystring: AllFollowUpsQuery, response: { 200: FollowUpsPage } },
    },
    (request) => listed(request, { ...request.query, list: 'all' }),
  );
  app.get(
    '/api/follow-ups/pressing',
    { config: read, schema: { response: { 200: PressingFollowUps } } },
    ({ member: { organisationId, memberId } }) =>
      deps.storage.reading(organisationId, async (tx) => {
        const now = deps.now();
        const teamIds = await teamIdsOf(tx, organisationId, memberId, now);
        const soon = new Date(now.getTime() + day);
        return { count: await countPressingFollowUps(tx, organisationId, { memberId, teamIds, now, soon }) };
      }),
  );
  app.get(
    '/api/follow-ups/offer',
    { config: { right: 'cases.work' }, schema: { response: { 200: FollowUpOffer } } },
    ({ member: { organisationId, memberId } }) =>
      deps.storage.reading(organisationId, async (tx) => {
        const now = deps.now();
        const people = await readPeople(tx, organisationId, now);
        const { hours, timeZone } = await readOrganisation(tx, organisationId);
        const askable = [...people.rota.values()].filter(
          (one) => one.here && one.role !== 'auditor' && one.id !== memberId,
        );
        const teams = (await listTeams(tx, organisationId)).filter((one) =>
          canReport(people, one.id, memberId),
        );
        return {
          members: askable.map(({ id: own, name }) => ({ id: own, name })),
          teams: teams.map(({ id: own, name }) => ({ id: own, name })),
          dueAt: usualDueAt(hours, timeZone, now).toISOString(),
        };
      }),
  );
}

interface Wanted {
  list: FollowUpList;
  standing: 'open' | 'waiting' | 'overdue' | 'reported' | 'closed';
  after?: string | undefined;
  limit: number;
}

const listing =
  (deps: DeskDeps) =>
  ({ member }: FastifyRequest, asked: Wanted): Promise<FollowUpsPage> =>
    deps.storage.reading(member.organisationId, async (tx) => {
      const { organisationId, memberId } = member;
      const now = deps.now();
      const teamIds = await teamIdsOf(tx, organisationId, memberId, now);
      const wanted = { list: asked.list, standing: asked.standing, memberId, teamIds, now };
      const page = { after: asked.after === undefined ? null : readEnd(asked.after), most: asked.limit };
      const { rows, end } = await listFollowUps(tx, organisationId, wanted, page);
      const people = await readPeople(tx, organisationId, now);
      // What was brought to somebody and is closed, and what a member's program asks for, may be behind the wall by now.
      const readable = await mayReadFollowUps(tx, organisationId, rows, readerOf(member, people, now));
      return {
        rows: readable.map((stored) => followUpView(stored, { people, memberId, now })),
        counts: await countFollowUps(tx, organisationId, wanted),
        next: end === null ? null : `${end.at.toISOString()}_${end.id}`,
      };
    });

/** Throws Fault `input_invalid`. */
function readEnd(text: string): FollowUpEnd {
  const [at = '', own = ''] = text.split('_');
  const end = { at: new Date(at), id: own };
  if (Number.isNaN(end.at.getTime()) || !id.safeParse(own).success)
    throw new Fault('input_invalid', 'The place to go on from is not one of ours. Start at the first page.');
  return end;
}
