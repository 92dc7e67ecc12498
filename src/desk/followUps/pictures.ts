import { Fault } from '../../domain/fault.ts';
import type { Tenant } from '../../storage/database.ts';
import { findMedia } from '../../storage/media.ts';

/** So many pictures are attached to a question or a report. */
const mostPictures = 4;

/** Throws Fault `input_invalid` for more pictures than fit, `not_found` for one that is not kept here. */
export async function mustHavePictures(
  tx: Tenant,
  organisationId: number,
  pictures: readonly string[],
): Promise<void> {
  if (pictures.length > mostPictures)
    throw new Fault('input_invalid', 'At most four pictures can be attached. Leave some out.');
  for (const id of pictures) {
    if ((await findMedia(tx, organisationId, id)) === null)
      throw new Fault('not_found', 'An attached picture is not there any more. Attach it again.');
  }
}
