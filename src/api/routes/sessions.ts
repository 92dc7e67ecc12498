import { z } from 'zod';
import { Fault } from '../../domain/fault.ts';
import { provePassword } from '../../members/password.ts';
import { countSignIn, forgetSignIn } from '../../members/signInLimits.ts';
import { endSession, listSessions } from '../../storage/signIn.ts';
import { DoorView, SessionView } from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { enter } from '../enter.ts';
import { setCookies } from '../security.ts';
import { visitorOf } from '../session.ts';

const PasswordInput = z.object({ email: z.email().max(320), password: z.string().min(1).max(200) });
const Done = z.object({ done: z.literal(true) });
const done = { done: true } as const;

/** Signing in and out, and the sessions of the one who asks. */
export function sessionRoutes(app: App, deps: ApiDeps): void {
  doorRoutes(app, deps);
  ownSessionRoutes(app, deps);
}

/** These two addresses under /api/auth are all there is: better-auth has many more, and none of them can be reached. */
function doorRoutes(app: App, deps: ApiDeps): void {
  app.post(
    '/api/auth/sign-in/email',
    { config: { right: 'public' }, schema: { body: PasswordInput, response: { 200: DoorView } } },
    async (request, reply) => {
      const { email, password } = request.body;
      const who = { email, address: request.ip };
      await countSignIn(deps.storage.system, who, deps.now());
      const signInId = await provePassword(deps.storage.system, { email, password });
      await forgetSignIn(deps.storage.system, who);
      return enter(deps, request, reply, signInId, 'one');
    },
  );
  app.post(
    '/api/auth/sign-out',
    { config: { right: 'public' }, schema: { response: { 200: Done } } },
    async (request, reply) => {
      setCookies(reply, await deps.signIn.signOut(visitorOf(request)));
      return done;
    },
  );
}

function ownSessionRoutes(app: App, deps: ApiDeps): void {
  app.get(
    '/api/sessions',
    { config: { right: 'self.manage' }, schema: { response: { 200: z.array(SessionView) } } },
    async (request) => {
      const { signInId, sessionId } = request.member;
      const sessions = await listSessions(deps.storage.system, signInId, deps.now());
      return sessions.map((session) => ({
        id: session.id,
        createdAt: session.createdAt.toISOString(),
        lastUsedAt: session.lastUsedAt.toISOString(),
        address: session.address,
        program: session.program,
        current: session.id === sessionId,
      }));
    },
  );
  app.delete(
    '/api/sessions/:id',
    {
      config: { right: 'self.manage' },
      schema: { params: z.object({ id: z.string().max(100) }), response: { 200: Done } },
    },
    async (request) => {
      const ended = await endSession(deps.storage.system, request.member.signInId, request.params.id);
      if (!ended) throw new Fault('not_found', 'This session ended already.');
      return done;
    },
  );
}
