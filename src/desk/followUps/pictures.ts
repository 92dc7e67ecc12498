import { Fault } from '../../domain/fault.ts';
import type { Tenant } from '../../storage/database.ts';
import { freeUploads } from '../../storage/followUpWords.ts';

/** So many pictures are attached to a question or a report. */
const mostPictures = 4;

/** Throws Fault `input_invalid` for more pictures than fit, `not_found` for one that is no upload, or that something else uses: it would go when that is erased. */
export async function mustHavePictures(
  tx: Tenant,
  organisationId: number,
  pictures: readonly string[],
): Promise<void> {
  if (pictures.length > mostPictures)
    throw new Fault('input_invalid', 'At most four pictures can be attached. Leave some out.');
  const free = await freeUploads(tx, organisationId, pictures);
  if (!pictures.every((id) => free.has(id)))
    throw new Fault('not_found', 'An attached picture is not there any more. Attach it again.');
}
