import { finishFirstRun, isFirstRunNeeded } from '../../members/firstRun.ts';
import { acceptInvitation } from '../../members/invite.ts';
import { useSignInLink } from '../../members/links.ts';
import { resetPassword } from '../../members/password.ts';
import { countLink } from '../../members/signInLimits.ts';
import {
  AcceptInput,
  DoorView,
  FirstRunInput,
  FirstRunState,
  OneTimeLinkInput,
  PasswordResetInput,
} from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { enter } from '../enter.ts';

const open = { right: 'public' } as const;

/** The ways in without a password: first run, sign-in link, invitation, the link for a forgotten password. Each answers Me and signs in, or asks for the second factor. */
export function firstRunRoutes(app: App, deps: ApiDeps): void {
  app.get('/api/first-run', { config: open, schema: { response: { 200: FirstRunState } } }, async () => ({
    needed: await isFirstRunNeeded(deps.storage),
  }));
  app.post(
    '/api/first-run',
    { config: open, schema: { body: FirstRunInput, response: { 200: DoorView } } },
    async (request, reply) => {
      await countLink(deps.storage.system, request.ip, deps.now());
      return enter(deps, request, reply, await finishFirstRun(deps.storage, request.body, deps.now()), 'one');
    },
  );
  app.post(
    '/api/one-time-link',
    { config: open, schema: { body: OneTimeLinkInput, response: { 200: DoorView } } },
    async (request, reply) => {
      await countLink(deps.storage.system, request.ip, deps.now());
      return enter(
        deps,
        request,
        reply,
        await useSignInLink(deps.storage, request.body.token, deps.now()),
        'one',
      );
    },
  );
  app.post(
    '/api/invitation',
    { config: open, schema: { body: AcceptInput, response: { 200: DoorView } } },
    async (request, reply) => {
      await countLink(deps.storage.system, request.ip, deps.now());
      return enter(
        deps,
        request,
        reply,
        await acceptInvitation(deps.storage, request.body, deps.now()),
        'one',
      );
    },
  );
  app.post(
    '/api/password',
    { config: open, schema: { body: PasswordResetInput, response: { 200: DoorView } } },
    async (request, reply) => {
      await countLink(deps.storage.system, request.ip, deps.now());
      return enter(deps, request, reply, await resetPassword(deps.storage, request.body, deps.now()), 'one');
    },
  );
}
