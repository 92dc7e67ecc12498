import { z } from 'zod';
import { may } from '../../domain/rights.ts';
import { makeKey, revokeKey } from '../../members/apiKeys.ts';
import { listApiKeys } from '../../storage/apiKeys.ts';
import type { Membership } from '../../storage/members.ts';
import { ApiKeyInput, ApiKeyView, id, MadeKeyView } from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { instantOf } from '../views.ts';

/** No key holds this right: keys are made by people. */
const own = { right: 'self.manage' } as const;
const managesAll = (member: Membership) => may(member.role, 'keys.manage');

/** Keys of programs: everybody's own, and all of them for an admin. */
export function keyRoutes(app: App, deps: ApiDeps): void {
  app.get(
    '/api/keys',
    { config: own, schema: { response: { 200: z.array(ApiKeyView) } } },
    async ({ member }) => {
      const { organisationId, memberId } = member;
      const keys = await deps.storage.inOrganisation(organisationId, (tx) =>
        listApiKeys(tx, organisationId, managesAll(member) ? null : memberId, deps.now()),
      );
      return keys.map((key) => ({
        ...key,
        createdAt: key.createdAt.toISOString(),
        expiresAt: key.expiresAt.toISOString(),
        lastUsedAt: instantOf(key.lastUsedAt),
        revokedAt: instantOf(key.revokedAt),
      }));
    },
  );
  app.post(
    '/api/keys',
    { config: own, schema: { body: ApiKeyInput, response: { 200: MadeKeyView } } },
    ({ member, body }) => makeKey(deps.storage, member, body, managesAll(member), deps.now()),
  );
  app.delete(
    '/api/keys/:id',
    {
      config: own,
      schema: { params: z.object({ id }), response: { 200: z.object({ done: z.literal(true) }) } },
    },
    async ({ member, params }) => {
      await revokeKey(deps.storage, member, params.id, managesAll(member), deps.now());
      return { done: true } as const;
    },
  );
}
