import { nextReminderAt, reminderDue } from '../../domain/commitment.ts';
import { absenceOf, standInFor } from '../../domain/rota.ts';
import { superiorsOf } from '../../domain/superiors.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import { failureOf } from '../../storage/failures.ts';
import { keepReminder, remindersSent, remindNextAt } from '../../storage/reminders.ts';
import { type RotaMember, readRota } from '../../storage/rota.ts';
import { lockedCase, saveDecided } from '../acting.ts';
import { lockedCommitment } from './changeCommitment.ts';

/** What cannot be reminded of now is tried again then: it holds up nobody else's. */
const laterMilliseconds = 3_600_000;

/**
 * Sends the reminder of a commitment that is due now, if there is one, and says when the next is looked at. Sent once, whoever else looks at the same moment: everything is written in one
 * transaction under the lock of the commitment. Answers whether one was sent.
 */
export async function remindOf(
  storage: Storage,
  { organisationId, id }: { organisationId: number; id: string },
  now: Date,
  unreminded: (error: unknown) => void,
): Promise<boolean> {
  try {
    return await storage.inOrganisation(organisationId, (tx) => remind(tx, organisationId, id, now));
  } catch (error) {
    // A database that is away, and two who wait for each other, are met again at the next round.
    const failure = failureOf(error);
    if (failure === 'retry' || failure === 'away') throw error;
    unreminded(error);
    const at = new Date(now.getTime() + laterMilliseconds);
    await storage.inOrganisation(organisationId, (tx) => remindNextAt(tx, organisationId, id, { at, now }));
    return false;
  }
}

async function remind(tx: Tenant, organisationId: number, id: string, now: Date): Promise<boolean> {
  const stored = await lockedCommitment(tx, { organisationId }, id);
  const { commitment } = stored;
  const next = nextReminderAt(commitment, now);
  if (next === null) return false;
  const due = reminderDue(commitment, now, await remindersSent(tx, organisationId, id));
  await remindNextAt(tx, organisationId, id, { at: next, now });
  if (due === null) return false;
  const to = recipients(await readRota(tx, organisationId, now), stored.ownerId, due.up, now);
  const { ownerId } = stored;
  const { dueAt } = commitment;
  await keepReminder(tx, organisationId, { commitmentId: id, key: due.key, at: now, dueAt, ownerId, to });
  const facts = await lockedCase(tx, organisationId, stored.caseId ?? '');
  const particulars = { up: due.up, members: to.length };
  await saveDecided(
    tx,
    { organisationId, memberId: null, now },
    { facts, action: 'commitment_reminded', subjectId: id, particulars },
  );
  return true;
}

/**
 * The owner, whoever stands in for them while they are away, and so many superiors from the nearest up, as far as they are here. A promise whose owner left goes to their nearest superior who is
 * here; where there is none, to the admins: nobody's promise is forgotten.
 */
export function recipients(
  rota: ReadonlyMap<string, RotaMember>,
  ownerId: string,
  up: number,
  now: Date,
): string[] {
  const isHere = (id: string) => rota.get(id)?.here === true;
  const owner = rota.get(ownerId);
  const isAway = owner?.here === true && absenceOf(owner, now) !== null;
  const standIn = isAway ? standInFor(rota, ownerId, now) : null;
  const above = superiorsOf(new Map([...rota].map(([id, one]) => [id, one.superiorId])), ownerId);
  const wanted = [ownerId, ...(standIn === null ? [] : [standIn]), ...above.slice(0, up)].filter(isHere);
  if (wanted.length > 0) return [...new Set(wanted)];
  const nearest = above.find(isHere);
  if (nearest !== undefined) return [nearest];
  const admins = [...rota.values()].filter(({ here, role }) => here && role === 'admin');
  return admins.length > 0 ? admins.map(({ id }) => id) : [ownerId];
}
