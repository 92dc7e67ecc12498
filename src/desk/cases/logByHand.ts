/** A letter or a visit that a member logs: from the raw item on it is a post like any other. */
import type { ByHandItem } from '../../channels/by_hand/item.ts';
import { Fault } from '../../domain/fault.ts';
import type { Network } from '../../domain/network.ts';
import { addAudit } from '../../storage/audit.ts';
import { keepQuietAccount } from '../../storage/forms.ts';
import { keepHowToReach } from '../../storage/howToReach.ts';
import { addRawItems } from '../../storage/inbox.ts';
import { keepAsPicturesOfPost } from '../../storage/media.ts';
import { listInstitutions } from '../../storage/organisationSettings.ts';
import type { Acting } from '../acting.ts';
import { mustHaveUnit } from '../forms/openForm.ts';

export interface LoggedByHand {
  /** Made by whoever asks, so that a request repeated by a bad line is one letter. */
  id: string;
  kind: Extract<Network, 'letter' | 'visit'>;
  institutionId: string;
  unitId: string | null;
  receivedAt: Date;
  name: string | null;
  howToReach: string | null;
  text: string;
  /** Pictures that were uploaded, in order. */
  mediaIds: readonly string[];
}

/** How far ahead the clock of whoever types may be, in milliseconds. */
const clockSkew = 5 * 60_000;

/** Keeps it. Throws Fault `not_found` for an institution, unit or picture that is not there, `input_invalid` for a time to come. */
export async function logByHand(acting: Acting, logged: LoggedByHand): Promise<void> {
  const { storage, organisationId, memberId, keyId = null, now } = acting;
  const { id, kind, institutionId } = logged;
  if (logged.receivedAt.getTime() > now.getTime() + clockSkew)
    throw new Fault(
      'input_invalid',
      'It cannot have been received in the future. Mend the day and the time.',
    );
  await storage.inOrganisation(organisationId, async (tx) => {
    const institution = (await listInstitutions(tx, organisationId)).find((one) => one.id === institutionId);
    if (institution === undefined)
      throw new Fault('not_found', 'There is no such institution. Choose one of the list.');
    await mustHaveUnit(tx, organisationId, institutionId, logged.unitId);
    const account = { institutionId, network: kind, networkId: institutionId, settings: {}, at: now };
    const accountId = await keepQuietAccount(tx, organisationId, { ...account, handle: institution.name });
    const pictures = await keepAsPicturesOfPost(tx, organisationId, logged.mediaIds);
    if (pictures.length < logged.mediaIds.length)
      throw new Fault('not_found', 'A picture is not there any more. Choose it again.');
    const { name, text, unitId: unit } = logged;
    const at = logged.receivedAt.toISOString();
    const item: ByHandItem = { thread: id, at, name, unit, text, language: null, pictures };
    const items = [{ key: id, payload: JSON.stringify(item) }];
    await addRawItems(tx, { organisationId, accountId, source: null, cursor: null, items, heardAt: now });
    if (logged.howToReach !== null) {
      const said = { network: kind, author: id, words: logged.howToReach, at: now };
      await keepHowToReach(tx, organisationId, said);
    }
    const particulars = { network: kind, thread: id };
    await addAudit(tx, organisationId, {
      memberId,
      keyId,
      action: 'case.logged_by_hand',
      particulars,
      at: now,
    });
  });
}
