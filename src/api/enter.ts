/** The one place where a session begins, whichever door somebody came by: docs/decisions/0016. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '../domain/fault.ts';
import { beginHalf } from '../members/secondFactor.ts';
import { findMembershipOf, type Membership } from '../storage/members.ts';
import { hasSecondFactor } from '../storage/secondFactors.ts';
import type { DoorView } from './contract.ts';
import type { ApiDeps, ApiSettings } from './deps.ts';
import { meView } from './meView.ts';
import { setCookies } from './security.ts';
import { visitorOf } from './session.ts';

const halfCookie = 'answerable.half';
const halfSeconds = 600;

/** `one`: the second factor is asked for where there is one. `both`: it was given, or the door stands for both. */
export type Proven = 'one' | 'both';

/** Lets somebody in who proved who they are, or asks for the second factor. Throws Fault `not_permitted` for a member of nothing. */
export async function enter(
  deps: ApiDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  signInId: string,
  proven: Proven,
): Promise<DoorView> {
  const member = await findMembershipOf(deps.storage.system, signInId);
  if (member === null)
    throw new Fault('not_permitted', 'You are no longer a member here. Ask to be invited again.');
  if (proven === 'one' && (await hasSecondFactor(deps.storage.system, signInId))) {
    const token = await beginHalf(deps, signInId, deps.now());
    setCookies(reply, [stepCookie(deps.settings, halfCookie, token, halfSeconds)]);
    return { secondFactor: true };
  }
  return openDoor(deps, request, reply, member);
}

async function openDoor(
  deps: ApiDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  member: Membership,
): Promise<DoorView> {
  setCookies(reply, [
    ...(await deps.signIn.openSession(member.signInId, visitorOf(request))),
    ...(halfOf(request) === null ? [] : [stepCookie(deps.settings, halfCookie, '', 0)]),
  ]);
  return meView(deps, member);
}

/** The token of a first factor that was right. */
export const halfOf = (request: FastifyRequest): string | null => cookieOf(request, halfCookie);

/** A cookie for one step at the door: no page can read it, and it is sent to our own address only. */
export function stepCookie(settings: ApiSettings, name: string, token: string, seconds: number): string {
  const secure = settings.publicAddress?.startsWith('https://') ? '; Secure' : '';
  return `${name}=${token}; Path=/api/sign-in; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`;
}

/** A cookie of the request by its name; null where it is missing or empty. */
export function cookieOf(request: FastifyRequest, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [given, value = ''] = part.trim().split('=', 2);
    if (given === name && value !== '') return value;
  }
  return null;
}
