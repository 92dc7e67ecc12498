/** Who answers threats, and what is offered to whoever may harm themselves. */
import { Fault } from '../../domain/fault.ts';
import { countryOf, helplineOf } from '../../domain/helplines.ts';
import type { Tenant } from '../../storage/database.ts';
import { recordFacts } from '../../storage/history.ts';
import {
  helplineFacts,
  setHelpline,
  setThreatAnswerers,
  threatAnswerers,
} from '../../storage/threatAnswerers.ts';
import { type Acting, particularsOf } from '../acting.ts';

/** What is offered to whoever may harm themselves; null where nothing is known. */
export async function helpline(tx: Tenant, organisationId: number): Promise<string | null> {
  const { own, country, timeZone } = await helplineFacts(tx, organisationId);
  return helplineOf(own, countryOf(country, timeZone));
}

/** Says who is trained, and what is offered. Throws Fault `input_invalid` for somebody who is not a member here. */
export async function setThreats(
  acting: Acting,
  { memberIds, helpline: own }: { memberIds: readonly string[]; helpline: string | null },
): Promise<void> {
  const { storage, organisationId, memberId, keyId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    await setThreatAnswerers(tx, organisationId, memberIds);
    const kept = await threatAnswerers(tx, organisationId);
    if (memberIds.some((id) => !kept.includes(id)))
      throw new Fault('input_invalid', 'One of these is not a member here any more. Choose again.');
    await setHelpline(tx, organisationId, own);
    await recordFacts(
      tx,
      organisationId,
      [
        {
          actorId: memberId,
          action: 'threats_set',
          caseId: null,
          subjectId: null,
          ...particularsOf({ members: kept.length }, keyId),
        },
      ],
      now,
    );
  });
}
