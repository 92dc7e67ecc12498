import { nextReminderAt, reminderDue } from '../../domain/commitment.ts';
import { recipients } from '../../domain/promiseRecipients.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import { failureOf } from '../../storage/failures.ts';
import { keepReminder, remindersSent, remindNextAt } from '../../storage/reminders.ts';
import { readRota } from '../../storage/rota.ts';
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
