/** Praise: a member says whom a post praises, and those find it. The case stays where it is. */
import { Fault } from '../../domain/fault.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import { lastSequence } from '../../storage/history.ts';
import { findMember } from '../../storage/members.ts';
import {
  dropPraise,
  type FoundPraise,
  keepPraise,
  type PraisedIds,
  praiseCounts,
  praiseOf,
} from '../../storage/praise.ts';
import { listTeams, lockTeam } from '../../storage/teams.ts';
import { type Acting, changeCase } from '../acting.ts';

/** Marks an author's post of the case as praise of a member, a team, or both; nobody takes the mark away. Throws Fault `not_found`. */
export async function markPraise(
  acting: Acting,
  caseId: string,
  postId: string,
  about: PraisedIds,
): Promise<void> {
  const { organisationId, memberId: by, now: at } = acting;
  await changeCase(acting, caseId, async (facts, tx) => {
    if (about.memberId === null && about.teamId === null) {
      if (!(await dropPraise(tx, organisationId, { caseId, postId }))) return null;
      return { facts, action: 'praise_unmarked', subjectId: postId };
    }
    await mustBeHere(tx, organisationId, about);
    if (!(await keepPraise(tx, organisationId, { ...about, caseId, postId, by, at })))
      throw new Fault('not_found', 'The author wrote no such post in this case. Load the case again.');
    const particulars = { member: about.memberId, team: about.teamId };
    return { facts, action: 'praise_marked', subjectId: postId, particulars };
  });
}

async function mustBeHere(
  tx: Tenant,
  organisationId: number,
  { memberId, teamId }: PraisedIds,
): Promise<void> {
  const member = memberId === null ? null : await findMember(tx, organisationId, { id: memberId });
  const gone = memberId !== null && (member === null || member.leftAt !== null);
  if (gone || (teamId !== null && (await lockTeam(tx, organisationId, teamId)) === null))
    throw new Fault('not_found', 'Whom you chose is not here any more. Choose another member or team.');
}

/** Praise of the member and of their teams, the latest first, and the number of the last fact that was there. */
export async function ownPraise(
  storage: Storage,
  organisationId: number,
  memberId: string,
): Promise<{ sequence: number; found: FoundPraise[] }> {
  return storage.inOrganisation(organisationId, async (tx) => {
    const sequence = await lastSequence(tx, organisationId);
    const teams = await listTeams(tx, organisationId);
    const teamIds = teams.filter(({ memberIds }) => memberIds.includes(memberId)).map(({ id }) => id);
    return { sequence, found: await praiseOf(tx, organisationId, { memberId, teamIds }) };
  });
}

const days = 30;

/** How often each member was praised in the last 30 days. */
export async function praiseOfMembers(
  storage: Storage,
  organisationId: number,
  now: Date,
): Promise<{ memberId: string; name: string; count: number }[]> {
  const since = new Date(now.getTime() - days * 24 * 3_600_000);
  return storage.inOrganisation(organisationId, (tx) => praiseCounts(tx, organisationId, since));
}
