/** Who asks, and may they. Runs before a body is read. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '../domain/fault.ts';
import { KeyPace } from '../domain/keyPace.ts';
import { mayBy, rights } from '../domain/rights.ts';
import { boxOf, mayHaveLetterbox } from '../members/letterbox.ts';
import type { Visitor } from '../members/signIn.ts';
import { countKey } from '../members/signInLimits.ts';
import { membershipOfKey } from '../storage/apiKeys.ts';
import { findMembership, type Membership } from '../storage/members.ts';
import { keyOf } from './bearer.ts';
import type { ApiDeps, App, RouteRight } from './deps.ts';
import { setCookies } from './security.ts';

const organisationHeader = 'x-answerable-organisation';
const found = new WeakMap<FastifyRequest, Membership>();

/** Makes every route name its right, and checks it at every request. */
export function guardRoutes(app: App, deps: ApiDeps): void {
  const pace = new KeyPace();
  app.decorate('routeRights', []);
  app.decorateRequest('member', {
    getter() {
      const member = found.get(this as FastifyRequest);
      if (member === undefined) throw new Error('a public route asked who is signed in');
      return member;
    },
  });
  app.addHook('onRoute', (route) => {
    const right = route.config?.right;
    if (right === undefined || !isRight(right)) {
      throw new Error(`the route ${String(route.method)} ${route.url} does not say which right it needs`);
    }
    for (const method of [route.method].flat()) app.routeRights.push({ method, url: route.url, right });
  });
  app.addHook('onRequest', async (request, reply) => {
    const right = request.routeOptions.config.right;
    // No right: nothing was found at this address, and the not-found answer follows.
    if (right === undefined || right === 'public') return;
    const key = keyOf(request);
    const asked =
      key === null ? await signedIn(request, reply, deps) : await byKey(key, request, reply, deps, pace);
    const member = asksForLetterbox(request) ? await inLetterbox(asked, request, deps) : asked;
    if (right !== 'signed_in' && !mayBy(member, right)) {
      throw new Fault(
        'not_permitted',
        member.keyId === null
          ? 'Your role does not allow this. Ask an admin of your organisation.'
          : `This key does not allow this: it needs the right "${right}".`,
      );
    }
    found.set(request, member);
  });
}

/** `?letterbox=1` on an address of a case asks for the member's own letterbox. */
const asksForLetterbox = (request: FastifyRequest): boolean =>
  (request.query as { letterbox?: unknown }).letterbox === '1';

/** The member in their own letterbox. A program never comes there, and nothing is done there but reading, answering and handing over. Throws Fault `not_found`, `not_permitted`. */
async function inLetterbox(
  member: Membership,
  request: FastifyRequest,
  { storage }: ApiDeps,
): Promise<Membership> {
  if (!mayHaveLetterbox(member) || request.routeOptions.config.inLetterbox !== true)
    throw new Fault(
      'not_permitted',
      'This is not done with what was written to you alone. Hand it over to the desk first.',
    );
  const { organisationId, memberId } = member;
  const box = await boxOf(storage.system, member);
  if (box === null) throw new Fault('not_found', 'Nothing was written to you alone.');
  // Whoever wrote to her alone asks her alone for what is kept of them, or that it is erased.
  return { ...member, ...box, role: 'supervisor', house: { organisationId, memberId } };
}

function isRight(right: RouteRight): boolean {
  return right === 'public' || right === 'signed_in' || right in rights;
}

/** The member who asks, as far as that is known: whoever is refused is nobody. */
export const whoAsks = (request: FastifyRequest): Membership | null => found.get(request) ?? null;

/** What is known of whoever sent a request. */
export function visitorOf(request: FastifyRequest): Visitor {
  return { address: request.ip, program: request.headers['user-agent'], cookie: request.headers.cookie };
}

/** Who asks by a key. A cookie that comes along is not looked at: a key's request is no member's session. */
async function byKey(
  key: string,
  request: FastifyRequest,
  reply: FastifyReply,
  deps: ApiDeps,
  pace: KeyPace,
): Promise<Membership> {
  const member = await membershipOfKey(deps.storage.system, key, deps.now());
  if (member === null) {
    await countKey(deps.storage.system, request.ip, deps.now());
    throw new Fault('not_signed_in', 'This key is not good: unknown, revoked, too old, or its member left.');
  }
  const asked = askedOrganisation(request);
  if (asked !== null && asked !== member.organisationId) throw notTheirs();
  const wait = pace.take(member.keyId ?? '', deps.now().getTime());
  if (wait > 0) {
    const seconds = Math.ceil(wait / 1000);
    reply.header('retry-after', seconds);
    throw new Fault(
      'too_many_requests',
      `This key asks too often. Wait ${seconds} s, then go on more slowly.`,
    );
  }
  return member;
}

async function signedIn(request: FastifyRequest, reply: FastifyReply, deps: ApiDeps): Promise<Membership> {
  const session = await deps.signIn.read(visitorOf(request));
  if (session === null) throw notSignedIn();
  setCookies(reply, session.cookies);
  const organisationId = askedOrganisation(request);
  const member = await findMembership(deps.storage.system, {
    sessionId: session.sessionId,
    signInId: session.signInId,
    organisationId,
    now: deps.now(),
  });
  if (member === null) throw organisationId === null ? notSignedIn() : notTheirs();
  return member;
}

function askedOrganisation(request: FastifyRequest): number | null {
  const asked = request.headers[organisationHeader];
  if (asked === undefined) return null;
  const id = Number(asked);
  if (!Number.isSafeInteger(id) || id <= 0 || id > 2_147_483_647) throw notTheirs();
  return id;
}

const notSignedIn = () => new Fault('not_signed_in', 'You are not signed in. Sign in and try again.');
const notTheirs = () => new Fault('not_permitted', 'You are not a member of that organisation.');
