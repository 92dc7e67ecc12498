import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  begin,
  beginAgain,
  connect,
  drop,
  type SetUpDeps,
  type StandingSetUp,
  sendTest,
  stands,
  tryOut,
  type,
} from '../../members/setUpAccount.ts';
import {
  id,
  SetUpInput,
  SetUpTestInput,
  SetUpTestView,
  SetUpTyped,
  SetUpView,
  TriedView,
} from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { ownAddress } from '../security.ts';

const config = { right: 'accounts.manage' } as const;
const params = z.object({ id });
const Done = z.object({ done: z.literal(true) });

/** Setting an account up, step by step. */
export function setUpRoutes(app: App, deps: ApiDeps): void {
  const depsOf = (request: FastifyRequest): SetUpDeps => ({
    ...{ storage: deps.storage, key: deps.key, channels: deps.channels, now: deps.now },
    publicAddress: ownAddress(request, deps.settings),
  });
  app.post(
    '/api/set-ups',
    { config, schema: { body: SetUpInput, response: { 200: SetUpView } } },
    async (request) => {
      const { body, member } = request;
      const made = await ('accountId' in body
        ? beginAgain(depsOf(request), member, body.accountId)
        : begin(depsOf(request), member, body));
      return view(await stands(depsOf(request), member, made));
    },
  );
  app.get('/api/set-ups/:id', { config, schema: { params, response: { 200: SetUpView } } }, async (request) =>
    view(await stands(depsOf(request), request.member, request.params.id)),
  );
  app.put(
    '/api/set-ups/:id',
    { config, schema: { params, body: SetUpTyped, response: { 200: SetUpView } } },
    async (request) =>
      view(await type(depsOf(request), request.member, request.params.id, request.body.fields)),
  );
  app.delete('/api/set-ups/:id', { config, schema: { params, response: { 200: Done } } }, async (request) => {
    await drop(depsOf(request), request.member, request.params.id);
    return { done: true } as const;
  });
  app.post(
    '/api/set-ups/:id/try',
    { config, schema: { params, response: { 200: TriedView } } },
    async (request) => {
      const tried = await tryOut(depsOf(request), request.member, request.params.id);
      return { ...tried, checks: [...tried.checks], lacks: [...tried.lacks] };
    },
  );
  app.post(
    '/api/set-ups/:id/test',
    { config, schema: { params, body: SetUpTestInput, response: { 200: SetUpTestView } } },
    async (request) => {
      const sent = await sendTest(depsOf(request), request.member, request.params.id, request.body.to);
      return { sent: sent.sent, reason: sent.sent ? null : sent.reason };
    },
  );
  app.post(
    '/api/set-ups/:id/connect',
    { config, schema: { params, response: { 200: z.object({ id }) } } },
    async (request) => ({ id: await connect(depsOf(request), request.member, request.params.id) }),
  );
}

const view = ({ steps, endsAt, ...rest }: StandingSetUp): SetUpView => ({
  ...rest,
  steps: steps.map(({ text, copy, link }) => ({ text, copy: copy ?? null, link: link ?? null })),
  endsAt: endsAt.toISOString(),
});
