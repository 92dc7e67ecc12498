import { Fault } from '../domain/fault.ts';
import type { Role } from '../domain/rights.ts';
import { cutOffAccountsOf } from '../storage/accounts.ts';
import { addAudit } from '../storage/audit.ts';
import type { Storage, System } from '../storage/database.ts';
import { letterboxAccountsFollow } from '../storage/letterboxes.ts';
import { changeMember as change, countAdmins, findMember, type MemberRecord } from '../storage/members.ts';
import { endSessionsOfStranger } from '../storage/signIn.ts';
import { dropLinks } from '../storage/signInLinks.ts';

export interface MemberAct {
  organisationId: number;
  memberId: string;
  /** The member who does it; null for the operator. */
  by: string | null;
  keyId?: string | null;
}

const lastAdmin = () =>
  new Fault('not_permitted', 'This is the last admin. Make another member an admin first.');

/** Gives a member another role. Throws Fault `not_found`, or `not_permitted` for the last admin. */
export async function changeRole(
  storage: Storage,
  act: MemberAct,
  role: Role,
  now: Date,
): Promise<MemberRecord> {
  return storage.asSystem(async (tx) => {
    const member = await presentMember(tx, act, role !== 'admin');
    const changed = await change(tx, act.organisationId, act.memberId, { role });
    if (changed === null) throw notFound();
    // Whoever may own no account any more has none read for them alone.
    await letterboxAccountsFollow(tx, act.organisationId);
    await addAudit(tx, act.organisationId, {
      memberId: act.by,
      keyId: act.keyId ?? null,
      action: 'member.changed',
      particulars: { member: act.memberId, from: member.role, to: role },
      at: now,
    });
    return changed;
  });
}

/** A member leaves: sessions and links end at once, and nothing leaves from their own accounts any more; what they wrote stays. Throws like `changeRole`. */
export async function leave(storage: Storage, act: MemberAct, now: Date): Promise<MemberRecord> {
  return storage.asSystem(async (tx) => {
    const member = await presentMember(tx, act, true);
    const left = await change(tx, act.organisationId, act.memberId, { leftAt: now });
    if (left === null) throw notFound();
    await dropLinks(tx, act.organisationId, act.memberId);
    await cutOffAccountsOf(tx, act.organisationId, act.memberId, now);
    if (member.signInId !== null) await endSessionsOfStranger(tx, member.signInId);
    await addAudit(tx, act.organisationId, {
      memberId: act.by,
      keyId: act.keyId ?? null,
      action: 'member.left',
      particulars: { member: act.memberId },
      at: now,
    });
    return left;
  });
}

async function presentMember(tx: System, act: MemberAct, givesUpAdmin: boolean): Promise<MemberRecord> {
  // First the organisation's row, then the member's: two at once wait for each other instead of both counting the same admins.
  const admins = await countAdmins(tx, act.organisationId);
  const member = await findMember(tx, act.organisationId, { id: act.memberId }, true);
  if (member === null || member.leftAt !== null) throw notFound();
  if (givesUpAdmin && member.role === 'admin' && !member.invited && admins <= 1) throw lastAdmin();
  return member;
}

const notFound = () => new Fault('not_found', 'There is no such member, or they left already.');
