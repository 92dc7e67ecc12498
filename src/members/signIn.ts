/** Sign-in by better-auth on our own tables. It is called, never mounted: what is not a function here cannot be reached from outside. */

import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { betterAuth } from 'better-auth/minimal';
import { z } from 'zod';
import { Fault } from '../domain/fault.ts';
import type { Storage } from '../storage/database.ts';
import type { MasterKey } from '../storage/secrets.ts';
import { signInDatabase } from '../storage/signIn.ts';

/** Who stands at the door: what a session notes of them. */
export interface Visitor {
  /** The network address they come from. */
  address: string;
  /** Their browser, as it names itself. */
  program: string | undefined;
  cookie: string | undefined;
}

export interface Session {
  sessionId: string;
  signInId: string;
  /** Set-Cookie lines to hand on. */
  cookies: string[];
}

export interface SignIn {
  /** Opens a new session for somebody who proved who they are. Answers Set-Cookie lines. */
  openSession(signInId: string, visitor: Visitor): Promise<string[]>;
  /** The session of a request, from the cookie's cache where it is fresh; whether it was ended since is asked with the member. */
  read(visitor: Visitor): Promise<Session | null>;
  /** Ends the visitor's own session. Answers Set-Cookie lines. */
  signOut(visitor: Visitor): Promise<string[]>;
}

export interface SignInOptions {
  storage: Storage;
  key: MasterKey;
  /** The public address, where it is known: https makes the cookies secure ones. */
  publicAddress: string | null;
  log: (level: string, message: string) => void;
}

const addressHeader = 'x-answerable-visitor';
const days = 24 * 60 * 60;

/** Makes the sign-in of this program. */
export function buildSignIn(options: SignInOptions): SignIn {
  const auth = makeAuth(options);
  return {
    openSession: async (signInId, visitor) => {
      const answer = await auth.api.openSession({
        body: { signInId },
        headers: headersOf(visitor),
        returnHeaders: true,
      });
      return answer.headers.getSetCookie();
    },
    read: rememberingReader(async (visitor) => {
      const answer = await auth.api.getSession({ headers: headersOf(visitor), returnHeaders: true });
      if (answer.response === null) return null;
      const { session } = answer.response;
      return { sessionId: session.id, signInId: session.userId, cookies: answer.headers.getSetCookie() };
    }),
    signOut: async (visitor) => {
      const answer = await auth.api.signOut({ headers: headersOf(visitor), returnHeaders: true });
      return answer.headers.getSetCookie();
    },
  };
}

/** How long a cookie that was read is remembered, milliseconds, and how many of them. */
const remembered = { milliseconds: 60_000, most: 5_000 };

/**
 * Reads a cookie once a minute: checking its signatures took longer than all else in a request. What is remembered never changes (which session a signed cookie
 * names); whether that session still holds is asked with the member at each request.
 */
function rememberingReader(read: (visitor: Visitor) => Promise<Session | null>): SignIn['read'] {
  const known = new Map<string, { session: Session; until: number }>();
  return async (visitor) => {
    const { cookie } = visitor;
    if (cookie === undefined) return null;
    const before = known.get(cookie);
    if (before !== undefined && before.until > performance.now()) return before.session;
    known.delete(cookie);
    const session = await read(visitor);
    // With new cookies to hand on, the old ones are not asked with again.
    if (session === null || session.cookies.length > 0) return session;
    const [oldest] = known.keys();
    if (known.size >= remembered.most && oldest !== undefined) known.delete(oldest);
    known.set(cookie, { session, until: performance.now() + remembered.milliseconds });
    return session;
  };
}

function makeAuth(options: SignInOptions) {
  const tables = signInDatabase(options.storage);
  return betterAuth({
    ...tables,
    baseURL: options.publicAddress ?? 'http://localhost',
    secret: options.key.derive('sessions'),
    telemetry: { enabled: false },
    logger: { level: 'warn', log: (level, message) => options.log(level, message) },
    session: {
      ...tables.session,
      expiresIn: 14 * days,
      updateAge: days,
      cookieCache: { enabled: true, maxAge: 300 },
    },
    // Attempts are counted by signInLimits.ts, before better-auth is called.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'answerable',
      useSecureCookies: options.publicAddress?.startsWith('https://') ?? false,
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
    plugins: [linkSessions],
  });
}

/** Opens a session without a password; only our own code can call it. */
const linkSessions = {
  id: 'one-time-links',
  endpoints: {
    openSession: createAuthEndpoint.serverOnly(
      { method: 'POST', body: z.object({ signInId: z.string() }) },
      async (ctx) => {
        const user = await ctx.context.internalAdapter.findUserById(ctx.body.signInId);
        if (user === null) throw new Fault('link_expired', 'This sign-in is gone. Ask for a new invitation.');
        const session = await ctx.context.internalAdapter.createSession(user.id);
        await setSessionCookie(ctx, { session, user });
        return { opened: true };
      },
    ),
  },
};

function headersOf(visitor: Visitor): Headers {
  const headers = new Headers({ [addressHeader]: visitor.address });
  if (visitor.cookie !== undefined) headers.set('cookie', visitor.cookie);
  if (visitor.program !== undefined) headers.set('user-agent', visitor.program.slice(0, 300));
  return headers;
}
