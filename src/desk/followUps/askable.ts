import { Fault } from '../../domain/fault.ts';
import type { Tenant } from '../../storage/database.ts';
import type { Asked } from '../../storage/followUps.ts';
import { findMember } from '../../storage/members.ts';
import { lockTeam } from '../../storage/teams.ts';

/** Throws Fault `input_invalid` for whom nothing can be asked of: nobody, both, who left, who reads only, and whoever asks. */
export async function mustBeAskable(
  tx: Tenant,
  organisationId: number,
  { memberId, teamId }: Asked,
  askerId: string,
): Promise<void> {
  if ((memberId === null) === (teamId === null))
    throw new Fault('input_invalid', 'Say who is asked: a member or a team.');
  if (memberId === askerId)
    throw new Fault('input_invalid', 'Ask somebody else: the report comes back to whoever asked.');
  if (teamId !== null && (await lockTeam(tx, organisationId, teamId)) === null)
    throw new Fault('input_invalid', 'There is no such team any more. Choose another.');
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
