/** Teams: made, changed and taken out of use by a supervisor, each act audited. */
import { Fault } from '../../domain/fault.ts';
import { addAudit } from '../../storage/audit.ts';
import type { Tenant } from '../../storage/database.ts';
import { recordFacts } from '../../storage/history.ts';
import { newId } from '../../storage/ids.ts';
import { casesOfTeam, keepTeam, lockTeam, retireTeam } from '../../storage/teams.ts';
import { type Acting, particularsOf } from '../acting.ts';

/** Counted up to here and no further. */
const mostCounted = 1_000;

/** Keeps a team: a new one without an id, else the changed one; answers its id. Throws Fault `input_invalid`, `not_found`. */
export async function keepOneTeam(
  acting: Acting,
  id: string | null,
  wanted: { name: string; memberIds: readonly string[] },
): Promise<string> {
  const { storage, organisationId, memberId, now } = acting;
  const memberIds = [...new Set(wanted.memberIds)];
  return storage
    .inOrganisation(organisationId, async (tx) => {
      if (id !== null && (await lockTeam(tx, organisationId, id)) === null) throw gone();
      const team = { id: id ?? newId(now.getTime()), name: wanted.name, memberIds };
      await keepTeam(tx, organisationId, team, { memberId, at: now });
      await tellTeams(tx, acting, 'team.kept', { team: team.id, name: team.name, members: memberIds.length });
      return team.id;
    })
    .catch(sayWhy);
}

/** Takes a team out of use. Throws Fault `not_found`, or `input_invalid` while cases stand in its queue. */
export async function retireOneTeam(acting: Acting, id: string): Promise<void> {
  const { storage, organisationId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    // Whoever hands a case to it waits for this lock, and finds it gone.
    if ((await lockTeam(tx, organisationId, id)) === null) throw gone();
    const left = await casesOfTeam(tx, organisationId, id, mostCounted);
    if (left > 0) {
      const many = left === mostCounted ? `${mostCounted} or more` : String(left);
      throw new Fault(
        'input_invalid',
        `${many === '1' ? 'A case stands' : `${many} cases stand`} in the queue of this team. Hand them to others first.`,
      );
    }
    await retireTeam(tx, organisationId, id, now);
    await tellTeams(tx, acting, 'team.retired', { team: id });
  });
}

/** Audited, and told to the consoles, which read who is on duty again. */
export async function tellTeams(
  tx: Tenant,
  acting: Acting,
  action: 'team.kept' | 'team.retired' | 'rota.changed' | 'absence.added' | 'absence.removed',
  particulars: Record<string, string | number | boolean | null>,
): Promise<void> {
  const { organisationId, memberId, keyId = null, now } = acting;
  await addAudit(tx, organisationId, { memberId, keyId, action, particulars, at: now });
  const fact = { actorId: memberId, action: 'rota_set', caseId: null, subjectId: null } as const;
  await recordFacts(tx, organisationId, [{ ...fact, ...particularsOf(undefined, keyId) }], now);
}

const gone = () => new Fault('not_found', 'This team is not in use any more. Look at the list again.');

function sayWhy(cause: unknown): never {
  const { code } = cause as { code?: string };
  if (code === '23505')
    throw new Fault('input_invalid', 'There is a team of this name. Give it another name.', { cause });
  if (code === '23503')
    throw new Fault('input_invalid', 'Somebody in the team is not a member here. Choose others.', { cause });
  throw cause;
}
