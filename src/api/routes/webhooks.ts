import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Fault } from '../../domain/fault.ts';
import {
  dropWebhook,
  type HookAct,
  makeWebhook,
  replayWebhook,
  updateWebhook,
} from '../../members/webhooks.ts';
import { listDeliveries, listWebhooks } from '../../storage/webhooks.ts';
import {
  DeliveryView,
  HookReplayInput,
  id,
  MadeWebhookView,
  WebhookInput,
  WebhookPatch,
  WebhookView,
} from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { instantOf } from '../views.ts';

const config = { right: 'webhooks.manage' } as const;
const params = z.object({ id });
const Done = z.object({ done: z.literal(true) });
const done = { done: true } as const;
const mostListed = 100;

/** Hooks: what other programs are told. */
export function webhookRoutes(app: App, deps: ApiDeps): void {
  const act = ({ member }: FastifyRequest): HookAct => ({
    storage: deps.storage,
    by: member,
    now: deps.now(),
  });
  const { privateHosts } = deps.settings;
  app.get(
    '/api/webhooks',
    { config, schema: { response: { 200: z.array(WebhookView) } } },
    async ({ member }) => {
      const { organisationId } = member;
      const hooks = await deps.storage.inOrganisation(organisationId, (tx) =>
        listWebhooks(tx, organisationId),
      );
      return hooks.map((hook) => ({
        ...hook,
        dueAt: hook.dueAt.toISOString(),
        createdAt: hook.createdAt.toISOString(),
      }));
    },
  );
  app.post(
    '/api/webhooks',
    { config, schema: { body: WebhookInput, response: { 200: MadeWebhookView } } },
    (request) => makeWebhook(act(request), { key: deps.key, privateHosts }, request.body),
  );
  app.patch(
    '/api/webhooks/:id',
    { config, schema: { params, body: WebhookPatch, response: { 200: Done } } },
    async (request) => {
      await updateWebhook(act(request), privateHosts, request.params.id, request.body);
      return done;
    },
  );
  app.delete(
    '/api/webhooks/:id',
    { config, schema: { params, response: { 200: Done } } },
    async (request) => {
      await dropWebhook(act(request), request.params.id);
      return done;
    },
  );
  deliveryRoutes(app, deps, act);
}

function deliveryRoutes(app: App, deps: ApiDeps, act: (request: FastifyRequest) => HookAct): void {
  app.get(
    '/api/webhooks/:id/deliveries',
    { config, schema: { params, response: { 200: z.array(DeliveryView) } } },
    async ({ member, params }) => {
      const { organisationId } = member;
      const found = await deps.storage.inOrganisation(organisationId, (tx) =>
        listDeliveries(tx, organisationId, params.id, mostListed),
      );
      if (found === null) throw new Fault('not_found', 'There is no such webhook.');
      return found.map((one) => ({
        ...one,
        againAt: instantOf(one.againAt),
        at: one.at.toISOString(),
        attempts: one.attempts.map((attempt) => ({ ...attempt, at: attempt.at.toISOString() })),
      }));
    },
  );
  app.post(
    '/api/webhooks/:id/replay',
    { config, schema: { params, body: HookReplayInput, response: { 200: Done } } },
    async (request) => {
      await replayWebhook(act(request), request.params.id, request.body);
      return done;
    },
  );
}
