import { seesTeam } from '../../domain/rota.ts';
import type { Tenant } from '../../storage/database.ts';
import { readRota } from '../../storage/rota.ts';
import { listTeams, type Team } from '../../storage/teams.ts';

/** The teams whose queues a member sees now: their own, and those for which they stand in for somebody. */
export async function teamsOf(
  tx: Tenant,
  organisationId: number,
  memberId: string,
  now: Date,
): Promise<Team[]> {
  const teams = await listTeams(tx, organisationId);
  if (teams.every(({ memberIds }) => memberIds.includes(memberId))) return teams;
  const rota = await readRota(tx, organisationId, now);
  return teams.filter(({ memberIds }) => seesTeam(memberIds, rota, memberId, now));
}

/** Their ids. */
export async function teamIdsOf(
  tx: Tenant,
  organisationId: number,
  memberId: string,
  now: Date,
): Promise<string[]> {
  return (await teamsOf(tx, organisationId, memberId, now)).map(({ id }) => id);
}
