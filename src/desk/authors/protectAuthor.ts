/** Protecting an author: their names leave every screen, answer and list, and only members who are named read them, each reading audited. */
import { Fault } from '../../domain/fault.ts';
import { type AuditAction, addAudit } from '../../storage/audit.ts';
import type { Tenant } from '../../storage/database.ts';
import { recordFacts } from '../../storage/history.ts';
import { howToReach } from '../../storage/howToReach.ts';
import {
  dropProtection,
  keepProtection,
  protectionOf,
  readSealed,
  type SealedIdentity,
} from '../../storage/protectedAuthors.ts';
import { authorsOfCases } from '../../storage/rearrangements.ts';
import { type Acting, particularsOf } from '../acting.ts';
import { authorOfCase } from './authorOfCase.ts';

export interface Protecting {
  reason: string;
  /** Ids of the members who may read who it is. */
  readers: readonly string[];
}

/** Protects the author of a case, or names other readers; null takes it back. Throws Fault `not_found`, or `input_invalid` where a reader is no member or the author was erased. */
export async function setProtected(acting: Acting, caseId: string, given: Protecting | null): Promise<void> {
  const { storage, organisationId, memberId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    const author = await authorHere(tx, organisationId, caseId);
    const { authorId } = author;
    if (given === null) {
      if ((await protectionOf(tx, organisationId, authorId)) === null) return;
      await dropProtection(tx, organisationId, authorId);
      await tell(tx, acting, caseId, author, 'author_unprotected');
      return;
    }
    await authorOfCase(tx, organisationId, caseId, 'locked');
    const kept = { ...given, authorId, caseId, by: memberId, at: now };
    if (!(await keepProtection(tx, organisationId, kept)))
      throw new Fault('input_invalid', 'One of those who may read is no member any more. Choose again.');
    await tell(tx, acting, caseId, author, 'author_protected', { readers: given.readers.join(' ') });
  });
}

interface Author {
  authorId: string;
  number: number;
}

async function authorHere(tx: Tenant, organisationId: number, caseId: string): Promise<Author> {
  const author = (await authorsOfCases(tx, organisationId, [caseId])).get(caseId);
  if (author === undefined)
    throw new Fault('not_found', 'This case does not exist, or not in your organisation.');
  return author;
}

async function tell(
  tx: Tenant,
  acting: Acting,
  caseId: string,
  { authorId, number }: Author,
  action: 'author_protected' | 'author_unprotected',
  more: Record<string, string> = {},
): Promise<void> {
  const { organisationId, memberId, keyId, now } = acting;
  const named = particularsOf(undefined, keyId);
  const fact = { actorId: memberId, action, caseId, subjectId: authorId, ...named };
  await recordFacts(tx, organisationId, [fact], now);
  const audited = action === 'author_protected' ? 'author.protected' : 'author.unprotected';
  await audit(tx, acting, audited, { author: authorId, case: number, ...more });
}

const audit = (
  tx: Tenant,
  { organisationId, memberId, keyId, now }: Acting,
  action: AuditAction,
  particulars: Record<string, unknown>,
): Promise<void> =>
  addAudit(tx, organisationId, { memberId, keyId: keyId ?? null, action, particulars, at: now });

export interface ShownIdentity {
  identities: SealedIdentity[];
  howToReach: string[];
}

/** Who the protected author of a case is, for a member who is named; the reading is written down with it. Throws Fault `not_found`, `not_permitted`, or `input_invalid` where nobody is protected. */
export async function showIdentity(acting: Acting, caseId: string): Promise<ShownIdentity> {
  const { storage, organisationId, memberId } = acting;
  return storage.inOrganisation(organisationId, async (tx) => {
    const { authorId, number } = await authorHere(tx, organisationId, caseId);
    if ((await protectionOf(tx, organisationId, authorId)) === null)
      throw new Fault('input_invalid', 'The author of this case is not protected: their name stands in it.');
    const identities = await readSealed(tx, organisationId, { authorId, memberId });
    if (identities === null) throw notNamed();
    await auditReading(tx, acting, { caseId, caseNumber: number });
    return { identities, howToReach: await howToReach(tx, organisationId, authorId) };
  });
}

const notNamed = () =>
  new Fault(
    'not_permitted',
    'This author is protected, and you are not among those who may read who it is. Ask a supervisor.',
  );

/** True where taking along what is kept about the author reads protected names too. Throws Fault `not_permitted` where they are not for this member. */
export async function mayTake(tx: Tenant, acting: Acting, caseId: string): Promise<boolean> {
  const { organisationId, memberId } = acting;
  const { authorId } = await authorHere(tx, organisationId, caseId);
  if ((await protectionOf(tx, organisationId, authorId)) === null) return false;
  if ((await readSealed(tx, organisationId, { authorId, memberId })) === null) throw notNamed();
  return true;
}

/** Writes down that a member read who the author of a case is. */
export async function auditReading(
  tx: Tenant,
  acting: Acting,
  of: { caseId: string; caseNumber: number },
): Promise<void> {
  const { authorId } = await authorHere(tx, acting.organisationId, of.caseId);
  await audit(tx, acting, 'author.identity_read', { author: authorId, case: of.caseNumber });
}
