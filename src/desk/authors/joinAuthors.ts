/** Identities of one person, by a member's yes: nothing joins them by itself. */
import { Fault } from '../../domain/fault.ts';
import {
  authorOfNumber,
  insertJoin,
  joinIdentities,
  lockJoin,
  markParted,
  partIdentities,
} from '../../storage/authors.ts';
import type { Tenant } from '../../storage/database.ts';
import { recordFacts } from '../../storage/history.ts';
import { newId } from '../../storage/ids.ts';
import { areProtected } from '../../storage/protectedAuthors.ts';
import { authorsOfCases } from '../../storage/rearrangements.ts';
import { type Acting, particularsOf } from '../acting.ts';

/** Says that the author of a case and the author of the case with this number are one person; answers the id by which it can be taken back. Throws Fault `not_found`, `input_invalid`. */
export async function joinAuthors(acting: Acting, caseId: string, otherNumber: number): Promise<string> {
  const { storage, organisationId, memberId, now } = acting;
  return storage.inOrganisation(organisationId, async (tx) => {
    const here = (await authorsOfCases(tx, organisationId, [caseId])).get(caseId);
    const there = await authorOfNumber(tx, organisationId, otherNumber);
    if (here === undefined || there === null)
      throw new Fault('not_found', `There is no case ${otherNumber} here. Look at its number again.`);
    if (here.authorId === there.authorId)
      throw new Fault('input_invalid', `Case ${otherNumber} is of this very author already.`);
    await mustNotBeProtected(tx, organisationId, [here.authorId, there.authorId]);
    const identities = await joinIdentities(tx, organisationId, there.authorId, here.authorId);
    const id = newId(now.getTime());
    const join = {
      id,
      fromAuthor: there.authorId,
      intoAuthor: here.authorId,
      identities,
      at: now,
      by: memberId,
    };
    await insertJoin(tx, organisationId, join);
    await tell(tx, acting, 'authors_joined', [caseId, there.caseId], id);
    return id;
  });
}

/** Takes it back: they are two people again. */
export async function partAuthors(acting: Acting, joinId: string): Promise<void> {
  const { storage, organisationId, memberId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    const join = await lockJoin(tx, organisationId, joinId);
    if (join === null) throw new Fault('not_found', 'They are not joined, or not in your organisation.');
    if (join.undoneAt !== null) return;
    await mustNotBeProtected(tx, organisationId, [join.intoAuthor]);
    await markParted(tx, organisationId, joinId, { memberId, at: now });
    await partIdentities(tx, organisationId, join);
    await tell(tx, acting, 'authors_parted', [null], joinId);
  });
}

/** Who is one person with whom would tell who it is, and what is sealed is sealed of one author. */
async function mustNotBeProtected(
  tx: Tenant,
  organisationId: number,
  authorIds: readonly string[],
): Promise<void> {
  if (await areProtected(tx, organisationId, authorIds))
    throw new Fault(
      'input_invalid',
      'This author is protected. Take the protection back, change this, then protect them again.',
    );
}

async function tell(
  tx: Tenant,
  { organisationId, memberId, keyId, now }: Acting,
  action: 'authors_joined' | 'authors_parted',
  cases: readonly (string | null)[],
  subjectId: string,
): Promise<void> {
  await recordFacts(
    tx,
    organisationId,
    cases.map((caseId) => ({
      actorId: memberId,
      action,
      caseId,
      subjectId,
      ...particularsOf(undefined, keyId),
    })),
    now,
  );
}
