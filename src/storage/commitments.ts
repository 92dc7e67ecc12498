/** Promises made to authors: the acts from which each is folded, and the columns that lists need, which repeat what the acts say. */
import { type RawBuilder, sql } from 'kysely';
import { type Commitment, type CommitmentAct, commitmentOf, nextReminderAt } from '../domain/commitment.ts';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';

/** What an answer that is on its way promises, or that its writer says that it promises nothing. */
export type ReplyPromise =
  | { kind: 'made'; what: string; dueAt: Date; ownerId: string }
  | { kind: 'renewed'; commitmentId: string; dueAt: Date }
  | { kind: 'none' };

/** Keeps what the answer promises; a later word of its writer takes the place of the first, and so does that they say nothing of it (null). */
export async function keepReplyPromise(
  tx: Tenant,
  organisationId: number,
  replyId: string,
  promise: ReplyPromise | null,
): Promise<void> {
  if (promise === null) {
    await sql`delete from reply_promise where organisation_id = ${organisationId} and reply_id = ${replyId}::uuid`.execute(
      tx,
    );
    return;
  }
  const made = promise.kind === 'made' ? promise : null;
  const renewed = promise.kind === 'renewed' ? promise : null;
  await sql`
    insert into reply_promise (organisation_id, reply_id, kind, commitment_id, what, owner_id, due_at)
    values (${organisationId}, ${replyId}::uuid, ${promise.kind}, ${renewed?.commitmentId ?? null}::uuid, ${made?.what ?? null},
      ${made?.ownerId ?? null}::uuid, ${made?.dueAt ?? renewed?.dueAt ?? null})
    on conflict (organisation_id, reply_id) do update set kind = excluded.kind, commitment_id = excluded.commitment_id,
      what = excluded.what, owner_id = excluded.owner_id, due_at = excluded.due_at`.execute(tx);
}

/** What an answer promises; null where nobody said anything of it. */
export async function replyPromiseOf(
  tx: Tenant,
  organisationId: number,
  replyId: string,
): Promise<ReplyPromise | null> {
  const found = await sql<{
    kind: ReplyPromise['kind'];
    commitment_id: string | null;
    what: string | null;
    owner_id: string | null;
    due_at: Date | null;
  }>`
    select kind, commitment_id, what, owner_id, due_at from reply_promise
    where organisation_id = ${organisationId} and reply_id = ${replyId}::uuid`.execute(tx);
  const row = found.rows[0];
  if (row === undefined) return null;
  if (row.kind === 'made' && row.due_at !== null && row.owner_id !== null)
    return { kind: 'made', what: row.what ?? '', dueAt: row.due_at, ownerId: row.owner_id };
  if (row.kind === 'renewed' && row.due_at !== null && row.commitment_id !== null)
    return { kind: 'renewed', commitmentId: row.commitment_id, dueAt: row.due_at };
  return { kind: 'none' };
}

export interface NewCommitment {
  id: string;
  conversationId: string;
  /** The answer that made it, or the post in which it was said. */
  replyId: string | null;
  postId: string | null;
  what: string;
  ownerId: string;
  by: string;
  madeAt: Date;
  dueAt: Date;
}

/** False where the answer had made its promise before. */
export async function insertCommitment(
  tx: Tenant,
  organisationId: number,
  { id, conversationId, replyId, postId, what, ownerId, by, madeAt, dueAt }: NewCommitment,
): Promise<boolean> {
  const made: CommitmentAct = { kind: 'made', at: madeAt, dueAt };
  const remindAt = nextReminderAt(commitmentOf([made]), new Date(madeAt.getTime() - 1));
  const done = await sql`
    insert into commitment (organisation_id, id, conversation_id, reply_id, post_id, what, owner_id, made_at, due_at, remind_at)
    values (${organisationId}, ${id}::uuid, ${conversationId}::uuid, ${replyId}::uuid, ${postId}::uuid, ${what}, ${ownerId}::uuid,
      ${madeAt}, ${dueAt}, ${remindAt})
    on conflict (organisation_id, reply_id) where reply_id is not null do nothing`.execute(tx);
  if (done.numAffectedRows !== 1n) return false;
  await insertAct(tx, organisationId, id, 1, { ...made, by, replyId, evidence: null, toMember: null });
  return true;
}

/** An act as it is written down: who did it (null: the author), the answer that told the author, what shows that it was kept or why it will not be. */
export interface WrittenAct {
  by: string | null;
  replyId: string | null;
  evidence: string | null;
  /** The post in which the author said so, and the member who read it. */
  postId?: string;
  readBy?: string;
}

async function insertAct(
  tx: Tenant,
  organisationId: number,
  commitmentId: string,
  number: number,
  act: WrittenAct & {
    kind: CommitmentAct['kind'] | 'given';
    at: Date;
    dueAt?: Date;
    toMember: string | null;
  },
): Promise<void> {
  await sql`
    insert into commitment_act (organisation_id, commitment_id, number, kind, at, due_at, by, to_member, reply_id, evidence, post_id, read_by)
    values (${organisationId}, ${commitmentId}::uuid, ${number}, ${act.kind}, ${act.at}, ${act.dueAt ?? null}, ${act.by}::uuid,
      ${act.toMember}::uuid, ${act.replyId}::uuid, ${act.evidence}, ${act.postId ?? null}::uuid, ${act.readBy ?? null}::uuid)`.execute(
    tx,
  );
}

export interface StoredCommitment {
  id: string;
  conversationId: string;
  caseId: string | null;
  replyId: string | null;
  postId: string | null;
  what: string | null;
  ownerId: string;
  ownerName: string;
  hiddenAt: Date | null;
  /** Its author said so on their private page. */
  hiddenByAuthor: boolean;
  /** Of the act that ended it last. */
  evidence: string | null;
  /** Its acts in their order, and what is folded from them. */
  history: CommitmentAct[];
  commitment: Commitment;
  /** How many acts there are, those that change its owner alone included: the number of the last. */
  acts: number;
}

/** One commitment, locked until the end of the transaction; null where there is none. */
export async function lockCommitment(
  tx: Tenant,
  organisationId: number,
  id: string,
): Promise<StoredCommitment | null> {
  const locked = await sql`
    select from commitment where organisation_id = ${organisationId} and id = ${id}::uuid for update`.execute(
    tx,
  );
  if (locked.rows.length === 0) return null;
  return findCommitment(tx, organisationId, id);
}

/** One commitment; null where there is none. */
export async function findCommitment(
  tx: Tenant,
  organisationId: number,
  id: string,
): Promise<StoredCommitment | null> {
  const [found] = await read(tx, organisationId, sql`c.id = ${id}::uuid`);
  return found ?? null;
}

/** The commitments of a case, the earliest due first. */
export const commitmentsOfCase = (
  tx: Tenant,
  organisationId: number,
  caseId: string,
): Promise<StoredCommitment[]> => read(tx, organisationId, sql`v.case_id = ${caseId}::uuid`);

/** The commitments made in a conversation, the earliest due first. */
export const commitmentsOfConversation = (
  tx: Tenant,
  organisationId: number,
  conversationId: string,
): Promise<StoredCommitment[]> => read(tx, organisationId, sql`c.conversation_id = ${conversationId}::uuid`);

/** Promises of a case that are open, those of answers that are on their way among them. */
const openPromises = (organisationId: number, caseId: RawBuilder<unknown>) => sql`
  select from conversation as said_in
  join commitment as promised on promised.organisation_id = ${organisationId} and promised.conversation_id = said_in.id and promised.state = 'open'
  where said_in.organisation_id = ${organisationId} and said_in.case_id = ${caseId}
  union all
  select from reply as leaving
  join reply_promise as promised on promised.organisation_id = ${organisationId} and promised.reply_id = leaving.id and promised.kind = 'made'
  where leaving.organisation_id = ${organisationId} and leaving.case_id = ${caseId}
    and leaving.state in ('awaiting_approval', 'queued', 'sending', 'later', 'unknown')`;

/** Whether something promised on the case "c" of a query is open. */
export const hasOpenPromise = (organisationId: number) =>
  sql<boolean>`exists (${openPromises(organisationId, sql.ref('c.id'))})`;

/** How much of what was promised on a case is open. */
export async function openPromisesOf(tx: Tenant, organisationId: number, caseId: string): Promise<number> {
  const found = await sql<{ open: number }>`
    select count(*)::integer as open from (${openPromises(organisationId, sql`${caseId}::uuid`)}) as promises`.execute(
    tx,
  );
  return found.rows[0]?.open ?? 0;
}

/** These commitments, by their ids. */
export async function commitmentsById(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<Map<string, StoredCommitment>> {
  const found = await read(tx, organisationId, sql`c.id = any(${uuids([...ids])})`);
  return new Map(found.map((one) => [one.id, one]));
}

/** Everything that nobody has ended and that a member owns, or was reminded of, with the date that holds now, for somebody else; the earliest due first. */
export const openCommitmentsOf = (
  tx: Tenant,
  organisationId: number,
  memberId: string,
): Promise<StoredCommitment[]> =>
  read(
    tx,
    organisationId,
    sql`c.state = 'open' and (c.owner_id = ${memberId}::uuid or exists (
      select from commitment_reminder as r
      where r.organisation_id = ${organisationId} and r.member_id = ${memberId}::uuid and r.commitment_id = c.id and r.due_at = c.due_at and not r.as_owner
    ))`,
  );

interface CommitmentRow {
  id: string;
  conversation_id: string;
  case_id: string | null;
  reply_id: string | null;
  post_id: string | null;
  what: string | null;
  owner_id: string;
  owner_name: string;
  hidden_at: Date | null;
  hidden_by_author: boolean;
  evidence: string | null;
}

async function read(
  tx: Tenant,
  organisationId: number,
  which: ReturnType<typeof sql>,
): Promise<StoredCommitment[]> {
  const found = await sql<CommitmentRow>`
    select c.id, c.conversation_id, v.case_id, c.reply_id, c.post_id, c.what, c.owner_id, m.name as owner_name, c.hidden_at, c.hidden_by_author,
      (select a.evidence from commitment_act as a where a.organisation_id = ${organisationId} and a.commitment_id = c.id
        and a.kind in ('kept', 'broken') order by a.number desc limit 1) as evidence
    from commitment as c join member as m on m.organisation_id = ${organisationId} and m.id = c.owner_id
    left join conversation as v on v.organisation_id = ${organisationId} and v.id = c.conversation_id
    where c.organisation_id = ${organisationId} and ${which}
    order by c.due_at, c.id limit 1000`.execute(tx);
  const acts = await actsOf(
    tx,
    organisationId,
    found.rows.map(({ id }) => id),
  );
  return found.rows.map((row) => {
    const own = acts.get(row.id) ?? [];
    const history = own.flatMap(({ act }) => act ?? []);
    return { ...stored(row), history, commitment: commitmentOf(history), acts: own.length };
  });
}

const stored = (row: CommitmentRow) => ({
  id: row.id,
  conversationId: row.conversation_id,
  caseId: row.case_id,
  replyId: row.reply_id,
  postId: row.post_id,
  what: row.what,
  ownerId: row.owner_id,
  ownerName: row.owner_name,
  hiddenAt: row.hidden_at,
  hiddenByAuthor: row.hidden_by_author,
  evidence: row.evidence,
});

/** By commitment its acts in their order; null for those that change its owner alone. */
async function actsOf(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<Map<string, { act: CommitmentAct | null }[]>> {
  const found = await sql<{
    commitment_id: string;
    kind: CommitmentAct['kind'] | 'given';
    at: Date;
    due_at: Date | null;
    by: string | null;
    read_by: string | null;
  }>`
    select commitment_id, kind, at, due_at, by, read_by from commitment_act
    where organisation_id = ${organisationId} and commitment_id = any(${uuids([...ids])}) order by commitment_id, number`.execute(
    tx,
  );
  const acts = new Map<string, { act: CommitmentAct | null }[]>();
  for (const row of found.rows) {
    const own = acts.get(row.commitment_id) ?? [];
    own.push({ act: actOf(row) });
    acts.set(row.commitment_id, own);
  }
  return acts;
}

function actOf(row: {
  kind: CommitmentAct['kind'] | 'given';
  at: Date;
  due_at: Date | null;
  by: string | null;
  read_by: string | null;
}): CommitmentAct | null {
  const { kind, at } = row;
  if (kind === 'given') return null;
  if (kind === 'made' || kind === 'renewed') return { kind, at, dueAt: row.due_at ?? at };
  if (kind !== 'kept') return { kind, at };
  if (row.by !== null) return { kind, at, by: 'member' };
  return row.read_by === null ? { kind, at, by: 'author' } : { kind, at, by: 'author', read: true };
}

/** Writes an act that may follow, and what stands after it. Its reminders are looked at at once: one for the new date may be due by now. The commitment is locked by the caller. */
export async function writeAct(
  tx: Tenant,
  organisationId: number,
  stored: Pick<StoredCommitment, 'id' | 'acts'>,
  { act, after, ...written }: WrittenAct & { act: CommitmentAct; after: Commitment },
): Promise<void> {
  await insertAct(tx, organisationId, stored.id, stored.acts + 1, { ...act, ...written, toMember: null });
  await sql`
    update commitment set due_at = ${after.dueAt}, state = ${after.state}, ended_at = ${after.endedAt}, confirmed = ${after.confirmed}, confirmed_by_reading = ${after.confirmedByReading},
      renewals = ${after.renewals}, late_since = ${after.lateSince},
      remind_at = ${after.state === 'open' ? act.at : null}
    where organisation_id = ${organisationId} and id = ${stored.id}::uuid`.execute(tx);
}

/** Gives a commitment to another member, who is reminded of it from now on. */
export async function giveCommitment(
  tx: Tenant,
  organisationId: number,
  stored: Pick<StoredCommitment, 'id' | 'acts'>,
  { by, to, at }: { by: string; to: string; at: Date },
): Promise<void> {
  const given = { kind: 'given', at, by, toMember: to, replyId: null, evidence: null } as const;
  await insertAct(tx, organisationId, stored.id, stored.acts + 1, given);
  await sql`
    update commitment set owner_id = ${to}::uuid where organisation_id = ${organisationId} and id = ${stored.id}::uuid`.execute(
    tx,
  );
}

/** Shows a commitment in public or not, as its author asked. */
export async function hideCommitment(
  tx: Tenant,
  organisationId: number,
  id: string,
  hidden: { at: Date; byAuthor: boolean } | null,
): Promise<void> {
  await sql`
    update commitment set hidden_at = ${hidden?.at ?? null}, hidden_by_author = ${hidden?.byAuthor ?? false} where organisation_id = ${organisationId} and id = ${id}::uuid`.execute(
    tx,
  );
}
