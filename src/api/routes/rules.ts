import { z } from 'zod';
import { dryRun } from '../../desk/rules/dryRun.ts';
import { keepOneRule, mustBeWhole, retireOneRule, setOrderOfRules } from '../../desk/rules/keepRules.ts';
import { type ListedRule, listRules } from '../../storage/rules.ts';
import { actingOf } from '../actingOf.ts';
import { DryRunInput, DryRunView, id, Kept, RuleInput, RuleOrderInput, RuleView } from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';
import { instantOf } from '../views.ts';

const One = z.object({ id });

/** Automation rules, and their dry run. */
export function ruleRoutes(app: App, deps: DeskDeps): void {
  const config = { right: 'rules.manage' } as const;
  const acting = actingOf(deps);
  app.get(
    '/api/rules',
    { config: { right: 'cases.read' }, schema: { response: { 200: z.array(RuleView) } } },
    async ({ member: { organisationId } }) =>
      (
        await deps.storage.inOrganisation(organisationId, (tx) => listRules(tx, organisationId, deps.now()))
      ).map(ruleView),
  );
  app.post(
    '/api/rules',
    { config, schema: { body: RuleInput, response: { 200: Kept } } },
    async (request) => ({
      id: await keepOneRule(acting(request), null, request.body),
    }),
  );
  app.put(
    '/api/rules/:id',
    { config, schema: { params: One, body: RuleInput, response: { 200: Kept } } },
    async (request) => ({ id: await keepOneRule(acting(request), request.params.id, request.body) }),
  );
  app.delete(
    '/api/rules/:id',
    { config, schema: { params: One, response: { 204: z.null() } } },
    async (request, reply) => {
      await retireOneRule(acting(request), request.params.id);
      return reply.status(204).send(null);
    },
  );
  app.post(
    '/api/rules/order',
    { config, schema: { body: RuleOrderInput, response: { 204: z.null() } } },
    async (request, reply) => {
      await setOrderOfRules(acting(request), request.body.ids);
      return reply.status(204).send(null);
    },
  );
  app.post(
    '/api/rules/dry-run',
    { config, schema: { body: DryRunInput, response: { 200: DryRunView } } },
    async ({ member: { organisationId }, body }) => {
      mustBeWhole(body.rule);
      const slice = await dryRun(
        { storage: deps.storage, organisationId, now: deps.now() },
        body.rule,
        body.from,
      );
      return { ...slice, named: slice.named.map((one) => ({ ...one, at: one.at.toISOString() })) };
    },
  );
}

const ruleView = ({ stopped, lastActedAt, lastFailure, ...rule }: ListedRule) => ({
  ...rule,
  conditions: [...rule.conditions],
  acts: [...rule.acts],
  stopped: stopped === null ? null : { ...stopped, at: stopped.at.toISOString() },
  lastActedAt: instantOf(lastActedAt),
  lastFailure: lastFailure === null ? null : { ...lastFailure, at: lastFailure.at.toISOString() },
});
