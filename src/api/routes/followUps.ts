import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { acceptFollowUp } from '../../desk/followUps/accept.ts';
import { acceptReport } from '../../desk/followUps/acceptReport.ts';
import { askFollowUp } from '../../desk/followUps/ask.ts';
import { noSuchFollowUp } from '../../desk/followUps/changeFollowUp.ts';
import { giveFollowUp } from '../../desk/followUps/give.ts';
import { mayReadFollowUps } from '../../desk/followUps/mayRead.ts';
import { moveFollowUpDate } from '../../desk/followUps/moveDate.ts';
import { reportFollowUp } from '../../desk/followUps/report.ts';
import { sendReportBack } from '../../desk/followUps/sendBack.ts';
import { readPeople } from '../../desk/followUps/sides.ts';
import { withdrawFollowUp } from '../../desk/followUps/withdraw.ts';
import { Fault } from '../../domain/fault.ts';
import { type FollowUpSubject, isForAll } from '../../domain/followUp.ts';
import { mayBy } from '../../domain/rights.ts';
import type { Tenant } from '../../storage/database.ts';
import {
  findFollowUp,
  followUpsOfAuthor,
  followUpsOfCase,
  type StoredFollowUp,
} from '../../storage/followUps.ts';
import { authorsOfCases } from '../../storage/rearrangements.ts';
import { actingOf } from '../actingOf.ts';
import {
  AcceptReportInput,
  FollowUpDateInput,
  FollowUpInput,
  FollowUpView,
  GiveFollowUpInput,
  id,
  ReportInput,
  SendBackReportInput,
  WithdrawInput,
} from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';
import { followUpView, readerOf } from '../followUpView.ts';
import { noSuchCase } from '../readCase.ts';
import { followUpListRoutes } from './followUpLists.ts';

const One = z.object({ id });
const read = { right: 'cases.read' } as const;
const work = { right: 'cases.work' } as const;
/** Whoever drafts may be asked, a guest agent, too. */
const answer = { right: 'replies.draft' } as const;

/** What members ask of each other, and what comes back. */
export function followUpRoutes(app: App, deps: DeskDeps): void {
  followUpListRoutes(app, deps);
  const acting = actingOf(deps);
  const viewed = viewing(deps);
  app.get(
    '/api/cases/:id/follow-ups',
    { config: read, schema: { params: One, response: { 200: z.array(FollowUpView) } } },
    (request) =>
      viewed(request, async (tx, organisationId) => {
        const cases = await authorsOfCases(tx, organisationId, [request.params.id]);
        const found = cases.get(request.params.id);
        if (found === undefined) throw noSuchCase();
        return [
          ...(await followUpsOfCase(tx, organisationId, request.params.id)),
          ...(await followUpsOfAuthor(tx, organisationId, found.authorId)),
        ];
      }),
  );
  app.post(
    '/api/follow-ups',
    { config: work, schema: { body: FollowUpInput, response: { 200: FollowUpView } } },
    async (request) => {
      const { caseId = null, postId = null, dueAt, files, pictures = [], ...body } = request.body;
      mustReadAfterwards(request, body.about);
      await askFollowUp(acting(request), {
        ...body,
        caseId,
        postId,
        files: [...files, ...pictures],
        dueAt: new Date(dueAt),
      });
      return one(viewed, request, body.id);
    },
  );
  app.get(
    '/api/follow-ups/:id',
    { config: read, schema: { params: One, response: { 200: FollowUpView } } },
    (request) => one(viewed, request, request.params.id),
  );
  askedRoutes(app, deps);
  askerRoutes(app, deps);
}

type Find = (tx: Tenant, organisationId: number) => Promise<StoredFollowUp[]>;
type Viewed = (request: FastifyRequest, find: Find) => Promise<FollowUpView[]>;

/** What is found as the member who asks sees it now, as far as they may read it. */
function viewing(deps: DeskDeps): Viewed {
  return ({ member }, find) =>
    deps.storage.reading(member.organisationId, async (tx) => {
      const { organisationId, memberId } = member;
      const now = deps.now();
      const all = await find(tx, organisationId);
      const people = await readPeople(tx, organisationId, now);
      const found = await mayReadFollowUps(tx, organisationId, all, readerOf(member, people, now));
      return found.map((stored) => followUpView(stored, { people, memberId, now }));
    });
}

/** Before a member's program does something: it sees that only where it may read it. */
const seenByKey = (deps: DeskDeps) => async (request: FastifyRequest) => {
  if (request.member.keyId !== null) await one(viewing(deps), request, One.parse(request.params).id);
};

/** Throws Fault `not_permitted` for a program that would ask what it could not read afterwards. */
function mustReadAfterwards({ member }: FastifyRequest, about: FollowUpSubject): void {
  if (member.keyId !== null && !isForAll(about) && !mayBy(member, 'followUps.read'))
    throw new Fault(
      'not_permitted',
      'What is about no case stands between a few members: this key asks it only with the right "followUps.read".',
    );
}

async function one(viewed: Viewed, request: FastifyRequest, followUpId: string): Promise<FollowUpView> {
  const [found] = await viewed(request, async (tx, organisationId) => {
    const stored = await findFollowUp(tx, organisationId, followUpId);
    return stored === null ? [] : [stored];
  });
  if (found === undefined) throw noSuchFollowUp();
  return found;
}

/** What whoever is asked does. Each answers the follow-up as it stands afterwards. */
function askedRoutes(app: App, deps: DeskDeps): void {
  const acting = actingOf(deps);
  const viewed = viewing(deps);
  const schema = { params: One, response: { 200: FollowUpView } };
  const preHandler = seenByKey(deps);
  app.put('/api/follow-ups/:id/accepted', { config: answer, schema, preHandler }, async (request) => {
    await acceptFollowUp(acting(request), request.params.id);
    return one(viewed, request, request.params.id);
  });
  app.put(
    '/api/follow-ups/:id/report',
    { config: answer, preHandler, schema: { ...schema, body: ReportInput } },
    async (request) => {
      const { files, pictures = [], ...body } = request.body;
      await reportFollowUp(acting(request), request.params.id, { ...body, files: [...files, ...pictures] });
      return one(viewed, request, request.params.id);
    },
  );
  app.put(
    '/api/follow-ups/:id/asked',
    { config: work, preHandler, schema: { ...schema, body: GiveFollowUpInput } },
    async (request) => {
      await giveFollowUp(acting(request), request.params.id, request.body);
      return one(viewed, request, request.params.id);
    },
  );
}

/** What whoever asked does. */
function askerRoutes(app: App, deps: DeskDeps): void {
  const acting = actingOf(deps);
  const viewed = viewing(deps);
  const schema = { params: One, response: { 200: FollowUpView } };
  const preHandler = seenByKey(deps);
  app.put(
    '/api/follow-ups/:id/report-accepted',
    { config: work, preHandler, schema: { ...schema, body: AcceptReportInput } },
    async (request) => {
      await acceptReport(acting(request), request.params.id, request.body.acts);
      return one(viewed, request, request.params.id);
    },
  );
  app.put(
    '/api/follow-ups/:id/sent-back',
    { config: work, preHandler, schema: { ...schema, body: SendBackReportInput } },
    async (request) => {
      const { words, dueAt, acts: seen } = request.body;
      const until = dueAt === undefined ? null : new Date(dueAt);
      await sendReportBack(acting(request), request.params.id, { words, dueAt: until, seen });
      return one(viewed, request, request.params.id);
    },
  );
  app.put(
    '/api/follow-ups/:id/date',
    { config: work, preHandler, schema: { ...schema, body: FollowUpDateInput } },
    async (request) => {
      await moveFollowUpDate(acting(request), request.params.id, new Date(request.body.dueAt));
      return one(viewed, request, request.params.id);
    },
  );
  app.put(
    '/api/follow-ups/:id/withdrawn',
    { config: work, preHandler, schema: { ...schema, body: WithdrawInput } },
    async (request) => {
      await withdrawFollowUp(acting(request), request.params.id, request.body.words);
      return one(viewed, request, request.params.id);
    },
  );
}
