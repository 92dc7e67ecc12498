/** What was asked about replies, as the API shows it. */
import { approversOfApproval, readApprovers } from '../desk/replies/asking.ts';
import { whenWords } from '../domain/policy.ts';
import { approvalsOf, repliesSentBack, repliesWaiting, type StoredApproval } from '../storage/approvals.ts';
import { casesById } from '../storage/caseReads.ts';
import type { Tenant } from '../storage/database.ts';
import { memberNames } from '../storage/members.ts';
import { type KeptPolicy, policiesById } from '../storage/policies.ts';
import { repliesById, type StoredReply } from '../storage/replies.ts';
import { caseRow, replyView } from './caseViews.ts';
import type { ApprovalRow, ApprovalsView, AskView } from './contract.ts';

/** Waiting replies that a list reads; where more wait, the longest waiting first. */
const mostWaiting = 500;

interface Asked {
  view: AskView;
  approverIds: readonly string[];
}

/** What was asked about each of these replies, oldest first. */
export async function asksOf(
  tx: Tenant,
  organisationId: number,
  replies: readonly StoredReply[],
  now: Date,
): Promise<Map<string, Asked[]>> {
  const all = await approvalsOf(
    tx,
    organisationId,
    replies.map(({ id }) => id),
  );
  if (all.length === 0) return new Map();
  const policies = await policiesById(
    tx,
    organisationId,
    all.flatMap(({ policyId }) => policyId ?? []),
  );
  const writers = new Map(replies.map(({ id, memberId }) => [id, memberId]));
  const members = await readApprovers(tx, organisationId, now);
  const approversOf = (one: StoredApproval) =>
    one.state === 'waiting'
      ? approversOfApproval(
          one,
          policies.get(one.policyId ?? ''),
          writers.get(one.replyId) ?? '',
          members,
          now,
        )
      : [];
  const asked = all.map((one) => ({ one, approverIds: approversOf(one) }));
  const names = await memberNames(
    tx,
    organisationId,
    asked.flatMap(({ approverIds }) => approverIds),
  );
  return Map.groupBy(
    asked.map(({ one, approverIds }) => ({
      replyId: one.replyId,
      approverIds,
      view: askView(one, policies.get(one.policyId ?? ''), approverIds, names),
    })),
    ({ replyId }) => replyId,
  );
}

function askView(
  one: StoredApproval,
  policy: KeptPolicy | undefined,
  approverIds: readonly string[],
  names: ReadonlyMap<string, string>,
): AskView {
  return {
    policy: policy?.name ?? null,
    ownAccount: one.ownerId !== null,
    when: policy === undefined ? null : whenWords(policy),
    state: one.state,
    approvers: approverIds.map((id) => ({ id, name: names.get(id) ?? '' })),
    by: one.decidedBy === null ? null : { id: one.decidedBy, name: one.decidedByName ?? '' },
    at: (one.decidedAt ?? one.askedAt).toISOString(),
    reason: one.reason,
    written: one.written,
  };
}

/** What waits for a member's yes, the longest waiting first, and their own answers that wait or were sent back. */
export async function approvalsView(
  tx: Tenant,
  organisationId: number,
  memberId: string,
  now: Date,
): Promise<ApprovalsView> {
  const waiting = await repliesWaiting(tx, organisationId, mostWaiting);
  const sentBack = await repliesSentBack(tx, organisationId, memberId);
  const ids = [...waiting, ...sentBack];
  const replies = await repliesById(tx, organisationId, ids);
  const asks = await asksOf(tx, organisationId, [...replies.values()], now);
  const cases = await casesById(tx, organisationId, [
    ...new Set([...replies.values()].flatMap(({ caseId }) => caseId ?? [])),
  ]);
  const rows = new Map(cases.map((one) => [one.id, caseRow(one, now)]));
  const rowOf = (id: string): ApprovalRow[] => {
    const reply = replies.get(id);
    const row = rows.get(reply?.caseId ?? '');
    if (reply === undefined || row === undefined) return [];
    return [{ row, reply: replyView(reply), asks: (asks.get(id) ?? []).map(({ view }) => view) }];
  };
  const mayDecide = (id: string) =>
    (asks.get(id) ?? []).some(({ approverIds }) => approverIds.includes(memberId));
  return {
    toApprove: waiting.filter(mayDecide).flatMap(rowOf),
    own: ids.filter((id) => replies.get(id)?.memberId === memberId).flatMap(rowOf),
  };
}
