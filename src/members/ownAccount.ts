/** A member's own account: only they speak from it, and it is cut off in one step. */
import { Fault } from '../domain/fault.ts';
import { may, mayBy } from '../domain/rights.ts';
import { cutOffAccount, findAccount, setAccountOwner } from '../storage/accounts.ts';
import { addAudit } from '../storage/audit.ts';
import type { Storage } from '../storage/database.ts';
import { findMember, type Membership } from '../storage/members.ts';
import { repliesUnderWay } from '../storage/replies.ts';

type By = Pick<Membership, 'organisationId' | 'memberId' | 'keyId' | 'role' | 'scopes'>;

const noSuchAccount = () => new Fault('not_found', 'There is no such connected account.');

/**
 * Makes an account a member's own, or (null) the house's. Throws Fault `not_found`, or `reply_left` while answers of others are under way from it: they were written, and said yes to, as the
 * house's.
 */
export async function giveAccount(
  storage: Storage,
  by: By,
  given: { accountId: string; ownerId: string | null },
  now: Date,
): Promise<void> {
  const { organisationId, memberId, keyId } = by;
  await storage.inOrganisation(organisationId, async (tx) => {
    if (given.ownerId !== null) {
      const owner = await findMember(tx, organisationId, { id: given.ownerId });
      if (owner === null || owner.leftAt !== null)
        throw new Fault('not_found', 'There is no such member. Choose one of the list.');
      // Whoever cannot say yes to a colleague's answer would hold them all up.
      if (!may(owner.role, 'replies.approve'))
        throw new Fault(
          'input_invalid',
          'Somebody in this role approves no answers, and can own no account. Choose another member.',
        );
    }
    if (!(await setAccountOwner(tx, organisationId, given.accountId, given.ownerId))) throw noSuchAccount();
    const waiting = await repliesUnderWay(tx, organisationId, given.accountId, given.ownerId);
    if (waiting > 0)
      throw new Fault(
        'reply_left',
        `${waiting} answers of others are on their way from this account. Wait until they have left, or take them back.`,
      );
    const particulars = { account: given.accountId, member: given.ownerId };
    await addAudit(tx, organisationId, {
      memberId,
      keyId,
      action: 'account.owner_set',
      particulars,
      at: now,
    });
  });
}

/** Lets nothing leave from an account any more, or lets it again: the member whose own it is, or who manages accounts. Throws Fault `not_found`, `not_permitted`. */
export async function cutOff(
  storage: Storage,
  by: By,
  given: { accountId: string; cutOff: boolean },
  now: Date,
): Promise<void> {
  const { organisationId, memberId, keyId } = by;
  await storage.inOrganisation(organisationId, async (tx) => {
    const account = await findAccount(tx, organisationId, given.accountId);
    if (account === null) throw noSuchAccount();
    if (account.owner?.id !== memberId && !mayBy(by, 'accounts.manage'))
      throw new Fault('not_permitted', 'This account is not yours. Ask an admin to cut it off.');
    if ((account.cutOffAt !== null) === given.cutOff) return;
    await cutOffAccount(tx, organisationId, given.accountId, given.cutOff ? now : null);
    const action = given.cutOff ? 'account.cut_off' : 'account.used_again';
    await addAudit(tx, organisationId, {
      memberId,
      keyId,
      action,
      particulars: { account: given.accountId },
      at: now,
    });
  });
}
