/** Authors: identities that share one, and what members said of them. An author without anything said has no row of their own. */
import { type RawBuilder, sql } from 'kysely';
import type { Tenant } from './database.ts';
import { alone, type Lookup, lookup } from './lookups.ts';

export interface AuthorMark {
  at: Date;
  /** The member's name; null where the author asked for it. */
  by: string | null;
  reason: string;
}

/** A mark of rows that hold at most one. */
export const markOf = (selection: RawBuilder<AuthorMark>): Lookup<AuthorMark | null> =>
  lookup(selection, ([row]) => (row === undefined ? null : { ...row, at: new Date(row.at) }));

/** Who said that the author of a conversation must not be written to, and why; null while nobody did. In a member's letterbox also what the house said of the same author. */
export const doNotContactInLookup = (
  organisationId: number,
  conversationId: string | null,
): Lookup<AuthorMark | null> =>
  markOf(sql`
    select a.do_not_contact_at as at, m.name as by, a.reason from conversation as c
    join identity as i on i.organisation_id = ${organisationId} and i.id = c.identity_id
    join author_mark as a on a.organisation_id = ${organisationId} and a.author_id = i.author_id
    left join member as m on m.organisation_id = ${organisationId} and m.id = a.do_not_contact_by
    where c.organisation_id = ${organisationId} and c.id = ${conversationId}::uuid
    union all select at, by, reason from letterbox_refusal(${organisationId}::integer, ${conversationId}::uuid)`);

/** The same by itself. */
export const doNotContactIn = (
  tx: Tenant,
  organisationId: number,
  conversationId: string,
): Promise<AuthorMark | null> => alone(tx, doNotContactInLookup(organisationId, conversationId));

/** The author of a case by its number; null when there is no such case. */
export async function authorOfNumber(
  tx: Tenant,
  organisationId: number,
  number: number,
): Promise<{ caseId: string; authorId: string } | null> {
  const row = await tx
    .selectFrom('care_case as c')
    .innerJoin('identity as i', (join) =>
      join.onRef('i.organisation_id', '=', 'c.organisation_id').onRef('i.id', '=', 'c.identity_id'),
    )
    .select(['c.id as caseId', 'i.author_id as authorId'])
    .where('c.organisation_id', '=', organisationId)
    .where('c.number', '=', number)
    .executeTakeFirst();
  return row ?? null;
}

/** Who said that this author must not be written to, and why; null while nobody did. */
export const doNotContactLookup = (organisationId: number, authorId: string): Lookup<AuthorMark | null> =>
  markOf(sql`
    select a.do_not_contact_at as at, m.name as by, a.reason from author_mark as a
    left join member as m on m.organisation_id = ${organisationId} and m.id = a.do_not_contact_by
    where a.organisation_id = ${organisationId} and a.author_id = ${authorId}::uuid`);

/** The same by itself. */
export const doNotContactOf = (
  tx: Tenant,
  organisationId: number,
  authorId: string,
): Promise<AuthorMark | null> => alone(tx, doNotContactLookup(organisationId, authorId));

/** Says that the author must not be written to; what was said before stands, and false is answered. */
export async function markDoNotContact(
  tx: Tenant,
  organisationId: number,
  authorId: string,
  /** `by` is null where the author asked for it. */
  mark: { at: Date; by: string | null; reason: string },
): Promise<boolean> {
  const marked = await tx
    .insertInto('author_mark')
    .values({
      organisation_id: organisationId,
      author_id: authorId,
      do_not_contact_at: mark.at,
      do_not_contact_by: mark.by,
      reason: mark.reason,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (marked.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Takes back what the author asked before this instant; what a member said stands. False when nothing was. */
export async function unmarkAsked(
  tx: Tenant,
  organisationId: number,
  authorId: string,
  at: Date,
): Promise<boolean> {
  const gone = await tx
    .deleteFrom('author_mark')
    .where('organisation_id', '=', organisationId)
    .where('author_id', '=', authorId)
    .where('do_not_contact_by', 'is', null)
    .where('do_not_contact_at', '<=', at)
    .executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

/** Takes it back; false when nothing was said. */
export async function unmarkDoNotContact(
  tx: Tenant,
  organisationId: number,
  authorId: string,
): Promise<boolean> {
  const gone = await tx
    .deleteFrom('author_mark')
    .where('organisation_id', '=', organisationId)
    .where('author_id', '=', authorId)
    .executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

/** Gives every identity of one author to the other; answers which. Locks them in one order. */
export async function joinIdentities(
  tx: Tenant,
  organisationId: number,
  from: string,
  into: string,
): Promise<string[]> {
  const moved = await sql<{ id: string }>`
    with theirs as (
      select id from identity where organisation_id = ${organisationId} and (id = ${from}::uuid or author_id = ${from}::uuid and author_id <> id)
        and author_id = ${from}::uuid order by id for update
    )
    update identity as i set author_id = ${into}::uuid from theirs
    where i.organisation_id = ${organisationId} and i.id = theirs.id returning i.id`.execute(tx);
  // The mark of one is the mark of both: whoever asked not to be written to did so as a person.
  await sql`
    insert into author_mark (organisation_id, author_id, do_not_contact_at, do_not_contact_by, reason)
    select organisation_id, ${into}::uuid, do_not_contact_at, do_not_contact_by, reason from author_mark
    where organisation_id = ${organisationId} and author_id = ${from}::uuid
    on conflict do nothing`.execute(tx);
  await sql`
    insert into author_block as b (organisation_id, author_id, case_id, reason, by, at, until)
    select organisation_id, ${into}::uuid, case_id, reason, by, at, until from author_block
    where organisation_id = ${organisationId} and author_id = ${from}::uuid
    -- Of two blocks the one that lasts longer: joining lets nobody out earlier.
    on conflict (organisation_id, author_id) do update set case_id = excluded.case_id, reason = excluded.reason, by = excluded.by, at = excluded.at, until = excluded.until
      where coalesce(excluded.until, 'infinity') > coalesce(b.until, 'infinity')`.execute(tx);
  return moved.rows.map(({ id }) => id);
}

/** Gives these identities to an author again; those that went elsewhere meanwhile stay there. */
export async function partIdentities(
  tx: Tenant,
  organisationId: number,
  join: Pick<AuthorJoin, 'identities' | 'fromAuthor' | 'intoAuthor'>,
): Promise<void> {
  await tx
    .updateTable('identity')
    .set({ author_id: join.fromAuthor })
    .where('organisation_id', '=', organisationId)
    .where('id', 'in', join.identities)
    .where('author_id', '=', join.intoAuthor)
    .execute();
}

export interface AuthorJoin {
  id: string;
  fromAuthor: string;
  intoAuthor: string;
  identities: string[];
  at: Date;
  by: string;
  undoneAt: Date | null;
}

/** Writes down who was joined. */
export async function insertJoin(
  tx: Tenant,
  organisationId: number,
  join: Omit<AuthorJoin, 'undoneAt'>,
): Promise<void> {
  await tx
    .insertInto('author_join')
    .values({
      organisation_id: organisationId,
      id: join.id,
      from_author: join.fromAuthor,
      into_author: join.intoAuthor,
      identities: join.identities,
      at: join.at,
      by: join.by,
    })
    .execute();
}

const selectJoins = (tx: Tenant, organisationId: number) =>
  tx
    .selectFrom('author_join')
    .select([
      'id',
      'from_author as fromAuthor',
      'into_author as intoAuthor',
      'identities',
      'at',
      'by',
      'undone_at as undoneAt',
    ])
    .where('organisation_id', '=', organisationId);

/** One of them, locked; null when unknown. */
export async function lockJoin(tx: Tenant, organisationId: number, id: string): Promise<AuthorJoin | null> {
  return (await selectJoins(tx, organisationId).where('id', '=', id).forUpdate().executeTakeFirst()) ?? null;
}

/** Who was joined to this author and still is, with a name to tell each by. */
export const joinsLookup = (
  organisationId: number,
  authorId: string,
): Lookup<{ id: string; name: string }[]> =>
  lookup(
    sql<{ id: string; name: string }>`
      select j.id, coalesce(i.name, i.handle) as name from author_join as j
      join identity as i on i.organisation_id = ${organisationId} and i.id = j.from_author
      where j.organisation_id = ${organisationId} and j.into_author = ${authorId}::uuid and j.undone_at is null order by j.at`,
    (rows) => [...rows],
  );

export async function markParted(
  tx: Tenant,
  organisationId: number,
  id: string,
  by: { memberId: string; at: Date },
): Promise<void> {
  await tx
    .updateTable('author_join')
    .set({ undone_at: by.at, undone_by: by.memberId })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .execute();
}
