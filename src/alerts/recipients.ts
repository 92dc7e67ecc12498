/** To whom an alert goes first. Pure. */
import { absenceOf, onDuty, standInFor, whoAnswers } from '../domain/rota.ts';
import type { AlertedCase } from '../storage/alertWork.ts';
import type { RotaMember } from '../storage/rota.ts';

type House = ReadonlyMap<string, RotaMember>;

/** The members of each team. */
export type Teams = ReadonlyMap<string, readonly string[]>;

/**
 * Who is told of a case that somebody must look at: its owner, or while they are away whoever stands in for them; else those who answer for its team now; else those of the
 * supervisors and admins who are on duty, and where nobody is, all of them: it must be somebody's.
 */
export function recipientsOfCase(
  { ownerId, teamId }: Pick<AlertedCase, 'ownerId' | 'teamId'>,
  { house, teams }: { house: House; teams: Teams },
  now: Date,
): string[] {
  const owner = ownerId === null ? undefined : house.get(ownerId);
  if (owner?.here === true) return [orWhoStandsIn(house, owner, now)];
  const team = teamId === null ? [] : whoAnswers(teams.get(teamId) ?? [], house, now);
  if (team.length > 0) return team.map(({ memberId }) => memberId);
  const running = [...house.values()].filter(
    ({ here, role }) => here && (role === 'supervisor' || role === 'admin'),
  );
  const those = running.filter((member) => onDuty(member, now));
  return (those.length > 0 ? those : running).map(({ id }) => id);
}

/** Who is told that many say the same: whoever answers for the case that stands for them, and all executives, or while they are away whoever stands in for them. Hours of the rota keep it from none of these: that is what quiet hours are for. */
export function recipientsOfIncident(
  theCase: Pick<AlertedCase, 'ownerId' | 'teamId'>,
  around: { house: House; teams: Teams },
  now: Date,
): string[] {
  const { house } = around;
  const executives = [...house.values()].filter(({ here, role }) => here && role === 'executive');
  const theirs = executives.map((member) => orWhoStandsIn(house, member, now));
  return [...new Set([...recipientsOfCase(theCase, around, now), ...theirs])];
}

const orWhoStandsIn = (house: House, member: RotaMember, now: Date): string =>
  (absenceOf(member, now) === null ? null : standInFor(house, member.id, now)) ?? member.id;
