/** What is written in private to a member's own account is read into a letterbox of theirs: nobody else of the house comes there (docs/decisions/0047). */
import { randomBytes } from 'node:crypto';
import type { Channel } from '../channels/channel.ts';
import { addAccount, listAccounts, removeAccount, renewAccount } from '../storage/accounts.ts';
import type { Storage } from '../storage/database.ts';
import { keepInstitutionOfBox, keepLetterbox, letterboxOf } from '../storage/letterboxes.ts';
import type { MasterKey } from '../storage/secrets.ts';

export interface OwnDirect {
  organisationId: number;
  /** Whose own account it is. */
  memberId: string;
  institutionId: string;
  /** What was typed into the channel's fields, and was let in. */
  fields: Record<string, string>;
}

/** Reads what is written to the account in private into its owner's letterbox from now on. It signs in for itself, so that neither of the two rows ends the session of the other. */
export async function readOwnDirect(
  deps: { storage: Storage; key: MasterKey },
  channel: Channel,
  own: OwnDirect,
  now: Date,
): Promise<void> {
  if (channel.connect === null || !channel.sources.some(({ isDirect }) => isDirect === true)) return;
  const connected = await channel.connect.try(own.fields);
  const { organisationId, memberId, institutionId } = own;
  await deps.storage.asSystem(async (tx) => {
    const box = await keepLetterbox(tx, organisationId, memberId, now);
    const random = randomBytes(16).toString('hex');
    const account = {
      ...connected,
      network: channel.network,
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
  });
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
