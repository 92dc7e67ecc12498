/** Passwords: changed by who knows the old one, chosen anew by a one-time link by who forgot it. */
import { randomUUID } from 'node:crypto';
import { Fault } from '../domain/fault.ts';
import { addAudit } from '../storage/audit.ts';
import type { Storage, System } from '../storage/database.ts';
import { shutLetterboxes } from '../storage/letterboxes.ts';
import { findMember, isMemberElsewhere, type MemberRecord, type Membership } from '../storage/members.ts';
import { endSessions, findSignIn, passwordHashOf, setPasswordHash } from '../storage/signIn.ts';
import { addLink, dropLinks, takeLink } from '../storage/signInLinks.ts';
import { expiryOf, linkAddress } from './links.ts';
import { passwordFits, passwordHash } from './passwordHash.ts';

/**
 * Checks the password of an address. Answers whose sign-in it is. Throws Fault `not_signed_in` when either is wrong; which of them is neither said
 * nor told by the time it takes. Guesses are counted by the caller.
 */
export async function provePassword(
  system: System,
  who: { email: string; password: string },
): Promise<string> {
  const found = await findSignIn(system, who.email);
  const fits = await passwordFits(found?.passwordHash ?? (await hashOfNobody()), who.password);
  if (found !== null && found.passwordHash !== null && fits) return found.id;
  throw new Fault('not_signed_in', 'The email address or the password is not right. Try again.');
}

/** Checked where there is nobody, so that it takes as long. */
let ofNobody: Promise<string> | null = null;
const hashOfNobody = () => {
  ofNobody ??= passwordHash(randomUUID());
  return ofNobody;
};

/**
 * Changes one's own password; with `endOthers` every other session ends. Answers how many ended. Throws Fault `not_permitted` when the old
 * password is wrong. Guesses are counted by the caller.
 */
export async function changePassword(
  storage: Storage,
  who: Membership,
  input: { old: string; password: string; endOthers: boolean },
  now: Date,
): Promise<number> {
  const from = await passwordHashOf(storage.system, who.signInId);
  if (from === null || !(await passwordFits(from, input.old))) throw wrongPassword();
  const to = await passwordHash(input.password);
  return storage.asSystem(async (tx) => {
    if (!(await setPasswordHash(tx, who.signInId, { from, to }, now))) throw wrongPassword();
    // A link that was made before somebody remembered the password must not undo this.
    await dropLinks(tx, who.organisationId, who.memberId);
    const ended = input.endOthers ? await endSessions(tx, who.signInId, who.sessionId) : 0;
    await addAudit(tx, who.organisationId, {
      memberId: who.memberId,
      action: 'member.password_changed',
      particulars: { member: who.memberId, sessionsEnded: ended },
      at: now,
    });
    return ended;
  });
}

const wrongPassword = () => new Fault('not_permitted', 'The old password is not right. Try again.');

export interface PasswordLinkAct {
  organisationId: number;
  /** The admin who asks; null for the operator. */
  by: string | null;
  keyId?: string | null;
  member: { id: string } | { email: string };
}

/**
 * A link (24 hours) by which a member who forgot the password chooses another. A newer one voids it. Throws Fault `not_found`, and
 * `not_permitted` for one's own password and for a sign-in that other organisations use too: no admin becomes master of that.
 */
export async function makePasswordLink(
  storage: Storage,
  base: string,
  act: PasswordLinkAct,
  now: Date,
): Promise<string> {
  return storage.asSystem(async (tx) => {
    const member = await joinedMember(tx, act.organisationId, act.member);
    if (member.id === act.by)
      throw new Fault('not_permitted', 'Change your own password under Settings, You.');
    if (act.by !== null && (await isMemberElsewhere(tx, member.signInId, act.organisationId))) {
      throw new Fault(
        'not_permitted',
        'Only whoever runs this server can make a password link for this member: answerable member password.',
      );
    }
    const { organisationId } = act;
    const target = {
      purpose: 'password',
      signInId: member.signInId,
      organisationId,
      memberId: member.id,
    } as const;
    const token = await addLink(tx, target, expiryOf('password', now));
    await addAudit(tx, organisationId, {
      memberId: act.by,
      keyId: act.keyId ?? null,
      action: 'member.password_link_made',
      particulars: { member: member.id },
      at: now,
    });
    return linkAddress(base, 'password', token);
  });
}

/**
 * Uses such a link up: the new password holds, every session and every other link of the member ends. Answers whose sign-in it is.
 * Throws Fault `link_expired`.
 */
export async function resetPassword(
  storage: Storage,
  input: { token: string; password: string },
  now: Date,
): Promise<string> {
  const to = await passwordHash(input.password);
  return storage.asSystem(async (tx) => {
    const { organisationId, memberId, signInId } = await takeLink(tx, input.token, 'password', now);
    if (organisationId === null || memberId === null || signInId === null)
      throw new Error('a password link without a member');
    const member = await findMember(tx, organisationId, { id: memberId }, true);
    if (member === null || member.leftAt !== null || member.signInId !== signInId) throw linkExpired();
    if (!(await setPasswordHash(tx, signInId, { to }, now))) throw linkExpired();
    await dropLinks(tx, organisationId, memberId);
    // Such a link is always made by somebody else, who may have used it.
    await shutLetterboxes(tx, { signInId }, now);
    const ended = await endSessions(tx, signInId, null);
    await addAudit(tx, organisationId, {
      memberId,
      action: 'member.password_reset',
      particulars: { member: memberId, sessionsEnded: ended },
      at: now,
    });
    return signInId;
  });
}

const linkExpired = () =>
  new Fault('link_expired', 'This link is no longer good. Ask whoever gave it to you for a new one.');

async function joinedMember(
  tx: System,
  organisationId: number,
  by: PasswordLinkAct['member'],
): Promise<MemberRecord & { signInId: string }> {
  const member = await findMember(tx, organisationId, by, true);
  if (member === null || member.leftAt !== null) {
    throw new Fault(
      'not_found',
      'There is no such member, or they left. List the members to see who there is.',
    );
  }
  if (member.signInId === null) {
    throw new Fault('not_permitted', 'This member has not come yet. Invite them anew instead.');
  }
  return { ...member, signInId: member.signInId };
}
