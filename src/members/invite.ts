import { Fault } from '../domain/fault.ts';
import type { Role } from '../domain/rights.ts';
import { addAudit } from '../storage/audit.ts';
import type { Storage, System } from '../storage/database.ts';
import { shutLetterboxes } from '../storage/letterboxes.ts';
import { addMember, changeMember, findMember, type MemberRecord } from '../storage/members.ts';
import { addSignIn, findSignIn } from '../storage/signIn.ts';
import { addLink, dropPasswordLinks, takeLink } from '../storage/signInLinks.ts';
import { expiryOf, linkAddress } from './links.ts';
import { passwordFits, passwordHash } from './passwordHash.ts';

export interface Invitation {
  member: MemberRecord;
  /** Shown once; good for seven days. */
  link: string;
}

/**
 * Invites somebody, or invites anew who has not come yet or had left: older links are void then. `by` is null for the operator.
 * Throws Fault `input_invalid` when they are a member already.
 */
export async function invite(
  storage: Storage,
  ask: {
    organisationId: number;
    by: string | null;
    keyId?: string | null;
    name: string;
    email: string;
    role: Role;
    base: string;
  },
  now: Date,
): Promise<Invitation> {
  // Links are no tenant's rows, so this runs as the program itself; every statement names its organisation.
  return storage.asSystem(async (tx) => {
    const member = await invitedMember(tx, ask, now);
    const token = await addLink(
      tx,
      {
        purpose: 'invitation',
        signInId: null,
        organisationId: ask.organisationId,
        memberId: member.id,
      },
      expiryOf('invitation', now),
    );
    await addAudit(tx, ask.organisationId, {
      memberId: ask.by,
      keyId: ask.keyId ?? null,
      action: 'member.invited',
      particulars: { member: member.id, role: ask.role },
      at: now,
    });
    return { member, link: linkAddress(ask.base, 'invitation', token) };
  });
}

async function invitedMember(
  tx: System,
  ask: { organisationId: number; name: string; email: string; role: Role },
  now: Date,
): Promise<MemberRecord> {
  const known = await findMember(tx, ask.organisationId, { email: ask.email }, true);
  if (known !== null && known.leftAt === null && !known.invited) {
    throw new Fault('input_invalid', `${known.name} is a member with this email address already.`);
  }
  const id =
    known?.id ??
    (await addMember(tx, ask.organisationId, { ...ask, signInId: null, at: now }).catch(alreadyInvited));
  const member = await changeMember(tx, ask.organisationId, id, {
    name: ask.name,
    role: ask.role,
    leftAt: null,
    signInId: null,
  });
  if (member === null) throw new Error('an invited member is gone');
  // Whoever comes with this invitation is whom an admin gave it to.
  await shutLetterboxes(tx, { organisationId: ask.organisationId, memberId: id }, now);
  return member;
}

/** Two invitations of one address in the same moment: the second one is refused by the table. */
function alreadyInvited(cause: unknown): never {
  if ((cause as { code?: string }).code !== '23505') throw cause;
  throw new Fault(
    'input_invalid',
    'A colleague is inviting this email address right now. Look at the list of members.',
    {
      cause,
    },
  );
}

/**
 * Accepts an invitation: makes the sign-in, or joins the one that this address has, which must then prove itself by its password:
 * whoever invites an address must not become master of somebody else's sign-in. Answers the sign-in's id.
 * Throws Fault `link_expired` or `not_signed_in`.
 */
export async function acceptInvitation(
  storage: Storage,
  input: { token: string; name: string; password: string },
  now: Date,
): Promise<string> {
  const hash = await passwordHash(input.password);
  return storage.asSystem(async (tx) => {
    const { organisationId, memberId } = await takeLink(tx, input.token, 'invitation', now);
    if (organisationId === null || memberId === null) throw new Error('an invitation without a member');
    const member = await findMember(tx, organisationId, { id: memberId }, true);
    if (member === null || !member.invited) {
      throw new Fault('link_expired', 'This invitation is no longer good. Ask for a new one.');
    }
    const known = await findSignIn(tx, member.email);
    if (known !== null) await proveOwner(known, input.password);
    const signInId =
      known?.id ??
      (await addSignIn(tx, { name: input.name, email: member.email, passwordHash: hash, at: now }));
    // A sign-in of two organisations is no longer one admin's to open.
    if (known !== null) await dropPasswordLinks(tx, known.id);
    await changeMember(tx, organisationId, memberId, { name: input.name, signInId });
    await addAudit(tx, organisationId, { memberId, action: 'member.joined', at: now });
    return signInId;
  });
}

async function proveOwner(known: { passwordHash: string | null }, password: string): Promise<void> {
  if (known.passwordHash !== null && (await passwordFits(known.passwordHash, password))) return;
  throw new Fault(
    'not_signed_in',
    'This email address signs in here already. Give the password that it has, not a new one.',
  );
}
