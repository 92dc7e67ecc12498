import { whoAnswers } from '../../domain/rota.ts';
import type { CaseFacts } from '../../storage/cases.ts';
import type { Tenant } from '../../storage/database.ts';
import { readRota } from '../../storage/rota.ts';
import { openThreats, threatAnswerers } from '../../storage/threatAnswerers.ts';

/**
 * Who is given a case with a threat: of the members who are trained for it and on duty, or stand in for one who is not, the one with the fewest such cases. Where nobody of
 * them is on duty the one with the fewest gets it all the same: it must be somebody's. Null where nobody is trained.
 */
async function threatAnswerer(tx: Tenant, organisationId: number, now: Date): Promise<string | null> {
  const trained = await threatAnswerers(tx, organisationId);
  if (trained.length === 0) return null;
  const rota = await readRota(tx, organisationId, now);
  const onDuty = whoAnswers(trained, rota, now).map(({ memberId }) => memberId);
  const asked = onDuty.length > 0 ? onDuty : trained;
  const busy = await openThreats(tx, organisationId, asked);
  return asked.reduce((best, one) => ((busy.get(one) ?? 0) < (busy.get(best) ?? 0) ? one : best));
}

/** A case as it is after what was found or said: where a threat is new in it, it is as grave as can be and with whoever is trained for it. */
export async function handThreat(
  tx: Tenant,
  { organisationId, now }: { organisationId: number; now: Date },
  before: CaseFacts,
  after: CaseFacts,
): Promise<CaseFacts> {
  if (after.threat === null || before.threat !== null) return after;
  const answerer = await threatAnswerer(tx, organisationId, now);
  return { ...after, severity: 4, ownerId: answerer ?? after.ownerId };
}
