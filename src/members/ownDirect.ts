/** What is written in private to a member's own account is read into a letterbox of theirs: nobody else of the house comes there (docs/decisions/0047). */
import { randomBytes } from 'node:crypto';
import type { Channel } from '../channels/channel.ts';
import { Fault } from '../domain/fault.ts';
import { addAccount, listAccounts, removeAccount, renewAccount } from '../storage/accounts.ts';
import type { Storage } from '../storage/database.ts';
import {
  keepInstitutionOfBox,
  keepLetterbox,
  letterboxAccountsFollow,
  letterboxOf,
  lockOwnAccount,
  openShutLetterbox,
  readIntoLetterbox,
} from '../storage/letterboxes.ts';
import type { MasterKey } from '../storage/secrets.ts';

export interface OwnDirect {
  organisationId: number;
  /** Whose own account it is. */
  memberId: string;
  institutionId: string;
  /** What was typed into the channel's fields, and was let in. */
  fields: Record<string, string>;
}

/**
 * Reads what is written to the account in private into its owner's letterbox from now on. It signs in for itself, so that neither of the two rows ends the session of the other, and stands
 * from the first moment as the house's own row: cut off with it, paused with it. A letterbox that was shut is opened by it, where this account was read into it before. Throws Fault `not_found` where
 * the account is not theirs any more, `not_permitted` where the letterbox stays shut, or what the channel says.
 */
export async function readOwnDirect(
  deps: { storage: Storage; key: MasterKey },
  channel: Channel,
  own: OwnDirect,
  now: Date,
): Promise<void> {
  if (channel.connect === null || !channel.sources.some(({ isDirect }) => isDirect === true)) return;
  const connected = await channel.connect.try(own.fields);
  const { organisationId, memberId, institutionId } = own;
  const { network } = channel;
  const named = { network, networkId: connected.networkId };
  await deps.storage.asSystem(async (tx) => {
    if (!(await lockOwnAccount(tx, organisationId, memberId, named))) throw notTheirs();
    const box = await keepLetterbox(tx, organisationId, memberId, now);
    if (box.isShut && !(await openShutLetterbox(tx, box, named))) throw staysShut();
    const random = randomBytes(16).toString('hex');
    const account = {
      ...connected,
      network,
      institutionId: await keepInstitutionOfBox(
        tx,
        box.organisationId,
        { organisationId, institutionId },
        random,
      ),
      ownerId: box.memberId,
      intoLetterbox: true,
      at: now,
    };
    if (!(await renewAccount(tx, deps.key, box.organisationId, account)))
      await addAccount(tx, deps.key, box.organisationId, account);
    await letterboxAccountsFollow(tx, organisationId);
  });
}

const notTheirs = () =>
  new Fault('not_found', 'This account is not connected as your own any more. Connect it once more.');
const staysShut = () =>
  new Fault(
    'not_permitted',
    'The account is connected. What was written to you alone stays shut, since somebody else had a hand in how you sign in: connect an account first that was read for you alone before.',
  );

/** True where what is written to this account is read for the member alone already: it is let in anew with the house's row. */
export async function isReadAlone(
  storage: Storage,
  { organisationId, memberId }: Pick<OwnDirect, 'organisationId' | 'memberId'>,
  named: { network: string; networkId: string },
): Promise<boolean> {
  const box = await letterboxOf(storage.system, organisationId, memberId);
  if (box === null) return false;
  const read = await readIntoLetterbox(storage.system, box);
  return read.some((one) => one.network === named.network && one.networkId === named.networkId);
}

/** Reads it no more; what was read stays in the letterbox. */
export async function stopReadingOwnDirect(
  storage: Storage,
  organisationId: number,
  memberId: string,
  accountId: string,
): Promise<void> {
  const box = await letterboxOf(storage.system, organisationId, memberId);
  if (box === null) return;
  const own = await storage.inOrganisation(organisationId, (tx) => listAccounts(tx, organisationId));
  const asked = own.find(({ id, owner }) => id === accountId && owner?.id === memberId);
  if (asked === undefined) return;
  await storage.inOrganisation(box.organisationId, async (tx) => {
    for (const one of await listAccounts(tx, box.organisationId))
      if (one.network === asked.network && one.networkId === asked.networkId)
        await removeAccount(tx, box.organisationId, one.id);
  });
}
