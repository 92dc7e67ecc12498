/** Raises alerts of grave cases, and of people who are vulnerable, that wait past their time. The clock finds them, so nothing is forgotten while the program was away. */

import { lateGraveCases } from '../storage/alertWork.ts';
import type { Storage } from '../storage/database.ts';
import { lastSequence } from '../storage/history.ts';
import { readRota } from '../storage/rota.ts';
import { raiseAlerts } from './raise.ts';
import { recipientsOfCase } from './recipients.ts';
import { teamsOf } from './teams.ts';

/** What was due before that is no news: it stands first in the queue. Milliseconds. */
const lateWithin = 7 * 86_400_000;
const mostAtOnce = 100;

/** Since when what became late is looked for. */
export const lateSince = (now: Date): Date => new Date(now.getTime() - lateWithin);

/** Looks once at an organisation; answers how many cases it found. */
export async function alertLate(storage: Storage, organisationId: number, now: Date): Promise<number> {
  return storage.inOrganisation(organisationId, async (tx) => {
    const cases = await lateGraveCases(tx, organisationId, { since: lateSince(now), now }, mostAtOnce);
    if (cases.length === 0) return 0;
    const house = await readRota(tx, organisationId, now);
    const sequence = await lastSequence(tx, organisationId);
    const teams = await teamsOf(tx, organisationId);
    await raiseAlerts(
      tx,
      { organisationId, now },
      cases.flatMap((one) =>
        recipientsOfCase(one, { house, teams }, now).map((memberId) => ({
          kind: 'grave_late' as const,
          key: one.key,
          memberId,
          caseId: one.id,
          sequence,
        })),
      ),
    );
    return cases.length;
  });
}
