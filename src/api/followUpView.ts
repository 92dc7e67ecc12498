import { type People, sidesOf } from '../desk/followUps/sides.ts';
import { isDueSoon, isOverdue } from '../domain/followUp.ts';
import type { StoredFollowUp } from '../storage/followUps.ts';
import type { FollowUpView } from './contract.ts';
import { instantOf } from './views.ts';

/** A follow-up as this member sees it now. */
export function followUpView(
  { followUp, acts, history: _, ...stored }: StoredFollowUp,
  { people, memberId, now }: { people: People; memberId: string; now: Date },
): FollowUpView {
  const { state, askedAt, dueAt, turnAt, endedAt, lateSince } = followUp;
  return {
    ...stored,
    state,
    askedAt: askedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    overdue: isOverdue(followUp, now),
    dueSoon: isDueSoon(followUp, now),
    since: turnAt.toISOString(),
    endedAt: instantOf(endedAt),
    lateSince: instantOf(lateSince),
    acts: acts.map((act) => ({ ...act, at: act.at.toISOString(), dueAt: instantOf(act.dueAt) })),
    ...sidesOf(people, stored, memberId, now),
  };
}
