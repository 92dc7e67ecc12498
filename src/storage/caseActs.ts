/** Claims and notes: small rows beside a case. */
import { sql } from 'kysely';
import type { Tenant } from './database.ts';

export interface Claim {
  memberId: string;
  name: string;
  until: Date;
}

/** The claim on a case that holds now; null when nobody's. */
export async function claimOf(
  tx: Tenant,
  organisationId: number,
  caseId: string,
  now: Date,
): Promise<Claim | null> {
  const row = await tx
    .selectFrom('claim as c')
    .innerJoin('member as m', (join) =>
      join.onRef('m.organisation_id', '=', 'c.organisation_id').onRef('m.id', '=', 'c.member_id'),
    )
    .select(['c.member_id as memberId', 'm.name', 'c.until'])
    .where('c.organisation_id', '=', organisationId)
    .where('c.case_id', '=', caseId)
    .where('c.until', '>', now)
    .executeTakeFirst();
  return row ?? null;
}

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
export async function notesOfCase(tx: Tenant, organisationId: number, caseId: string): Promise<StoredNote[]> {
  const rows = await tx
    .selectFrom('note as n')
    .innerJoin('member as m', (join) =>
      join.onRef('m.organisation_id', '=', 'n.organisation_id').onRef('m.id', '=', 'n.member_id'),
    )
    .select(['n.id', 'n.text', 'n.at', 'm.id as memberId', 'm.name'])
    .where('n.organisation_id', '=', organisationId)
    .where('n.case_id', '=', caseId)
    .orderBy('n.at')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    text: row.text,
    at: row.at,
    member: { id: row.memberId, name: row.name },
  }));
}

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

/** Identities of an author, and the languages they wrote in. */
export async function authorOf(
  tx: Tenant,
  organisationId: number,
  authorId: string,
): Promise<{
  identities: { network: string; handle: string; name: string | null }[];
  languages: string[];
  firstHeardAt: Date | null;
  /** Since when nothing of theirs is known any more. */
  erasedAt: Date | null;
}> {
  const identities = await tx
    .selectFrom('identity')
    .select(['id', 'network', 'handle', 'name', 'first_heard_at', 'erased_at'])
    .where('organisation_id', '=', organisationId)
    .where((e) =>
      e.or([
        e('id', '=', authorId),
        e.and([e('author_id', '=', authorId), e('author_id', '<>', e.ref('id'))]),
      ]),
    )
    .orderBy('first_heard_at')
    .execute();
  const spoken = await sql<{ language: string }>`
    select distinct p.language from (
      select p.language from conversation as c
      join post as p on p.organisation_id = ${organisationId} and p.conversation_id = c.id and p.direction = 'inbound'
      where c.organisation_id = ${organisationId} and c.identity_id = any(${identities.map((i) => i.id)}::uuid[]) limit 200
    ) as p where p.language is not null`.execute(tx);
  return {
    identities: identities.map(({ network, handle, name }) => ({ network, handle, name })),
    languages: spoken.rows.map((row) => row.language),
    firstHeardAt: identities[0]?.first_heard_at ?? null,
    erasedAt: identities.every((one) => one.erased_at !== null) ? (identities[0]?.erased_at ?? null) : null,
  };
}
