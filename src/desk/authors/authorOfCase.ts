import { Fault } from '../../domain/fault.ts';
import type { Tenant } from '../../storage/database.ts';
import { type ErasedIdentity, identitiesOfAuthor, writersByLink } from '../../storage/erasing.ts';
import { authorsOfCases } from '../../storage/rearrangements.ts';

/**
 * The author of a case by all names that they still have, locked on demand; whoever wrote by a public link of theirs is taken for them, until a member parts that off. Throws Fault `not_found`, or `input_invalid` where they were erased before.
 */
export async function authorOfCase(
  tx: Tenant,
  organisationId: number,
  caseId: string,
  locked?: 'locked',
): Promise<{ identities: ErasedIdentity[]; caseNumber: number }> {
  const about = (await authorsOfCases(tx, organisationId, [caseId])).get(caseId);
  if (about === undefined)
    throw new Fault('not_found', 'This case does not exist, or not in your organisation.');
  const identities = await identitiesOfAuthor(tx, organisationId, about.authorId, locked);
  if (identities.length === 0) throw new Fault('input_invalid', 'The author of this case was erased before.');
  const ids = identities.map(({ id }) => id);
  const byLink = (await writersByLink(tx, organisationId, ids, locked)).filter(({ id }) => !ids.includes(id));
  return { identities: [...identities, ...byLink], caseNumber: about.number };
}
