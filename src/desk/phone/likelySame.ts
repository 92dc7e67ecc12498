/** Who is likely one person with a caller, by the number and never by a name. A member says yes or no; nothing joins by itself. */
import { Fault } from '../../domain/fault.ts';
import type { Network } from '../../domain/network.ts';
import { namesNumber } from '../../domain/telephone.ts';
import { callableOf } from '../../storage/callBacks.ts';
import type { Storage } from '../../storage/database.ts';
import { candidatesByNumber, identityOfNumber, insertNotSame } from '../../storage/likelySame.ts';
import { authorsOfCases } from '../../storage/rearrangements.ts';
import type { Acting } from '../acting.ts';

export interface Likely {
  caseNumber: number;
  name: string;
  network: Network;
  by: 'number' | 'said';
}

const mostShown = 5;

/** Suggestions for a case; none where no number is known. Reads only. Throws Fault `not_found`. */
export async function likelySame(
  storage: Storage,
  organisationId: number,
  caseId: string,
): Promise<Likely[]> {
  return storage.inOrganisation(organisationId, async (tx) => {
    if (!(await authorsOfCases(tx, organisationId, [caseId])).has(caseId))
      throw new Fault('not_found', 'This case does not exist, or not in your organisation.');
    const caller = await callableOf(tx, organisationId, caseId);
    if (caller === null) return [];
    const candidates = await candidatesByNumber(tx, organisationId, caller);
    return candidates
      .filter(({ words }) => words === null || namesNumber(words, caller.number))
      .slice(0, mostShown)
      .map(({ caseNumber, name, network, words }) => ({
        caseNumber,
        name,
        network,
        by: words === null ? 'number' : 'said',
      }));
  });
}

/** They are two. Throws Fault `not_found`. */
export async function areNotSame(acting: Acting, caseId: string, otherNumber: number): Promise<void> {
  const { storage, organisationId, memberId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    const caller = await callableOf(tx, organisationId, caseId);
    const other = await identityOfNumber(tx, organisationId, otherNumber);
    if (caller === null || other === null || other === caller.identityId)
      throw new Fault(
        'not_found',
        `There is no case ${otherNumber} of somebody else here. Look at its number again.`,
      );
    await insertNotSame(tx, organisationId, [caller.identityId, other], { at: now, by: memberId });
  });
}
