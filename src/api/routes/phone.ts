import { z } from 'zod';
import { didNotReach, reachedAuthor } from '../../desk/phone/callBack.ts';
import { areNotSame, likelySame } from '../../desk/phone/likelySame.ts';
import { logCall } from '../../desk/phone/logCall.ts';
import { mostTries } from '../../domain/call.ts';
import { latestCallers, type WaitingCaller, waitingCallers } from '../../storage/callBacks.ts';
import { actingOf } from '../actingOf.ts';
import {
  CallBackInput,
  CallBackView,
  CallerView,
  id,
  LikelySame,
  LogCallInput,
  NotSameInput,
} from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { instantOf } from '../views.ts';

const read = { right: 'cases.read' } as const;
const work = { right: 'cases.work' } as const;
const params = z.object({ id });
const done = z.object({ done: z.literal(true) });
const mostCallers = 50;
const mostWaiting = 200;

/** Calls that a member logs, and those who are to be called back. */
export function phoneRoutes(app: App, deps: ApiDeps): void {
  const acting = actingOf(deps);
  app.post(
    '/api/phone/calls',
    { config: work, schema: { body: LogCallInput, response: { 200: done } } },
    async (request) => {
      const { at, name, callAt, ...rest } = request.body;
      await logCall(acting(request), {
        ...rest,
        at: new Date(at),
        name: name === '' ? null : name,
        callAt: callAt === null ? null : new Date(callAt),
      });
      return { done: true } as const;
    },
  );
  app.get(
    '/api/phone/callers',
    { config: work, schema: { response: { 200: z.array(CallerView) } } },
    async ({ member: { organisationId } }) => {
      const callers = await deps.storage.inOrganisation(organisationId, (tx) =>
        latestCallers(tx, organisationId, mostCallers),
      );
      return callers.map((one) => ({ ...one, at: one.at.toISOString() }));
    },
  );
  callBackRoutes(app, deps);
  samePersonRoutes(app, deps);
}

function callBackRoutes(app: App, deps: ApiDeps): void {
  const acting = actingOf(deps);
  app.get(
    '/api/phone/call-backs',
    { config: read, schema: { response: { 200: z.array(CallBackView) } } },
    async ({ member: { organisationId } }) => {
      const waiting = await deps.storage.inOrganisation(organisationId, (tx) =>
        waitingCallers(tx, organisationId, mostWaiting),
      );
      return waiting.map(callBackView);
    },
  );
  app.post(
    '/api/phone/call-backs/:id',
    { config: work, schema: { params, body: CallBackInput, response: { 200: done } } },
    async (request) => {
      const { body, params: at } = request;
      if (body.outcome === 'reached')
        await reachedAuthor(acting(request), at.id, { ...body, at: new Date(body.at) });
      else {
        const again = body.again === null ? null : new Date(body.again);
        await didNotReach(acting(request), at.id, { id: body.id, again });
      }
      return { done: true } as const;
    },
  );
}

function samePersonRoutes(app: App, deps: ApiDeps): void {
  app.get(
    '/api/cases/:id/same-person',
    { config: read, schema: { params, response: { 200: z.array(LikelySame) } } },
    ({ member, params: at }) => likelySame(deps.storage, member.organisationId, at.id),
  );
  app.post(
    '/api/cases/:id/not-same-person',
    { config: work, schema: { params, body: NotSameInput, response: { 200: done } } },
    async (request) => {
      await areNotSame(actingOf(deps)(request), request.params.id, request.body.caseNumber);
      return { done: true } as const;
    },
  );
}

function callBackView(one: WaitingCaller): CallBackView {
  const { abandoned, promised, recorded, callAt } = one.call;
  return {
    caseId: one.caseId,
    caseNumber: one.caseNumber,
    author: { name: one.name, protected: one.protected },
    number: one.protected ? null : one.number,
    institution: one.institution,
    owner: one.ownerId === null ? null : { id: one.ownerId, name: one.ownerName ?? '' },
    tier: one.tier,
    waitingSince: one.waitingSince.toISOString(),
    dueAt: one.dueAt.toISOString(),
    lastCall: { at: one.callAt.toISOString(), abandoned, promised, recorded, callAt },
    tries: { count: one.tries, most: mostTries, last: instantOf(one.lastTry), again: instantOf(one.again) },
  };
}
