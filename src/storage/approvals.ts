/** Approvals: what was asked about a reply, and what became of it. */
import { sql } from 'kysely';
import type { HistoryAction } from '../domain/history.ts';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';

export type ApprovalState = 'waiting' | 'approved' | 'sent_back' | 'taken_back';

export interface StoredApproval {
  id: string;
  replyId: string;
  /** Null: its writer asked, and no policy. */
  policyId: string | null;
  /** Whose own account it would leave from: only they say yes. */
  ownerId: string | null;
  askedAt: Date;
  askedBy: string;
  askedOn: number;
  state: ApprovalState;
  decidedAt: Date | null;
  decidedBy: string | null;
  decidedByName: string | null;
  /** Null where nobody changed it, and after an erasure. */
  written: string | null;
  reason: string | null;
}

const selectApprovals = (tx: Tenant, organisationId: number) =>
  tx
    .selectFrom('approval as a')
    .leftJoin('member as m', (join) =>
      join.onRef('m.organisation_id', '=', 'a.organisation_id').onRef('m.id', '=', 'a.decided_by'),
    )
    .select([
      'a.id',
      'a.reply_id as replyId',
      'a.policy_id as policyId',
      'a.owner_id as ownerId',
      'a.asked_at as askedAt',
      'a.asked_by as askedBy',
    ])
    .select(['a.asked_on as askedOn', 'a.state', 'a.decided_at as decidedAt', 'a.decided_by as decidedBy'])
    .select(['m.name as decidedByName', 'a.written', 'a.reason'])
    .where('a.organisation_id', '=', organisationId);

/** All that was ever asked about these replies, oldest first. */
export async function approvalsOf(
  tx: Tenant,
  organisationId: number,
  replyIds: readonly string[],
): Promise<StoredApproval[]> {
  if (replyIds.length === 0) return [];
  return selectApprovals(tx, organisationId)
    .where('a.reply_id', 'in', [...replyIds])
    .orderBy('a.asked_at')
    .orderBy('a.id')
    .execute();
}

/** The replies that wait for approval, the longest first, at most so many. */
export async function repliesWaiting(tx: Tenant, organisationId: number, most: number): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select reply_id as id from approval where organisation_id = ${organisationId} and state = 'waiting'
    group by reply_id order by min(asked_at), reply_id limit ${most}`.execute(tx);
  return found.rows.map(({ id }) => id);
}

/** A member's own replies that were sent back and are still drafts. */
export async function repliesSentBack(
  tx: Tenant,
  organisationId: number,
  memberId: string,
): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select r.id from reply as r where r.organisation_id = ${organisationId} and r.member_id = ${memberId}::uuid and r.state = 'draft'
      and exists (select from approval as a where a.organisation_id = ${organisationId} and a.reply_id = r.id and a.state = 'sent_back')
    order by r.state_at desc limit 100`.execute(tx);
  return found.rows.map(({ id }) => id);
}

/** Asks, once for each policy. */
export async function askApprovals(
  tx: Tenant,
  organisationId: number,
  asked: {
    asks: readonly { id: string; policyId: string | null; ownerId: string | null }[];
    replyId: string;
    on: number;
  },
  by: { memberId: string; at: Date },
): Promise<void> {
  await sql`
    insert into approval (organisation_id, id, reply_id, policy_id, owner_id, asked_at, asked_by, asked_on, state)
    select ${organisationId}::integer, t.id, ${asked.replyId}::uuid, t.policy_id, t.owner_id, ${by.at}::timestamptz, ${by.memberId}::uuid, ${asked.on}::bigint, 'waiting'
    from unnest(${uuids(asked.asks.map(({ id }) => id))}, ${uuids(asked.asks.map(({ policyId }) => policyId))},
      ${uuids(asked.asks.map(({ ownerId }) => ownerId))}) as t(id, policy_id, owner_id)`.execute(tx);
}

/** Decides what waits: those of these ids. `written`: what its writer had written, where it was changed. */
export async function decideApprovals(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
  decided: { state: Exclude<ApprovalState, 'waiting'>; reason?: string; written?: string | null },
  by: { memberId: string; at: Date },
): Promise<void> {
  await sql`
    update approval set state = ${decided.state}, decided_at = ${by.at}, decided_by = ${by.memberId}, reason = ${decided.reason ?? null},
      written = coalesce(${decided.written ?? null}, written)
    where organisation_id = ${organisationId} and id = any(${uuids([...ids])}) and state = 'waiting'`.execute(
    tx,
  );
}

/** What happened to a case. */
export interface Move {
  action: HistoryAction;
  sequence: number;
  at: Date;
  by: string | null;
}

/** What happened to a case after a fact, oldest first: of these actions and by nobody of `butBy`, at most fifty. */
export async function movesOfCase(
  tx: Tenant,
  organisationId: number,
  wanted: { caseId: string; after: number; actions: readonly HistoryAction[]; butBy: readonly string[] },
): Promise<Move[]> {
  const found = await sql<Move>`
    select h.action, h.sequence, h.at, m.name as by from history as h
    left join member as m on m.organisation_id = ${organisationId} and m.id = h.actor_id
    where h.organisation_id = ${organisationId} and h.case_id = ${wanted.caseId}::uuid and h.sequence > ${wanted.after}
      and h.action = any(${[...wanted.actions]}::text[]) and (h.actor_id is null or h.actor_id <> all(${[...wanted.butBy]}::uuid[]))
    order by h.sequence limit 50`.execute(tx);
  return found.rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
}

/** True where this member said yes to these words of a reply that leaves from their own account. */
export async function ownerSaidYes(
  tx: Tenant,
  organisationId: number,
  { replyId, ownerId }: { replyId: string; ownerId: string },
): Promise<boolean> {
  const last = await tx
    .selectFrom('approval')
    .select('state')
    .where('organisation_id', '=', organisationId)
    .where('reply_id', '=', replyId)
    .where('owner_id', '=', ownerId)
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.state === 'approved';
}
