import { may } from '../../domain/rights.ts';
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

/** Between whom a follow-up stands. */
export type Between = Pick<StoredFollowUp, 'asker' | 'member' | 'team'>;

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
 * superiors may do what the asker may; supervisors and admins, too, once the asker cannot. Whoever is asked decides nothing of it, whatever they are besides, while anybody else can.
 */
export function sidesOf(people: People, between: Between, memberId: string, now: Date): Sides {
  const { rota, teams } = people;
  const { asker, member, team } = between;
  if (memberId === asker.id) {
    const isAsker = !cannotDecide(rota, asker.id);
    return { isAsked: false, isAsker, mayGive: isAsker };
  }
  const isAsked = isAskedOf(people, between, memberId, now);
  const decides = isAbove(rota, asker.id, memberId) || isInCharge(rota, asker.id, memberId);
  const isAsker = (decides && !isAsked) || insteadOfAsker(people, between, now).includes(memberId);
  const asked = member === null ? (teams.get(team?.id ?? '') ?? []) : [member.id];
  const mayGive = isAsked || isAsker || asked.some((id) => isAbove(rota, id, memberId));
  return { isAsked, isAsker, mayGive };
}

/**
 * Who is told what the asker would be, and decides, where the asker left or may not work on cases any more: the nearest superior who can and is not asked, else the admins, else the supervisors; where
 * everybody who could is asked, the admins all the same, so that somebody can always close it. Empty while the asker can.
 */
export function insteadOfAsker(people: People, between: Between, now: Date): string[] {
  const { rota } = people;
  if (!cannotDecide(rota, between.asker.id)) return [];
  const free = [...rota.values()].filter(
    ({ id, here, role }) => here && may(role, 'cases.work') && !isAskedOf(people, between, id, now),
  );
  const nearest = superiorsIn(rota, between.asker.id).find((id) => free.some((one) => one.id === id));
  if (nearest !== undefined) return [nearest];
  const admins = [...rota.values()].filter(({ here, role }) => here && role === 'admin');
  const found = [
    free.filter(({ role }) => role === 'admin'),
    free.filter(({ role }) => role === 'supervisor'),
    admins,
  ].find((some) => some.length > 0);
  return (found ?? []).map(({ id }) => id);
}

/** True for whom it was never brought: it waits for them anyway, or they asked it. */
export function isTheirs(
  { rota, teams }: People,
  { asker, member, team }: Between,
  { memberId, waitsFor }: { memberId: string; waitsFor: 'asked' | 'asker' },
  now: Date,
): boolean {
  if (memberId === asker.id) return true;
  if (waitsFor === 'asker') return false;
  if (member !== null) return memberId === member.id;
  return seesTeam(teams.get(team?.id ?? '') ?? [], rota, memberId, now);
}

function isAskedOf({ rota, teams }: People, { asker, member, team }: Between, id: string, now: Date) {
  if (id === asker.id) return false;
  const isOfTeam = team !== null && seesTeam(teams.get(team.id) ?? [], rota, id, now);
  return id === member?.id || isOfTeam || standsIn(rota, member?.id, id, now);
}

function standsIn(rota: People['rota'], askedId: string | undefined, memberId: string, now: Date): boolean {
  const asked = askedId === undefined ? undefined : rota.get(askedId);
  return asked !== undefined && !onDuty(asked, now) && standInFor(rota, asked.id, now) === memberId;
}

function isAbove(rota: People['rota'], belowId: string, memberId: string): boolean {
  return superiorsIn(rota, belowId).includes(memberId);
}

const superiorsIn = (rota: People['rota'], memberId: string): string[] =>
  superiorsOf(new Map([...rota].map(([id, one]) => [id, one.superiorId])), memberId);

/** Of what a member asked who cannot decide any more. */
function isInCharge(rota: People['rota'], askerId: string, memberId: string): boolean {
  const role = rota.get(memberId)?.role;
  return cannotDecide(rota, askerId) && (role === 'supervisor' || role === 'admin');
}

/** Who left, or has a role now that does not work on cases. */
function cannotDecide(rota: People['rota'], askerId: string): boolean {
  const asker = rota.get(askerId);
  return asker !== undefined && ((!asker.here && !asker.invited) || !may(asker.role, 'cases.work'));
}
