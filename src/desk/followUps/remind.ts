import { type FollowUpReminder, followUpReminderDue, nextFollowUpReminderAt } from '../../domain/followUp.ts';
import { recipients } from '../../domain/promiseRecipients.ts';
import { may } from '../../domain/rights.ts';
import { whoAnswers } from '../../domain/rota.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import { failureOf } from '../../storage/failures.ts';
import {
  followUpRemindersSent,
  keepFollowUpReminder,
  remindOfFollowUpAt,
} from '../../storage/followUpReminders.ts';
import { caseOf, lockedFollowUp } from './changeFollowUp.ts';
import { type Between, insteadOfAsker, isTheirs, type People, readPeople } from './sides.ts';
import { tellFollowUp } from './tellFollowUp.ts';

/** What cannot be reminded of now is tried again then: it holds up nobody else's. */
const laterMilliseconds = 3_600_000;

/**
 * Sends the reminder of a follow-up that is due now, if there is one, and says when the next is looked at. Sent once, whoever else looks at the same moment: everything is written in one
 * transaction under the lock of the follow-up. Answers whether one was sent.
 */
export async function remindOfFollowUp(
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
    await storage.inOrganisation(organisationId, (tx) =>
      remindOfFollowUpAt(tx, organisationId, id, { at, now }),
    );
    return false;
  }
}

async function remind(tx: Tenant, organisationId: number, id: string, now: Date): Promise<boolean> {
  const stored = await lockedFollowUp(tx, organisationId, id);
  const { followUp } = stored;
  const next = nextFollowUpReminderAt(followUp, now);
  if (next === null) return false;
  const due = followUpReminderDue(followUp, now, await followUpRemindersSent(tx, organisationId, id));
  await remindOfFollowUpAt(tx, organisationId, id, { at: next, now });
  if (due === null) return false;
  const people = await readPeople(tx, organisationId, now);
  const to = whoIsTold(people, stored, due, now);
  const { key, up, waitsFor } = due;
  await keepFollowUpReminder(tx, organisationId, {
    followUpId: id,
    key,
    turn: followUp.turn,
    dueAt: followUp.dueAt,
    at: now,
    to,
    broughtTo: to.filter((memberId) => !isTheirs(people, stored, { memberId, waitsFor }, now)),
  });
  const particulars = { up, members: to.length };
  await tellFollowUp(
    tx,
    { organisationId, memberId: null, now },
    { caseId: caseOf(stored), action: 'follow_up_reminded', subjectId: id, particulars },
  );
  return true;
}

/**
 * Whom it waits for, whoever stands in for them while they are away, and so many superiors as the reminder says; whoever asked, too, where it says so or nobody else is
 * there: of a team in which nobody may report, or one that is not in use any more. Of such a team it goes up from whoever asked. Instead of an asker who cannot decide any more those hear, too, who can.
 */
export function whoIsTold(
  people: People,
  between: Between,
  due: Pick<FollowUpReminder, 'waitsFor' | 'asker' | 'up'>,
  now: Date,
): string[] {
  const { rota, teams } = people;
  const { asker, member, team } = between;
  const mayReport = (id: string) => {
    const one = rota.get(id);
    return one !== undefined && may(one.role, 'replies.draft');
  };
  const ofTeam = () => {
    const all = (teams.get(team?.id ?? '') ?? []).filter((id) => id !== asker.id && mayReport(id));
    const answering = whoAnswers(all, rota, now).map(({ memberId }) => memberId);
    return answering.length > 0 ? answering : all;
  };
  const waiting = due.waitsFor === 'asker' ? [asker.id] : member === null ? ofTeam() : [member.id];
  const told = waiting.flatMap((id) => recipients(rota, id, due.up, now));
  const upFromAsker = told.length === 0 ? due.up : 0;
  const ofAsker = due.asker || told.length === 0 ? recipients(rota, asker.id, upFromAsker, now) : [];
  const instead = due.waitsFor === 'asker' || ofAsker.length > 0 ? insteadOfAsker(people, between, now) : [];
  return [...new Set([...told, ...ofAsker, ...instead])];
}
