/** One-time links: printed or handed over by a person, used once. The token stands behind the "#", which no server and no log ever sees. */
import { Fault } from '../domain/fault.ts';
import type { Storage } from '../storage/database.ts';
import { hasNoMembers } from '../storage/firstRun.ts';
import { findMember } from '../storage/members.ts';
import { addLink, type LinkPurpose, takeLink } from '../storage/signInLinks.ts';

/** How long each link may be used, in milliseconds. */
export const linkLives: Record<LinkPurpose, number> = {
  sign_in: 15 * 60_000,
  first_run: 24 * 3_600_000,
  invitation: 7 * 24 * 3_600_000,
  password: 24 * 3_600_000,
};

const pages: Record<LinkPurpose, string> = {
  first_run: '/first-run',
  sign_in: '/link',
  invitation: '/invitation',
  password: '/password',
};

/** The whole link, as somebody opens it. */
export function linkAddress(base: string, purpose: LinkPurpose, token: string): string {
  return `${base.replace(/\/+$/, '')}${pages[purpose]}#token=${token}`;
}

export const expiryOf = (purpose: LinkPurpose, now: Date): Date =>
  new Date(now.getTime() + linkLives[purpose]);

/** A link to the first-run page (24 hours); null when somebody is a member already. */
export async function makeFirstRunLink(storage: Storage, base: string, now: Date): Promise<string | null> {
  return storage.asSystem(async (tx) => {
    if (!(await hasNoMembers(tx))) return null;
    const target = { purpose: 'first_run', signInId: null, organisationId: null, memberId: null } as const;
    return linkAddress(base, 'first_run', await addLink(tx, target, expiryOf('first_run', now)));
  });
}

/**
 * A link that signs this member in (15 minutes); for the operator at the console. A member who has not joined yet gets an invitation instead.
 * Throws Fault `not_found` when there is no such member or they left.
 */
export async function makeSignInLink(
  storage: Storage,
  base: string,
  member: { organisationId: number; by: { id: string } | { email: string } },
  now: Date,
): Promise<string> {
  return storage.asSystem(async (tx) => {
    const found = await findMember(tx, member.organisationId, member.by);
    if (found === null || found.leftAt !== null) {
      throw new Fault(
        'not_found',
        'There is no such member, or they left. List the members to see who there is.',
      );
    }
    const purpose = found.signInId === null ? 'invitation' : 'sign_in';
    const target = {
      purpose,
      signInId: found.signInId,
      organisationId: member.organisationId,
      memberId: found.id,
    } as const;
    return linkAddress(base, purpose, await addLink(tx, target, expiryOf(purpose, now)));
  });
}

/** Uses a sign-in link up; answers whose it is. Throws Fault `link_expired`. */
export async function useSignInLink(storage: Storage, token: string, now: Date): Promise<string> {
  const target = await storage.asSystem((tx) => takeLink(tx, token, 'sign_in', now));
  if (target.signInId === null) throw new Error('a sign-in link without a sign-in');
  return target.signInId;
}
