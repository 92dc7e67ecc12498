import type { CaseLink } from '../../storage/caseLinks.ts';
import { findCommitment } from '../../storage/commitments.ts';
import type { Storage } from '../../storage/database.ts';
import { readAuthorsThread } from '../../storage/threadReads.ts';
import { authorSays } from './endCommitment.ts';
import { showInPublic } from './giveToAnother.ts';

/** What the author says of a promise on their private page: that it happened, that it did not, that it is not to be shown in public, or is after all. */
export const authorWords = ['yes', 'no', 'hide', 'show'] as const;
export type AuthorWord = (typeof authorWords)[number];

/** Does what the author says. False for a promise that was not made to whoever has this link. Said twice it is done once. */
export async function authorOnPage(
  storage: Storage,
  link: CaseLink,
  { id, says }: { id: string; says: AuthorWord },
  now: Date,
): Promise<boolean> {
  const { organisationId } = link;
  const isTheirs = await storage.inOrganisation(organisationId, async (tx) => {
    const thread = await readAuthorsThread(tx, organisationId, link);
    const found = await findCommitment(tx, organisationId, id);
    return thread !== null && found?.conversationId === thread.conversationId;
  });
  if (!isTheirs) return false;
  const doing = { storage, organisationId, memberId: null, now };
  if (says === 'yes' || says === 'no') await authorSays(doing, id, says === 'yes');
  else await showInPublic(doing, id, says === 'show');
  return true;
}
