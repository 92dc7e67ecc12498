import { Fault } from '../../domain/fault.ts';
import { may } from '../../domain/rights.ts';
import type { Tenant } from '../../storage/database.ts';
import type { Asked } from '../../storage/followUps.ts';
import { findMember } from '../../storage/members.ts';
import type { RotaMember } from '../../storage/rota.ts';
import { lockTeam } from '../../storage/teams.ts';
import { type People, readPeople } from './sides.ts';

/** Throws Fault `input_invalid` for whom nothing can be asked of: nobody, both, who left, who reads only, whoever asks, and a team in which nobody else may report. */
export async function mustBeAskable(
  tx: Tenant,
  organisationId: number,
  { memberId, teamId }: Asked,
  { askerId, now }: { askerId: string; now: Date },
): Promise<void> {
  if ((memberId === null) === (teamId === null))
    throw new Fault('input_invalid', 'Say who is asked: a member or a team.');
  if (memberId === askerId)
    throw new Fault('input_invalid', 'Ask somebody else: the report comes back to whoever asked.');
  if (teamId !== null && (await lockTeam(tx, organisationId, teamId)) === null)
    throw new Fault('input_invalid', 'There is no such team any more. Choose another.');
  if (teamId !== null && !canReport(await readPeople(tx, organisationId, now), teamId, askerId))
    throw new Fault('input_invalid', 'Nobody in this team could report to you. Ask somebody else.');
  if (memberId === null) return;
  const member = await findMember(tx, organisationId, { id: memberId });
  if (member === null || member.leftAt !== null)
    throw new Fault(
      'input_invalid',
      'Whoever is asked is not a member of this organisation any more. Choose another.',
    );
  if (member.role === 'auditor')
    throw new Fault('input_invalid', 'An auditor only reads. Ask somebody else.');
}

/** True where somebody in the team besides whoever asks may report. */
export function canReport({ rota, teams }: People, teamId: string, askerId: string): boolean {
  const reports = (one: RotaMember | undefined) =>
    one !== undefined && one.id !== askerId && (one.here || one.invited) && may(one.role, 'replies.draft');
  return (teams.get(teamId) ?? []).some((id) => reports(rota.get(id)));
}
