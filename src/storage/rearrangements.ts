/** Conversations that move between cases, with what hangs on them. */
import { sql } from 'kysely';
import type { ClockEvent } from '../domain/clocks.ts';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';

export interface Moved {
  conversations: string[];
  notes: string[];
  replies: string[];
  /** Those that were asked from the case itself; whatever was asked from a post goes with its conversation. */
  followUps: string[];
}

export interface Rearrangement extends Moved {
  id: string;
  kind: 'merge' | 'split';
  fromCase: string;
  intoCase: string;
  at: Date;
  by: string;
  undoneAt: Date | null;
}

/** Whose cases these are and what they are numbered; unknown ones are left out. */
export async function authorsOfCases(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<
  Map<
    string,
    {
      authorId: string;
      identityId: string;
      institutionId: string;
      unitId: string | null;
      number: number;
      tags: string[];
    }
  >
> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('care_case as c')
    .innerJoin('identity as i', (join) =>
      join.onRef('i.organisation_id', '=', 'c.organisation_id').onRef('i.id', '=', 'c.identity_id'),
    )
    .select([
      'c.id',
      'i.author_id as authorId',
      'c.identity_id as identityId',
      'c.institution_id as institutionId',
      'c.number',
      'c.unit_id as unitId',
      'c.tags',
    ])
    .where('c.organisation_id', '=', organisationId)
    .where('c.id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, ...rest }) => [id, { ...rest, number: Number(rest.number) }]));
}

/** The conversations of a case, oldest first, and whose each is. */
export async function conversationsOfCase(
  tx: Tenant,
  organisationId: number,
  caseId: string,
): Promise<{ id: string; identityId: string }[]> {
  return tx
    .selectFrom('conversation')
    .select(['id', 'identity_id as identityId'])
    .where('organisation_id', '=', organisationId)
    .where('case_id', '=', caseId)
    .orderBy('id')
    .execute();
}

/** Moves conversations to a case. */
export async function moveConversations(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
  into: string,
): Promise<void> {
  await sql`
    update conversation set case_id = ${into}::uuid
    where organisation_id = ${organisationId} and id = any(${uuids([...ids])})`.execute(tx);
  await sql`
    update follow_up set case_id = ${into}::uuid
    where organisation_id = ${organisationId} and conversation_id = any(${uuids([...ids])})`.execute(tx);
}

/** Moves all notes, all follow-ups, and all replies but drafts of those who have one there already; answers which moved. */
export async function moveAllThatHangs(
  tx: Tenant,
  organisationId: number,
  from: string,
  into: string,
): Promise<Pick<Moved, 'notes' | 'replies' | 'followUps'>> {
  const notes = await sql<{ id: string }>`
    update note set case_id = ${into}::uuid where organisation_id = ${organisationId} and case_id = ${from}::uuid returning id`.execute(
    tx,
  );
  const followUps = await sql<{ id: string }>`
    update follow_up set case_id = ${into}::uuid where organisation_id = ${organisationId} and case_id = ${from}::uuid returning id`.execute(
    tx,
  );
  const replies = await sql<{ id: string }>`
    update reply as r set case_id = ${into}::uuid
    where r.organisation_id = ${organisationId} and r.case_id = ${from}::uuid and not (r.state = 'draft' and exists (
      select from reply as d where d.organisation_id = ${organisationId} and d.case_id = ${into}::uuid and d.member_id = r.member_id and d.state = 'draft'
    )) returning id`.execute(tx);
  await tx
    .deleteFrom('claim')
    .where('organisation_id', '=', organisationId)
    .where('case_id', '=', from)
    .execute();
  const ids = ({ rows }: { rows: { id: string }[] }) => rows.map(({ id }) => id);
  return { notes: ids(notes), replies: ids(replies), followUps: ids(followUps) };
}

/** Moves the replies that belong to these conversations, drafts left out: they answer what their writer sees in the case. */
export async function moveReplies(
  tx: Tenant,
  organisationId: number,
  conversations: readonly string[],
  into: string,
): Promise<string[]> {
  const moved = await sql<{ id: string }>`
    update reply set case_id = ${into}::uuid
    where organisation_id = ${organisationId} and conversation_id = any(${uuids([...conversations])}) and case_id <> ${into}::uuid and state <> 'draft'
    returning id`.execute(tx);
  return moved.rows.map(({ id }) => id);
}

/** True when any of these conversations, or of these posts' conversations, belongs to another case than that. */
export async function anyMoved(
  tx: Tenant,
  organisationId: number,
  read: Record<'conversations' | 'posts', readonly { id: string; caseId: string | null }[]>,
): Promise<boolean> {
  const ids = (list: readonly { id: string }[]) => uuids(list.map(({ id }) => id));
  const cases = (list: readonly { caseId: string | null }[]) => uuids(list.map(({ caseId }) => caseId));
  const found = await sql<{ moved: boolean }>`
    select exists (
      select from unnest(${ids(read.conversations)}, ${cases(read.conversations)}) as t(id, case_id)
      join conversation as c on c.organisation_id = ${organisationId} and c.id = t.id where c.case_id is distinct from t.case_id
      union all
      select from unnest(${ids(read.posts)}, ${cases(read.posts)}) as t(id, case_id)
      join post as p on p.organisation_id = ${organisationId} and p.id = t.id
      join conversation as c on c.organisation_id = ${organisationId} and c.id = p.conversation_id where c.case_id is distinct from t.case_id
    ) as moved`.execute(tx);
  return found.rows[0]?.moved ?? false;
}

/** Moves exactly these back. */
export async function moveBack(tx: Tenant, organisationId: number, moved: Moved, to: string): Promise<void> {
  await moveConversations(tx, organisationId, moved.conversations, to);
  await sql`
    update note set case_id = ${to}::uuid where organisation_id = ${organisationId} and id = any(${uuids(moved.notes)})`.execute(
    tx,
  );
  await sql`
    update follow_up set case_id = ${to}::uuid where organisation_id = ${organisationId} and id = any(${uuids(moved.followUps)})`.execute(
    tx,
  );
  await sql`
    update reply set case_id = ${to}::uuid
    where organisation_id = ${organisationId} and id = any(${uuids(moved.replies)}) and state <> 'draft'`.execute(
    tx,
  );
  await moveReplies(tx, organisationId, moved.conversations, to);
}

/** Notes what was done to two cases. */
export async function markRearranged(
  tx: Tenant,
  organisationId: number,
  caseId: string,
  mark: { mergedInto: string | null; tags?: readonly string[] },
): Promise<void> {
  await tx
    .updateTable('care_case')
    .set({
      rearranged: true,
      merged_into: mark.mergedInto,
      ...(mark.tags === undefined ? {} : { tags: [...mark.tags] }),
    })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', caseId)
    .execute();
}

/** Writes down what moved, so that it can be undone. */
export async function insertRearrangement(
  tx: Tenant,
  organisationId: number,
  one: Omit<Rearrangement, 'undoneAt'>,
): Promise<void> {
  await tx
    .insertInto('rearrangement')
    .values({
      organisation_id: organisationId,
      id: one.id,
      kind: one.kind,
      from_case: one.fromCase,
      into_case: one.intoCase,
      conversations: one.conversations,
      notes: one.notes,
      replies: one.replies,
      follow_ups: one.followUps,
      at: one.at,
      by: one.by,
    })
    .execute();
}

const selected = (tx: Tenant, organisationId: number) =>
  tx
    .selectFrom('rearrangement')
    .select([
      'id',
      'kind',
      'from_case as fromCase',
      'into_case as intoCase',
      'conversations',
      'notes',
      'replies',
      'follow_ups as followUps',
      'at',
      'by',
      'undone_at as undoneAt',
    ])
    .where('organisation_id', '=', organisationId);

/** One of them; null when unknown. */
export async function findRearrangement(
  tx: Tenant,
  organisationId: number,
  id: string,
): Promise<Rearrangement | null> {
  return (await selected(tx, organisationId).where('id', '=', id).forUpdate().executeTakeFirst()) ?? null;
}

/** What was done to a case and stands, latest first. */
export async function rearrangementsOf(
  tx: Tenant,
  organisationId: number,
  caseId: string,
): Promise<Rearrangement[]> {
  return selected(tx, organisationId)
    .where((e) => e.or([e('from_case', '=', caseId), e('into_case', '=', caseId)]))
    .where('undone_at', 'is', null)
    .orderBy('at', 'desc')
    .limit(50)
    .execute();
}

export async function markUndone(
  tx: Tenant,
  organisationId: number,
  id: string,
  by: { memberId: string; at: Date },
): Promise<void> {
  await tx
    .updateTable('rearrangement')
    .set({ undone_at: by.at, undone_by: by.memberId })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .execute();
}

/** A case whose facts moved this one too, in a stretch of time. */
export interface Together {
  caseId: string;
  since: Date | null;
}

/** What moves the clocks of a case: its standing posts, members' words about it, and about the case with which it was one. */
export async function eventsOfCase(
  tx: Tenant,
  organisationId: number,
  caseId: string,
  together: Together | null,
): Promise<ClockEvent[]> {
  const found = await sql<ClockEvent>`
    select case p.direction when 'inbound' then 'inbound' else 'answer' end as kind, p.at
    from conversation as c
    join post as p on p.organisation_id = ${organisationId} and p.conversation_id = c.id
    where c.organisation_id = ${organisationId} and c.case_id = ${caseId}::uuid and p.deleted_at is null
      and not p.automatic and p.bounced_at is null
    union all
    select case h.action when 'case_resolved' then 'resolved' else 'reopened' end, h.at
    from history as h
    where h.organisation_id = ${organisationId} and (h.action = 'case_resolved' or h.action = 'case_reopened' and h.actor_id is not null)
      and (h.case_id = ${caseId}::uuid or h.case_id = ${together?.caseId ?? null}::uuid and h.at >= ${together?.since ?? new Date(0)}::timestamptz)
    order by 2`.execute(tx);
  return found.rows;
}
