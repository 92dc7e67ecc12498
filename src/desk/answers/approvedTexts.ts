/** What supervisors do with approved texts. */
import { whatIsWrongWith } from '../../domain/approvedText.ts';
import { Fault } from '../../domain/fault.ts';
import { hasText, keepText, retireText, type TextToKeep } from '../../storage/approvedTexts.ts';
import { addAudit } from '../../storage/audit.ts';
import { failureOf } from '../../storage/failures.ts';
import { newId } from '../../storage/ids.ts';
import { findMember } from '../../storage/members.ts';
import type { Acting } from '../acting.ts';

/** Keeps a text: a new one without an id, else the changed one; answers its id. Throws Fault `input_invalid`, `not_found`. */
export async function keepApprovedText(
  acting: Acting,
  id: string | null,
  wanted: Omit<TextToKeep, 'id'>,
): Promise<string> {
  const wrong = whatIsWrongWith(wanted.text);
  if (wrong !== null) throw new Fault('input_invalid', wrong);
  const { storage, organisationId, memberId, keyId, now } = acting;
  const twice = () =>
    new Fault('input_invalid', 'There is a text of this title in this language. Give it another title.');
  const keeping = storage.inOrganisation(organisationId, async (tx) => {
    if (id !== null && !(await hasText(tx, organisationId, id))) throw gone();
    const owner = await findMember(tx, organisationId, { id: wanted.ownerId });
    if (owner === null || owner.leftAt !== null)
      throw new Fault('input_invalid', 'Whoever answers for the text is not a member here. Choose another.');
    const kept = { ...wanted, id: id ?? newId(now.getTime()) };
    if (!(await keepText(tx, organisationId, kept, { memberId, at: now }))) throw twice();
    const particulars = { text: kept.id, language: kept.language };
    await addAudit(tx, organisationId, {
      memberId,
      keyId: keyId ?? null,
      action: 'text.kept',
      particulars,
      at: now,
    });
    return kept.id;
  });
  // A colleague kept one of the same title at the same moment.
  return keeping.catch((error: unknown) => {
    throw failureOf(error) === 'retry' ? twice() : error;
  });
}

/** Takes a text out of use; answers that were written with it stay as they are. Throws Fault `not_found`. */
export async function retireApprovedText(acting: Acting, id: string): Promise<void> {
  const { storage, organisationId, memberId, keyId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    if (!(await retireText(tx, organisationId, id, now))) throw gone();
    await addAudit(tx, organisationId, {
      memberId,
      keyId: keyId ?? null,
      action: 'text.retired',
      particulars: { text: id },
      at: now,
    });
  });
}

const gone = () => new Fault('not_found', 'This text is not in use any more. Look at the list again.');
