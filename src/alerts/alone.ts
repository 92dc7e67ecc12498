/** Somebody wrote to a member alone, or nobody reads it any more: the member is told, and nobody else; nothing of it stands in the alert but that there is something. */
import type { Storage } from '../storage/database.ts';
import { readSequence } from '../storage/organisationSettings.ts';
import { notReadAlone, writtenAlone } from '../storage/writtenAlone.ts';
import { raiseAlerts } from './raise.ts';

/** Milliseconds for which what was heard is looked at: a program that was stopped for longer tells nobody of what is old. */
const lookedAt = 15 * 60_000;
const mostAtOnce = 100;

/** Tells owners of letterboxes of what was written to them since; each conversation once for as long as its author waits; and that their account is not read any more. Answers how many were told. */
export async function alertAlone(storage: Storage, now: Date): Promise<number> {
  const since = new Date(now.getTime() - lookedAt);
  const written = await writtenAlone(storage.system, since, mostAtOnce);
  const notRead = await notReadAlone(storage.system, mostAtOnce);
  const wanted = [...written.map((one) => ({ ...one, accountId: null })), ...notRead];
  for (const { organisationId, memberId, key, accountId: subjectId } of wanted)
    await storage.inOrganisation(organisationId, async (tx) => {
      const sequence = await readSequence(tx, organisationId);
      const about = { kind: 'names_me', key, memberId, caseId: null, subjectId, sequence } as const;
      await raiseAlerts(tx, { organisationId, now }, [{ ...about, alone: true }]);
    });
  return wanted.length;
}
