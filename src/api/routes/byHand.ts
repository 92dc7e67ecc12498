import { z } from 'zod';
import { logByHand } from '../../desk/cases/logByHand.ts';
import { ByHandInput } from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';

const orNull = (text: string): string | null => (text === '' ? null : text);

/** Letters and visits that a member logs. */
export function byHandRoutes(app: App, deps: ApiDeps): void {
  app.post(
    '/api/by-hand',
    {
      config: { right: 'cases.work' },
      schema: { body: ByHandInput, response: { 200: z.object({ done: z.literal(true) }) } },
    },
    async ({ member: { organisationId, memberId, keyId }, body }) => {
      const { receivedAt, name, howToReach, ...rest } = body;
      const said = { name: orNull(name), howToReach: orNull(howToReach), receivedAt: new Date(receivedAt) };
      const acting = { storage: deps.storage, organisationId, memberId, keyId, now: deps.now() };
      await logByHand(acting, { ...rest, ...said });
      return { done: true } as const;
    },
  );
}
