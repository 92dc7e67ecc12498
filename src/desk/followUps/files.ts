import { Fault } from '../../domain/fault.ts';
import type { Tenant } from '../../storage/database.ts';
import { freeUploads } from '../../storage/followUpFiles.ts';

/** So many files are attached to a question or a report. */
const mostFiles = 4;

/** Throws Fault `input_invalid` for more files than fit, `not_found` for one that the member did not upload, or that something else uses: it would go when that is erased. */
export async function mustHaveFiles(
  tx: Tenant,
  organisationId: number,
  files: readonly string[],
  memberId: string,
): Promise<void> {
  if (files.length > mostFiles)
    throw new Fault('input_invalid', 'At most four files can be attached. Leave some out.');
  const free = await freeUploads(tx, organisationId, files, memberId);
  if (!files.every((id) => free.has(id)))
    throw new Fault('not_found', 'An attached file is not there any more. Attach it again.');
}
