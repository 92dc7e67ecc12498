/** Raises alerts of suspected incidents: what so many authors say that it stands on the front row. The clock finds them; each is told once, whatever is written on and whichever case stands for it. */
import { isSuspectedIncident, looksFor, needsSettings } from '../domain/needsYou.ts';
import type { Storage } from '../storage/database.ts';
import { readNeedsSettings } from '../storage/frontNeeds.ts';
import { lastSequence } from '../storage/history.ts';
import { readRota } from '../storage/rota.ts';
import { saidWithin, untoldByMany } from '../storage/saidByMany.ts';
import { raiseAlerts } from './raise.ts';
import { recipientsOfIncident } from './recipients.ts';
import { teamsOf } from './teams.ts';

/** Looks once at an organisation; answers how many suspected incidents nobody had been told of. */
export async function alertIncidents(storage: Storage, organisationId: number, now: Date): Promise<number> {
  return storage.inOrganisation(organisationId, async (tx) => {
    const settings = needsSettings(await readNeedsSettings(tx, organisationId));
    if (!looksFor('incident', settings)) return 0;
    // No more authors than posts: what cannot be one is not counted every two seconds.
    const from = { since: saidWithin(now), posts: settings.incidentAuthors };
    const said = await untoldByMany(tx, organisationId, from);
    const suspected = said.filter((one) => isSuspectedIncident(one, settings));
    if (suspected.length === 0) return 0;
    const house = await readRota(tx, organisationId, now);
    const sequence = await lastSequence(tx, organisationId);
    const teams = await teamsOf(tx, organisationId);
    await raiseAlerts(
      tx,
      { organisationId, now },
      suspected.flatMap((one) =>
        recipientsOfIncident(one, { house, teams }, now).map((memberId) => ({
          kind: 'incident' as const,
          key: one.campaignId,
          memberId,
          caseId: one.id,
          sequence,
        })),
      ),
    );
    return suspected.length;
  });
}
