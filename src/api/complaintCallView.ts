import type { Channel } from '../channels/channel.ts';
import type { Ledger } from '../domain/commitment.ts';
import { callState } from '../domain/complaintCall.ts';
import type { CallCounts } from '../domain/complaintCallCounts.ts';
import type { Network } from '../domain/network.ts';
import type { StoredAnnouncement } from '../storage/announcements.ts';
import type { CallPostRow } from '../storage/callPostReads.ts';
import type { CallReport, ComplaintCall } from '../storage/complaintCalls.ts';
import { announcementView } from './caseViews.ts';
import type { CallDetail, CallPostsPage, CallReportView, CallView } from './contract.ts';

/** A call as its list shows it. */
export function callView(call: ComplaintCall, now: Date): CallView {
  const { id, question, hashtag, page, slug, timeZone, member, signed, form } = call;
  const state = callState(call, now);
  const ended = call.endedAt ?? (state === 'open' ? null : call.closesAt);
  return {
    id,
    institution: { id: call.institutionId, name: call.institution },
    question,
    hashtag,
    page: `/calls/${page}/${slug}`,
    openedAt: call.openedAt.toISOString(),
    closesAt: call.closesAt.toISOString(),
    endedAt: ended?.toISOString() ?? null,
    state,
    timeZone,
    member,
    signed,
    form,
  };
}

/** What was heard, announced and reported of it. */
export interface CallParts {
  counts: CallCounts;
  promises: Ledger;
  announcements: readonly StoredAnnouncement[];
  reports: readonly CallReport[];
}

/** A call with all that. */
export function callDetail(
  call: ComplaintCall,
  { counts, promises, announcements, reports }: CallParts,
  { now, channels }: { now: Date; channels: Record<Network, Channel> },
): CallDetail {
  const { made, keptOnTime, keptLate, open, late, broken } = promises;
  return {
    ...callView(call, now),
    counts,
    promises: { made, kept: keptOnTime + keptLate, open, late, broken },
    announcements: announcements.map((one) => announcementView(one, channels)),
    reports: reports.map(reportView),
  };
}

const reportView = ({ publishedAt, ...report }: CallReport): CallReportView => ({
  ...report,
  publishedAt: publishedAt.toISOString(),
});

/** A post of a call. */
export const callPostView = ({
  authorId: _,
  erased,
  text,
  at,
  answeredAt,
  ...row
}: CallPostRow): CallPostsPage['rows'][number] => ({
  ...row,
  text: erased ? null : text,
  at: at.toISOString(),
  answeredAt: answeredAt?.toISOString() ?? null,
});
