/** Claims and notes: small rows beside a case. */
import { sql } from 'kysely';
import type { Tenant } from './database.ts';
import { alone, type Lookup, lookup } from './lookups.ts';

export interface Claim {
  memberId: string;
  name: string;
  until: Date;
}

/** The claim on a case that holds now; null when nobody's. */
export const claimLookup = (organisationId: number, caseId: string, now: Date): Lookup<Claim | null> =>
  lookup(
    sql<Claim>`
      select c.member_id as "memberId", m.name, c.until from claim as c
      join member as m on m.organisation_id = ${organisationId} and m.id = c.member_id
      where c.organisation_id = ${organisationId} and c.case_id = ${caseId}::uuid and c.until > ${now}`,
    ([row]) => (row === undefined ? null : { ...row, until: new Date(row.until) }),
  );

/** The same by itself. */
export const claimOf = (
  tx: Tenant,
  organisationId: number,
  caseId: string,
  now: Date,
): Promise<Claim | null> => alone(tx, claimLookup(organisationId, caseId, now));

/** Claims a case, or renews one's own claim; false when a colleague's holds. */
export async function claimCase(
  tx: Tenant,
  organisationId: number,
  claim: { caseId: string; memberId: string; at: Date; until: Date },
): Promise<boolean> {
  const kept = await sql`
    insert into claim (organisation_id, case_id, member_id, at, until)
    values (${organisationId}, ${claim.caseId}, ${claim.memberId}, ${claim.at}, ${claim.until})
    on conflict (organisation_id, case_id) do update set member_id = excluded.member_id, at = excluded.at, until = excluded.until
    where claim.member_id = excluded.member_id or claim.until <= excluded.at`.execute(tx);
  return kept.numAffectedRows === 1n;
}

/** Gives one's own claim back; false when there was none. */
export async function releaseClaim(
  tx: Tenant,
  organisationId: number,
  caseId: string,
  memberId: string,
): Promise<boolean> {
  const gone = await tx
    .deleteFrom('claim')
    .where('organisation_id', '=', organisationId)
    .where('case_id', '=', caseId)
    .where('member_id', '=', memberId)
    .executeTakeFirst();
  return gone.numDeletedRows === 1n;
}

export interface StoredNote {
  id: string;
  text: string;
  at: Date;
  member: { id: string; name: string };
}

/** Notes of a case, oldest first. */
export const notesLookup = (organisationId: number, caseId: string): Lookup<StoredNote[]> =>
  lookup(
    sql<{ id: string; text: string; at: Date; memberId: string; name: string }>`
      select n.id, n.text, n.at, n.member_id as "memberId", m.name from note as n
      join member as m on m.organisation_id = ${organisationId} and m.id = n.member_id
      where n.organisation_id = ${organisationId} and n.case_id = ${caseId}::uuid order by n.at`,
    (rows) =>
      rows.map(({ id, text, at, memberId, name }) => ({
        id,
        text,
        at: new Date(at),
        member: { id: memberId, name },
      })),
  );

/** Writes a note. */
export async function insertNote(
  tx: Tenant,
  organisationId: number,
  note: { id: string; caseId: string; memberId: string; text: string; at: Date },
): Promise<void> {
  await tx
    .insertInto('note')
    .values({
      organisation_id: organisationId,
      id: note.id,
      case_id: note.caseId,
      member_id: note.memberId,
      text: note.text,
      at: note.at,
    })
    .execute();
}

/** Sets the tags of a case. */
export async function setTags(
  tx: Tenant,
  organisationId: number,
  caseId: string,
  tags: readonly string[],
): Promise<void> {
  await tx
    .updateTable('care_case')
    .set({ tags: [...tags] })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', caseId)
    .execute();
}

/** The tags of a case; none where there is no such case. */
export async function tagsOfCase(tx: Tenant, organisationId: number, caseId: string): Promise<string[]> {
  const row = await tx
    .selectFrom('care_case')
    .select('tags')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', caseId)
    .executeTakeFirst();
  return row?.tags ?? [];
}

export interface AuthorCard {
  identities: { network: string; handle: string; name: string | null }[];
  firstHeardAt: Date | null;
  /** Since when nothing of theirs is known any more. */
  erasedAt: Date | null;
}

/** The identities of an author by index: a condition with two sides would read them all. */
const identitiesOf = (organisationId: number, authorId: string) => sql`
  (select i.* from identity as i where i.organisation_id = ${organisationId} and i.id = ${authorId}::uuid
  union all
  select i.* from identity as i where i.organisation_id = ${organisationId} and i.author_id = ${authorId}::uuid and i.author_id <> i.id)`;

/** Who an author is. */
export const authorLookup = (organisationId: number, authorId: string): Lookup<AuthorCard> =>
  lookup(
    sql<{ network: string; handle: string; name: string | null; first: Date; erased: Date | null }>`
      select network, handle, name, first_heard_at as first, erased_at as erased
      from ${identitiesOf(organisationId, authorId)} as i order by first_heard_at`,
    (rows) => ({
      identities: rows.map(({ network, handle, name }) => ({ network, handle, name })),
      firstHeardAt: instantOf(rows[0]?.first),
      erasedAt: rows.every(({ erased }) => erased !== null) ? instantOf(rows[0]?.erased) : null,
    }),
  );

const instantOf = (told: string | null | undefined): Date | null => (told == null ? null : new Date(told));

/** The languages of an author's latest posts. */
export const languagesLookup = (organisationId: number, authorId: string): Lookup<string[]> =>
  lookup(
    sql<{ language: string }>`
      select distinct p.language from (
        select p.language from ${identitiesOf(organisationId, authorId)} as i
        join conversation as c on c.organisation_id = ${organisationId} and c.identity_id = i.id
        join post as p on p.organisation_id = ${organisationId} and p.conversation_id = c.id and p.direction = 'inbound'
        limit 200
      ) as p where p.language is not null`,
    (rows) => rows.map(({ language }) => language),
  );
