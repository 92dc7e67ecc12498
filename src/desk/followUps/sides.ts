import { onDuty, seesTeam, standInFor } from '../../domain/rota.ts';
import { superiorsOf } from '../../domain/superiors.ts';
import type { Tenant } from '../../storage/database.ts';
import type { StoredFollowUp } from '../../storage/followUps.ts';
import { type RotaMember, readRota } from '../../storage/rota.ts';
import { listTeams } from '../../storage/teams.ts';

/** Who is whose superior, who stands in for whom, and who is in which team, now. */
export interface People {
  rota: ReadonlyMap<string, RotaMember>;
  /** Of each team in use its members. */
  teams: ReadonlyMap<string, readonly string[]>;
}

export async function readPeople(tx: Tenant, organisationId: number, now: Date): Promise<People> {
  const rota = await readRota(tx, organisationId, now);
  const teams = await listTeams(tx, organisationId);
  return { rota, teams: new Map(teams.map(({ id, memberIds }) => [id, memberIds])) };
}

/** On which side of a follow-up a member stands. */
export interface Sides {
  /** May say that they are on it, and report. */
  isAsked: boolean;
  /** May say what becomes of a report, move the date, and close it. */
  isAsker: boolean;
  /** May give it to another: either of both, and the superiors of whoever is asked, to whom it is brought when no report comes. */
  mayGive: boolean;
}

/**
 * Asked is the member, whoever is in the team or answers for it, and whoever stands in for a member who is not on duty; nobody reports to themselves. The asker's
 * superiors may do what the asker may; supervisors and admins, too, once the asker has left.
 */
export function sidesOf(
  { rota, teams }: People,
  { asker, member, team }: Pick<StoredFollowUp, 'asker' | 'member' | 'team'>,
  memberId: string,
  now: Date,
): Sides {
  if (memberId === asker.id) return { isAsked: false, isAsker: true, mayGive: true };
  const isOfTeam = team !== null && seesTeam(teams.get(team.id) ?? [], rota, memberId, now);
  const isAsked = memberId === member?.id || isOfTeam || standsIn(rota, member?.id, memberId, now);
  const isAsker = isAbove(rota, asker.id, memberId) || isInCharge(rota, asker.id, memberId);
  const asked = member === null ? (teams.get(team?.id ?? '') ?? []) : [member.id];
  const mayGive = isAsked || isAsker || asked.some((id) => isAbove(rota, id, memberId));
  return { isAsked, isAsker, mayGive };
}

function standsIn(rota: People['rota'], askedId: string | undefined, memberId: string, now: Date): boolean {
  const asked = askedId === undefined ? undefined : rota.get(askedId);
  return asked !== undefined && !onDuty(asked, now) && standInFor(rota, asked.id, now) === memberId;
}

function isAbove(rota: People['rota'], belowId: string, memberId: string): boolean {
  const superiors = new Map([...rota].map(([id, one]) => [id, one.superiorId]));
  return superiorsOf(superiors, belowId).includes(memberId);
}

/** Of what a member asked who has left since. */
function isInCharge(rota: People['rota'], askerId: string, memberId: string): boolean {
  const [asker, role] = [rota.get(askerId), rota.get(memberId)?.role];
  const hasLeft = asker !== undefined && !asker.here && !asker.invited;
  return hasLeft && (role === 'supervisor' || role === 'admin');
}
