/** What the morning's digest is made of. Reads only. */
import { sql } from 'kysely';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import { sequenceBefore } from './ruleWork.ts';

export interface DigestFacts {
  organisation: string;
  /** Between the two instants. */
  heard: number;
  answered: number;
  /** Now. */
  waiting: number;
  graveLate: number;
  ownWaiting: number;
  approvals: number;
  alerts: number;
  /** Promises of the member that are due before the end, the earliest first. */
  promises: { what: string; caseId: string; dueAt: Date }[];
  /** What somebody said for whom the member works, or of the member; null where nobody did. */
  praise: { words: string; caseId: string } | null;
}

export interface DigestAsked {
  memberId: string;
  teamIds: readonly string[];
  /** Replies that wait for this member's yes. */
  approvals: number;
  from: Date;
  to: Date;
  /** The end of the member's day. */
  end: Date;
  now: Date;
}

const mostPromises = 5;
const praiseSince = 7 * 86_400_000;

/** The figures, from the history and from how cases stand. */
export async function digestFacts(
  tx: Tenant,
  organisationId: number,
  asked: DigestAsked,
): Promise<DigestFacts> {
  const { memberId, from, to, end, now } = asked;
  const [first, last] = await Promise.all([
    sequenceBefore(tx, organisationId, from),
    sequenceBefore(tx, organisationId, to),
  ]);
  const counted = await sql<Omit<DigestFacts, 'promises' | 'praise' | 'approvals'>>`
    select o.name as organisation, h.heard, h.answered, k.waiting, k."graveLate", k."ownWaiting", (
      select count(*)::integer from alert as a where a.organisation_id = ${organisationId} and a.member_id = ${memberId}::uuid
        and a.acknowledged_at is null and a.kind not in ('digest', 'spreading')
    ) as alerts
    from organisation as o
    cross join lateral (
      select (count(*) filter (where action in ('case_opened', 'post_heard')))::integer as heard,
        (count(*) filter (where action in ('reply_sent', 'answer_heard')))::integer as answered
      from history where organisation_id = ${organisationId} and sequence > ${first} and sequence <= ${last}
        and action in ('case_opened', 'post_heard', 'reply_sent', 'answer_heard')
    ) as h
    cross join lateral (
      select count(*)::integer as waiting,
        (count(*) filter (where (tier < 2 or vulnerable) and due_at <= ${now}))::integer as "graveLate",
        (count(*) filter (where owner_id = ${memberId}::uuid))::integer as "ownWaiting"
      from care_case where organisation_id = ${organisationId} and due_at is not null
    ) as k
    where o.id = ${organisationId}`.execute(tx);
  const [row] = counted.rows;
  if (row === undefined) throw new Error(`organisation ${organisationId} is gone`);
  return {
    ...row,
    approvals: asked.approvals,
    promises: await promisesDue(tx, organisationId, memberId, end),
    praise: await latestPraise(tx, organisationId, asked),
  };
}

async function promisesDue(
  tx: Tenant,
  organisationId: number,
  memberId: string,
  end: Date,
): Promise<DigestFacts['promises']> {
  const found = await sql<{ what: string; caseId: string; dueAt: Date }>`
    select coalesce(c.what, '') as what, v.case_id as "caseId", c.due_at as "dueAt" from commitment as c
    join conversation as v on v.organisation_id = ${organisationId} and v.id = c.conversation_id
    where c.organisation_id = ${organisationId} and c.owner_id = ${memberId}::uuid and c.state = 'open' and c.due_at < ${end}
    order by c.due_at limit ${sql.lit(mostPromises)}`.execute(tx);
  return found.rows;
}

/** Of the member's own first, then of their teams', then of anybody's. Words of an author who is protected stay inside. */
async function latestPraise(
  tx: Tenant,
  organisationId: number,
  { memberId, teamIds, now }: DigestAsked,
): Promise<DigestFacts['praise']> {
  const since = new Date(now.getTime() - praiseSince);
  const found = await sql<{ words: string; caseId: string }>`
    select p.text as words, c.case_id as "caseId" from praise as w
    join post as p on p.organisation_id = ${organisationId} and p.id = w.post_id and p.deleted_at is null and p.erased_at is null
    join identity as i on i.organisation_id = ${organisationId} and i.id = p.identity_id and not i.protected
    join conversation as c on c.organisation_id = ${organisationId} and c.id = p.conversation_id
    where w.organisation_id = ${organisationId} and w.at > ${since}
    order by coalesce(w.member_id = ${memberId}::uuid, false) desc, coalesce(w.team_id = any(${uuids([...teamIds])}), false) desc, w.at desc, w.post_id
    limit 1`.execute(tx);
  return found.rows[0] ?? null;
}

/** Replies that wait for approval, with who wrote each and what asks (null: its writer). */
export async function waitingForApproval(
  tx: Tenant,
  organisationId: number,
): Promise<{ replyId: string; writerId: string; policyId: string | null; ownerId: string | null }[]> {
  const found = await sql<{
    replyId: string;
    writerId: string;
    policyId: string | null;
    ownerId: string | null;
  }>`
    select r.id as "replyId", r.member_id as "writerId", a.policy_id as "policyId", a.owner_id as "ownerId" from approval as a
    join reply as r on r.organisation_id = ${organisationId} and r.id = a.reply_id
    where a.organisation_id = ${organisationId} and a.state = 'waiting' limit 1000`.execute(tx);
  return found.rows;
}
