import type { Tenant } from '../storage/database.ts';
import { listTeams } from '../storage/teams.ts';
import type { Teams } from './recipients.ts';

/** The members of every team. */
export const teamsOf = async (tx: Tenant, organisationId: number): Promise<Teams> =>
  new Map((await listTeams(tx, organisationId)).map(({ id, memberIds }) => [id, memberIds]));
