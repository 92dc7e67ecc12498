/** Erases somebody whom the desk does not know, and who may have written to members alone. Whether they did is said to nobody. */
import { Fault } from '../../domain/fault.ts';
import type { Network } from '../../domain/network.ts';
import { addAudit } from '../../storage/audit.ts';
import { beginErasing, keepPrints, printOf } from '../../storage/erasedNames.ts';
import { isNamedHere } from '../../storage/erasing.ts';
import { insertErasure } from '../../storage/erasingWrites.ts';
import { newId } from '../../storage/ids.ts';
import { noteForLetterboxes } from '../../storage/letterboxErasures.ts';
import type { Acting } from '../acting.ts';
import { nothingErased } from './eraseAuthor.ts';

/**
 * Erases by name on a network, or by handle, in every letterbox of the house, those of members who left too; what they wrote until now is not taken in there again. Answers the same whether or not
 * there was anything. Throws Fault `input_invalid` for whom the desk knows: they are erased from their case.
 */
export async function eraseByName(
  { storage, organisationId, memberId, keyId, now }: Acting,
  { network, name }: { network: Network; name: string },
): Promise<void> {
  const typed = name.trim().replace(/^@/, '');
  await storage.inOrganisation(organisationId, async (tx) => {
    const key = await beginErasing(tx, organisationId);
    if (await isNamedHere(tx, organisationId, network, typed))
      throw new Fault(
        'input_invalid',
        'The desk knows this author. Open a case of theirs and erase them there.',
      );
    const erasure = { id: newId(now.getTime()), at: now, by: memberId, caseNumber: 0 };
    await insertErasure(tx, organisationId, { ...erasure, identities: [], counts: nothingErased });
    const names = [...new Set([typed, typed.toLowerCase()])];
    const prints = names.map((one) => ({ print: printOf(key, 'author', network, one), until: now }));
    await keepPrints(tx, organisationId, erasure.id, prints);
    await noteForLetterboxes(tx, organisationId, erasure.id, now);
    await addAudit(tx, organisationId, {
      memberId,
      keyId: keyId ?? null,
      action: 'author.erased',
      particulars: { erasure: erasure.id },
      at: now,
    });
  });
}
