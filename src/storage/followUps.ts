/** Follow-ups: the acts from which each is folded, and the columns that lists need, which repeat what the acts say. */
import { type RawBuilder, sql } from 'kysely';
import { type FollowUp, type FollowUpAct, followUpOf, waitsFor } from '../domain/followUp.ts';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import { type AttachedFile, attachedFiles, attachTo } from './followUpFiles.ts';

/** Who is asked: a member, a team, or of a team the member who took it up. */
export interface Asked {
  memberId: string | null;
  teamId: string | null;
}

/** What a new follow-up is about. `post` is the one from which it was asked, with its conversation; null: from the case. */
export type NewSubject =
  | { kind: 'case'; caseId: string; post: { id: string; conversationId: string } | null }
  | { kind: 'author'; identityId: string }
  | { kind: 'other' };

export interface NewFollowUp extends Asked {
  id: string;
  about: NewSubject;
  askerId: string;
  question: string;
  /** Ids of media that are attached. */
  files: readonly string[];
  at: Date;
  dueAt: Date;
}

/** Its reminders are looked at at once. False, and nothing is written, where there is one of this id. */
export async function insertFollowUp(
  tx: Tenant,
  organisationId: number,
  made: NewFollowUp,
): Promise<boolean> {
  const { id, about, askerId, memberId, teamId, question, files, at, dueAt } = made;
  const { caseId, post } = about.kind === 'case' ? about : { caseId: null, post: null };
  const identityId = about.kind === 'author' ? about.identityId : null;
  const inserted = await sql`
    insert into follow_up (organisation_id, id, about, case_id, conversation_id, post_id, identity_id, asker_id, member_id, team_id, question, asked_at, due_at, state, remind_at)
    values (${organisationId}, ${id}::uuid, ${about.kind}, ${caseId}::uuid, ${post?.conversationId ?? null}::uuid, ${post?.id ?? null}::uuid, ${identityId}::uuid, ${askerId}::uuid,
      ${memberId}::uuid, ${teamId}::uuid, ${question}, ${at}, ${dueAt}, 'asked', ${at})
    on conflict do nothing`.execute(tx);
  if (inserted.numAffectedRows !== 1n) return false;
  const act = { kind: 'asked', at, dueAt } as const;
  const written = { ...nothingSaid, by: askerId, to: { memberId, teamId }, files };
  await insertAct(tx, organisationId, id, 1, { act, ...written });
  return true;
}

/** Whom it was asked of at first, whoever it was given to since; null where there is none. */
export async function askedFirst(tx: Tenant, organisationId: number, id: string): Promise<Asked | null> {
  const found = await sql<Asked>`
    select to_member as "memberId", to_team as "teamId" from follow_up_act
    where organisation_id = ${organisationId} and follow_up_id = ${id}::uuid and number = 1`.execute(tx);
  return found.rows[0] ?? null;
}

/** An act as it is written down. */
export interface WrittenFollowUpAct {
  by: string;
  /** Whom it was given to. */
  to: Asked | null;
  words: string | null;
  suggestion: string | null;
  /** Ids of media that are attached. */
  files: readonly string[];
}

/** An act without words. */
export const nothingSaid: Omit<WrittenFollowUpAct, 'by'> = {
  to: null,
  words: null,
  suggestion: null,
  files: [],
};

async function insertAct(
  tx: Tenant,
  organisationId: number,
  followUpId: string,
  number: number,
  { act, by, to, words, suggestion, files }: WrittenFollowUpAct & { act: FollowUpAct },
): Promise<void> {
  const dueAt = 'dueAt' in act ? act.dueAt : null;
  await sql`
    insert into follow_up_act (organisation_id, follow_up_id, number, kind, at, by, due_at, to_member, to_team, words, suggestion, files)
    values (${organisationId}, ${followUpId}::uuid, ${number}, ${act.kind}, ${act.at}, ${by}::uuid, ${dueAt},
      ${to?.memberId ?? null}::uuid, ${to?.teamId ?? null}::uuid, ${words}, ${suggestion}, ${uuids([...files])})`.execute(
    tx,
  );
  await attachTo(tx, organisationId, followUpId, files);
}

export interface StoredFollowUpAct {
  kind: FollowUpAct['kind'];
  at: Date;
  by: { id: string; name: string };
  dueAt: Date | null;
  /** Names of whom it was asked of or given to: the member's, or else the team's. */
  to: string | null;
  words: string | null;
  suggestion: string | null;
  files: AttachedFile[];
}

/** What a follow-up is about. Of an author the name as everybody reads it, and the latest case of theirs. */
export type StoredSubject =
  | { kind: 'case'; caseId: string; caseNumber: number; postId: string | null }
  | {
      kind: 'author';
      identityId: string;
      author: { name: string; protected: boolean };
      caseId: string | null;
    }
  | { kind: 'other' };

export interface StoredFollowUp {
  id: string;
  about: StoredSubject;
  asker: { id: string; name: string };
  member: { id: string; name: string } | null;
  team: { id: string; name: string } | null;
  question: string | null;
  acts: StoredFollowUpAct[];
  /** The same as they are folded. */
  history: FollowUpAct[];
  followUp: FollowUp;
}

/** One follow-up, locked until the end of the transaction; null where there is none. */
export async function lockFollowUp(
  tx: Tenant,
  organisationId: number,
  id: string,
): Promise<StoredFollowUp | null> {
  const locked = await sql`
    select from follow_up where organisation_id = ${organisationId} and id = ${id}::uuid for update`.execute(
    tx,
  );
  return locked.rows.length === 0 ? null : findFollowUp(tx, organisationId, id);
}

/** One follow-up; null where there is none. */
export async function findFollowUp(
  tx: Tenant,
  organisationId: number,
  id: string,
): Promise<StoredFollowUp | null> {
  const [found] = await readFollowUps(tx, organisationId, sql`f.id = ${id}::uuid`);
  return found ?? null;
}

/** The follow-ups of a case in the order in which they were asked. */
export const followUpsOfCase = (
  tx: Tenant,
  organisationId: number,
  caseId: string,
): Promise<StoredFollowUp[]> =>
  readFollowUps(tx, organisationId, sql`f.case_id = ${caseId}::uuid`, sql`f.asked_at, f.id`);

/** The follow-ups about the author of a case in the order in which they were asked. */
export const followUpsOfAuthor = (
  tx: Tenant,
  organisationId: number,
  authorId: string,
): Promise<StoredFollowUp[]> =>
  readFollowUps(
    tx,
    organisationId,
    sql`f.identity_id in (
      select i.id from identity as i where i.organisation_id = ${organisationId}
        and (i.id = ${authorId}::uuid and i.author_id = ${authorId}::uuid or i.author_id = ${authorId}::uuid and i.author_id <> i.id)
    )`,
    sql`f.asked_at, f.id`,
  );

/**
 * Locks an identity against being erased until the end of the transaction, and says whether it still has its names. Whoever erases locks identities first, then cases, then follow-ups: so does whoever
 * writes about one.
 */
export async function lockKnown(tx: Tenant, organisationId: number, identityId: string): Promise<boolean> {
  const found = await sql<{ known: boolean }>`
    select erased_at is null as known from identity
    where organisation_id = ${organisationId} and id = ${identityId}::uuid for key share`.execute(tx);
  return found.rows[0]?.known ?? false;
}

/** One of the identities of the author of a case; null where there is no such case. */
export async function identityOfCase(
  tx: Tenant,
  organisationId: number,
  caseId: string,
): Promise<string | null> {
  const found = await tx
    .selectFrom('care_case')
    .select('identity_id as id')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', caseId)
    .executeTakeFirst();
  return found?.id ?? null;
}

interface FollowUpRow {
  id: string;
  about: StoredSubject['kind'];
  case_id: string | null;
  number: string | null;
  identity_id: string | null;
  author_name: string | null;
  protected: boolean | null;
  author_case: string | null;
  post_id: string | null;
  asker_id: string;
  asker_name: string;
  member_id: string | null;
  member_name: string | null;
  team_id: string | null;
  team_name: string | null;
  question: string | null;
}

/** Those that fit, with all their acts. */
export async function readFollowUps(
  tx: Tenant,
  organisationId: number,
  which: RawBuilder<unknown>,
  order: RawBuilder<unknown> = sql`f.due_at, f.id`,
  most = 500,
): Promise<StoredFollowUp[]> {
  const found = await sql<FollowUpRow>`
    select f.id, f.about, f.case_id, k.number, f.post_id, f.identity_id, coalesce(i.name, i.handle) as author_name, i.protected,
      case when f.identity_id is null then null else (
        select o.id from conversation as v join care_case as o on o.organisation_id = ${organisationId} and o.id = v.case_id
        where v.organisation_id = ${organisationId} and v.identity_id = f.identity_id order by o.number desc limit 1
      ) end as author_case, f.asker_id, a.name as asker_name, f.member_id, m.name as member_name, f.team_id, t.name as team_name, f.question
    from follow_up as f
    left join care_case as k on k.organisation_id = ${organisationId} and k.id = f.case_id
    left join identity as i on i.organisation_id = ${organisationId} and i.id = f.identity_id
    join member as a on a.organisation_id = ${organisationId} and a.id = f.asker_id
    left join member as m on m.organisation_id = ${organisationId} and m.id = f.member_id
    left join team as t on t.organisation_id = ${organisationId} and t.id = f.team_id
    where f.organisation_id = ${organisationId} and ${which} order by ${order} limit ${most}`.execute(tx);
  const acts = await actsOf(
    tx,
    organisationId,
    found.rows.map(({ id }) => id),
  );
  return found.rows.map((row) => storedOf(row, acts.get(row.id) ?? []));
}

function storedOf(row: FollowUpRow, acts: StoredFollowUpAct[]): StoredFollowUp {
  const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });
  const history = acts.map(actOf);
  return {
    id: row.id,
    about: subjectOf(row),
    asker: { id: row.asker_id, name: row.asker_name },
    member: named(row.member_id, row.member_name),
    team: named(row.team_id, row.team_name),
    question: row.question,
    acts,
    history,
    followUp: followUpOf(history),
  };
}

function subjectOf(row: FollowUpRow): StoredSubject {
  switch (row.about) {
    case 'case':
      return {
        kind: 'case',
        caseId: row.case_id ?? '',
        caseNumber: Number(row.number),
        postId: row.post_id,
      };
    case 'author':
      return {
        kind: 'author',
        identityId: row.identity_id ?? '',
        author: { name: row.author_name ?? '', protected: row.protected ?? false },
        caseId: row.author_case,
      };
    case 'other':
      return { kind: 'other' };
  }
}

async function actsOf(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<Map<string, StoredFollowUpAct[]>> {
  type Row = Omit<StoredFollowUpAct, 'by' | 'files'> & {
    id: string;
    byId: string;
    byName: string;
    files: string[];
  };
  const found = await sql<Row>`
    select c.follow_up_id as id, c.kind, c.at, c.by as "byId", b.name as "byName", c.due_at as "dueAt", coalesce(m.name, t.name) as to, c.words, c.suggestion, c.files
    from follow_up_act as c
    join member as b on b.organisation_id = ${organisationId} and b.id = c.by
    left join member as m on m.organisation_id = ${organisationId} and m.id = c.to_member
    left join team as t on t.organisation_id = ${organisationId} and t.id = c.to_team
    where c.organisation_id = ${organisationId} and c.follow_up_id = any(${uuids([...ids])}) order by c.follow_up_id, c.number`.execute(
    tx,
  );
  const attached = await attachedFiles(
    tx,
    organisationId,
    found.rows.flatMap(({ files }) => files),
  );
  const acts = new Map<string, StoredFollowUpAct[]>();
  for (const { id, byId, byName, files, ...act } of found.rows) {
    const own = acts.get(id) ?? [];
    own.push({
      ...act,
      by: { id: byId, name: byName },
      files: files.flatMap((file) => attached.get(file) ?? []),
    });
    acts.set(id, own);
  }
  return acts;
}

function actOf({ kind, at, dueAt }: StoredFollowUpAct): FollowUpAct {
  if (kind === 'asked' || kind === 'sent_back' || kind === 'moved') return { kind, at, dueAt: dueAt ?? at };
  return { kind, at };
}

/** Writes an act that may follow, who is asked after it (null: as before), and what stands. Its reminders are looked at at once. The follow-up is locked by the caller. */
export async function writeFollowUpAct(
  tx: Tenant,
  organisationId: number,
  stored: Pick<StoredFollowUp, 'id' | 'acts'>,
  written: WrittenFollowUpAct & { act: FollowUpAct; after: FollowUp; asked: Asked | null },
): Promise<void> {
  const { after, asked, act } = written;
  await insertAct(tx, organisationId, stored.id, stored.acts.length + 1, written);
  const now =
    asked === null ? sql`` : sql`, member_id = ${asked.memberId}::uuid, team_id = ${asked.teamId}::uuid`;
  await sql`
    update follow_up set due_at = ${after.dueAt}, state = ${after.state}, turn = ${after.turn}, ended_at = ${after.endedAt},
      remind_at = ${waitsFor(after) === null ? null : act.at} ${now}
    where organisation_id = ${organisationId} and id = ${stored.id}::uuid`.execute(tx);
}
