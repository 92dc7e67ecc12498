/** Somebody wrote to a member alone: the member is told, and nobody else; nothing of it stands in the alert but that there is something. */
import type { Storage } from '../storage/database.ts';
import { readSequence } from '../storage/organisationSettings.ts';
import { writtenAlone } from '../storage/writtenAlone.ts';
import { raiseAlerts } from './raise.ts';

/** Milliseconds for which what was heard is looked at: a program that was stopped for longer tells nobody of what is old. */
const lookedAt = 15 * 60_000;
const mostAtOnce = 100;

/** Tells owners of letterboxes of what was written to them since; each conversation once for as long as its author waits. Answers how many were told. */
export async function alertAlone(storage: Storage, now: Date): Promise<number> {
  const since = new Date(now.getTime() - lookedAt);
  const waiting = await writtenAlone(storage.system, since, mostAtOnce);
  for (const { organisationId, memberId, key } of waiting)
    await storage.inOrganisation(organisationId, async (tx) => {
      const sequence = await readSequence(tx, organisationId);
      const about = { kind: 'names_me', key, memberId, caseId: null, sequence } as const;
      await raiseAlerts(tx, { organisationId, now }, [{ ...about, alone: true }]);
    });
  return waiting.length;
}
