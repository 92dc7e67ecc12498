/** Keys by which a program asks in a member's name. */
import { Fault } from '../domain/fault.ts';
import { type Right, scopesOf } from '../domain/rights.ts';
import { addApiKey, revokeApiKey } from '../storage/apiKeys.ts';
import { addAudit } from '../storage/audit.ts';
import type { Storage } from '../storage/database.ts';
import { findMember, type Membership } from '../storage/members.ts';

export interface KeyAsk {
  name: string;
  scopes: readonly Right[];
  /** In whose name; null for oneself. */
  memberId: string | null;
  /** How many days it holds. */
  days: number;
}

const day = 86_400_000;

/**
 * Makes a key; it is answered once and never again. It may what both its maker and the member in whose name it acts may, and only what was asked
 * for of that. Throws Fault `not_permitted` for more, and for another member's name where the maker may not manage keys.
 */
export async function makeKey(
  storage: Storage,
  by: Membership,
  ask: KeyAsk,
  mayManage: boolean,
  now: Date,
): Promise<{ id: string; token: string }> {
  const memberId = ask.memberId ?? by.memberId;
  if (memberId !== by.memberId && !mayManage) {
    throw new Fault('not_permitted', 'Only an admin makes a key in the name of another member.');
  }
  const { organisationId } = by;
  return storage.inOrganisation(organisationId, async (tx) => {
    const member = await findMember(tx, organisationId, { id: memberId }, true);
    if (member === null || member.leftAt !== null || member.signInId === null)
      throw new Fault('not_found', 'There is no such member here, or they left.');
    const scopes = [...new Set(ask.scopes)];
    const refused = scopes.find(
      (scope) => !scopesOf(by.role).includes(scope) || !scopesOf(member.role).includes(scope),
    );
    if (refused !== undefined)
      throw new Fault(
        'not_permitted',
        `A key cannot have the right "${refused}" here: it may no more than its member and its maker.`,
      );
    const expiresAt = new Date(now.getTime() + ask.days * day);
    const made = await addApiKey(tx, organisationId, {
      name: ask.name,
      memberId,
      madeBy: by.memberId,
      scopes,
      expiresAt,
      at: now,
    });
    await addAudit(tx, organisationId, {
      memberId: by.memberId,
      action: 'key.made',
      particulars: { madeKey: made.id, name: ask.name, member: memberId, scopes, expiresAt },
      at: now,
    });
    return made;
  });
}

/** Revokes a key at once: one's own, or any where the member may manage keys. Throws Fault `not_found`. */
export async function revokeKey(
  storage: Storage,
  by: Membership,
  keyId: string,
  mayManage: boolean,
  now: Date,
): Promise<void> {
  const { organisationId, memberId } = by;
  await storage.inOrganisation(organisationId, async (tx) => {
    if (!(await revokeApiKey(tx, organisationId, keyId, mayManage ? null : memberId, now)))
      throw new Fault('not_found', 'There is no such key, or it was revoked already.');
    await addAudit(tx, organisationId, {
      memberId,
      action: 'key.revoked',
      particulars: { revokedKey: keyId },
      at: now,
    });
  });
}
