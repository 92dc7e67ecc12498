/** Closes the private page of a case for good: its author may, and so may whoever works on the case. */
import { type CaseLink, linksOfCase, revokeCaseLink } from '../../storage/caseLinks.ts';
import type { Storage } from '../../storage/database.ts';
import { revokeMovesOfCase } from '../../storage/privateMoves.ts';
import { readAuthorsThread } from '../../storage/threadReads.ts';
import { type Acting, changeCase, lockedCase, saveDecided } from '../acting.ts';

/** By its author, who has the link. Done twice it is done once. */
export async function revokeOwnLink(storage: Storage, link: CaseLink, now: Date): Promise<void> {
  const { organisationId } = link;
  await storage.inOrganisation(organisationId, async (tx) => {
    const thread = await readAuthorsThread(tx, organisationId, link);
    const facts = thread === null ? null : await lockedCase(tx, organisationId, thread.caseId);
    if (!(await revokeCaseLink(tx, link, null, now)) || facts === null) return;
    await saveDecided(tx, { organisationId, memberId: null, now }, { facts, action: 'link_revoked' });
  });
}

/** By a member: every link of the case, and every link by which it moved out of the public. */
export async function revokeLinksOfCase(acting: Acting, caseId: string): Promise<void> {
  const { organisationId, memberId, now } = acting;
  await changeCase(acting, caseId, async (facts, tx) => {
    let revoked = await revokeMovesOfCase(tx, organisationId, caseId, now);
    for (const link of await linksOfCase(tx, organisationId, caseId)) {
      if (await revokeCaseLink(tx, link, memberId, now)) revoked += 1;
    }
    return revoked === 0 ? null : { facts, action: 'link_revoked' };
  });
}

/** By a member: only the links that stand in public. Whoever wrote by one keeps their private page. Done twice it is done once. */
export async function closeMovesOfCase(acting: Acting, caseId: string): Promise<void> {
  await changeCase(acting, caseId, async (facts, tx) => {
    const closed = await revokeMovesOfCase(tx, acting.organisationId, caseId, acting.now);
    return closed === 0 ? null : { facts, action: 'move_closed' };
  });
}
