/** Ends a call for complaints, by a member or by its time, and reminds of its report until it is there: nothing ends in silence. */
import {
  endOf,
  gathersUntil,
  isUnsent,
  leavesWithin,
  nextCallReminder,
  remindersByNow,
} from '../../domain/complaintCall.ts';
import { announcementsOfCall } from '../../storage/announcements.ts';
import {
  type ComplaintCall,
  endCall,
  forgetCallForms,
  keepCallWatch,
  lockCall,
  tellHashtags,
} from '../../storage/complaintCalls.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import { type Fact, recordFacts } from '../../storage/history.ts';
import type { Acting } from '../acting.ts';
import { withdrawUnsent } from './announceCall.ts';
import { lockedCall, say } from './openCall.ts';

/** Ends it now. What has ended stays as it is. Throws Fault `not_found`. */
export async function endCallNow(acting: Acting, callId: string): Promise<void> {
  const { storage, organisationId, memberId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    const call = await lockedCall(tx, organisationId, callId);
    if (call.endedAt !== null || now >= call.closesAt) return;
    await endCall(tx, organisationId, callId, { at: now, by: memberId });
    await say(tx, acting, 'complaint_call_ended', callId);
    // Whoever opened and ended it knows: their next reminder is the second.
    const ended = { ...call, endedAt: now, reminded: call.member.id === memberId ? 1 : 0 };
    const isLeaving = await withdrawUnsent(tx, { organisationId, callId, memberId, now });
    await keepCallWatch(tx, organisationId, callId, watchOf(ended, isLeaving ? soon(now) : null));
  });
}

/** What is leaving at the end is looked at again. */
export const soon = (now: Date): Date => new Date(now.getTime() + leavesWithin);

/** When it is looked at next: `again`, its end, the next reminder, the end of listening, whichever comes first. */
export function watchOf(
  call: Pick<ComplaintCall, 'openedAt' | 'closesAt' | 'endedAt' | 'reminded' | 'reported' | 'hears'>,
  again: Date | null = null,
): { reminded: number; hears: boolean; lookAt: Date | null } {
  const { endedAt, reminded, reported, hears } = call;
  const due = [
    ...(again === null ? [] : [again]),
    ...(endedAt === null ? [endOf(call)] : []),
    ...(endedAt !== null && !reported ? [nextCallReminder(call, reminded)] : []),
    ...(hears ? [gathersUntil(call)] : []),
  ];
  const [first] = due.sort((a, b) => a.getTime() - b.getTime());
  return { reminded, hears, lookAt: first ?? null };
}

/**
 * Does what is due of a call now: ends it at its time, reminds of the report, stops listening. Everything is written in one transaction under the call's lock: whoever looks twice does it once.
 * Answers what was done.
 */
export async function lookAtCall(
  storage: Storage,
  { organisationId, id }: { organisationId: number; id: string },
  now: Date,
): Promise<Fact['action'][]> {
  return storage.inOrganisation(organisationId, async (tx) => {
    const before = await lockCall(tx, organisationId, id);
    if (before === null) return [];
    const call = { ...before };
    const did: Fact['action'][] = [];
    if (call.endedAt === null && now >= call.closesAt) {
      call.endedAt = call.closesAt;
      await endCall(tx, organisationId, id, { at: call.closesAt, by: null });
      did.push('complaint_call_ended');
    }
    const due = call.reported ? call.reminded : Math.max(call.reminded, remindersByNow(call, now));
    if (due > call.reminded) did.push('complaint_call_report_due');
    call.reminded = due;
    call.hears = call.hears && now <= gathersUntil(call);
    let isLeaving: boolean;
    if (call.endedAt === null) {
      const states = (await announcementsOfCall(tx, organisationId, id)).map(({ state }) => state);
      if (isUnsent(states)) did.push('complaint_call_unsent');
      isLeaving = states.some((state) => state === 'queued' || state === 'sending' || state === 'later');
      // Who was told looks at it; it is not said again every ten minutes.
      isLeaving &&= !isUnsent(states);
    } else isLeaving = await withdrawUnsent(tx, { organisationId, callId: id, memberId: null, now });
    await keepCallWatch(tx, organisationId, id, watchOf(call, isLeaving ? soon(now) : null));
    await tellWhatWasDone(tx, before, did, now);
    if (before.hears && !call.hears) await stopHearing(tx, before);
    return did;
  });
}

async function stopHearing(tx: Tenant, { organisationId, id }: ComplaintCall): Promise<void> {
  await forgetCallForms(tx, organisationId, id);
  await tellHashtags(tx, organisationId);
}

async function tellWhatWasDone(
  tx: Tenant,
  { organisationId, id }: ComplaintCall,
  did: readonly Fact['action'][],
  now: Date,
): Promise<void> {
  const facts = did.map((action) => ({ actorId: null, action, caseId: null, subjectId: id }));
  if (facts.length > 0) await recordFacts(tx, organisationId, facts, now);
}
