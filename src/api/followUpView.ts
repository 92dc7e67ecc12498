import type { Reader } from '../desk/followUps/mayRead.ts';
import { type People, sidesOf } from '../desk/followUps/sides.ts';
import { isDueSoon, isOverdue } from '../domain/followUp.ts';
import { mayBy } from '../domain/rights.ts';
import type { AttachedFile } from '../storage/followUpFiles.ts';
import type { StoredFollowUp, StoredSubject } from '../storage/followUps.ts';
import type { Membership } from '../storage/members.ts';
import type { FollowUpFileView, FollowUpView } from './contract.ts';
import { instantOf } from './views.ts';

/** Who asks, as what stands between a few is read. */
export const readerOf = (member: Membership, people: People, now: Date): Reader => ({
  people,
  memberId: member.memberId,
  now,
  readsAll: mayBy(member, 'followUps.read'),
  byKey: member.keyId !== null,
});

/** A file with where it is handed out. */
export const followUpFileView = (file: AttachedFile): FollowUpFileView => ({
  ...file,
  address: `/api/media/${file.id}`,
});

function aboutView(about: StoredSubject): FollowUpView['about'] {
  if (about.kind !== 'author') return about;
  const { identityId: _, ...shown } = about;
  return shown;
}

/** A follow-up as this member sees it now. */
export function followUpView(
  { followUp, acts, history: _, ...rest }: StoredFollowUp,
  { people, memberId, now }: { people: People; memberId: string; now: Date },
): FollowUpView {
  const stored = { ...rest, about: aboutView(rest.about) };
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
    acts: acts.map((act) => ({
      ...act,
      at: act.at.toISOString(),
      dueAt: instantOf(act.dueAt),
      files: act.files.map(followUpFileView),
    })),
    ...sidesOf(people, stored, memberId, now),
  };
}
