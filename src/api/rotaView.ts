/** Teams and the rota as the API shows them, at one moment. */
import { absenceOf, backAt, onDuty, standInFor, whoAnswers } from '../domain/rota.ts';
import type { RotaMember } from '../storage/rota.ts';
import type { Team } from '../storage/teams.ts';
import type { RotaView, TeamView } from './contract.ts';
import { instantOf } from './views.ts';

type Rota = ReadonlyMap<string, RotaMember>;

const named = (rota: Rota, id: string) => ({ id, name: rota.get(id)?.name ?? '' });
const namedOrNull = (rota: Rota, id: string | null) => (id === null ? null : named(rota, id));

export function teamView(team: Team, rota: Rota, now: Date): TeamView {
  return {
    id: team.id,
    name: team.name,
    members: team.memberIds.map((id) => named(rota, id)),
    answering: whoAnswers(team.memberIds, rota, now).map(({ memberId, insteadOf }) => ({
      ...named(rota, memberId),
      insteadOf: insteadOf.map((id) => named(rota, id)),
    })),
  };
}

export function rotaView(member: RotaMember, rota: Rota, now: Date): RotaView {
  const { id, name, role, invited, superiorId, place } = member;
  const on = onDuty(member, now);
  return {
    member: { id, name, role, invited },
    superior: namedOrNull(rota, superiorId),
    timeZone: place.timeZone,
    week: place.week,
    deputy: namedOrNull(rota, place.deputyId),
    absences: member.place.absences.map((absence) => ({
      id: absence.id,
      from: absence.from,
      to: absence.to,
      deputy: namedOrNull(rota, absence.deputyId),
    })),
    onDuty: on,
    awayUntil: absenceOf(member, now)?.to ?? null,
    backAt: on ? null : instantOf(backAt(member, now)),
    standIn: on ? null : namedOrNull(rota, standInFor(rota, id, now)),
  };
}
