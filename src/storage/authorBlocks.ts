/** Authors whom a supervisor blocked: their words are folded, and nothing is left out. */
import { sql } from 'kysely';
import { type AuthorMark, markOf } from './authors.ts';
import type { Tenant } from './database.ts';
import type { Lookup } from './lookups.ts';

/** Who blocked this author, when and why; null while nobody did. */
export const blockLookup = (organisationId: number, authorId: string): Lookup<AuthorMark | null> =>
  markOf(sql`
    select a.at, m.name as by, a.reason from author_block as a
    join member as m on m.organisation_id = ${organisationId} and m.id = a.by
    where a.organisation_id = ${organisationId} and a.author_id = ${authorId}::uuid`);

/** Blocks an author; false where that was done before, which then stands. */
export async function keepBlock(
  tx: Tenant,
  organisationId: number,
  block: { authorId: string; caseId: string; reason: string; by: string; at: Date },
): Promise<boolean> {
  const { authorId, caseId, reason, by, at } = block;
  const done = await sql`
    insert into author_block (organisation_id, author_id, case_id, reason, by, at)
    values (${organisationId}, ${authorId}::uuid, ${caseId}::uuid, ${reason}, ${by}::uuid, ${at})
    on conflict do nothing`.execute(tx);
  return done.numAffectedRows === 1n;
}

/** Takes it back; false where the author was not blocked. */
export async function dropBlock(tx: Tenant, organisationId: number, authorId: string): Promise<boolean> {
  const done = await sql`
    delete from author_block where organisation_id = ${organisationId} and author_id = ${authorId}::uuid`.execute(
    tx,
  );
  return done.numAffectedRows === 1n;
}

export interface BlockedAuthor extends AuthorMark {
  authorId: string;
  name: string;
  /** Where it was done. */
  caseId: string;
  caseNumber: number;
  /** What they wrote since. */
  posts: number;
}

/** Who is blocked, the latest first, 500 at most, each with how much they wrote since. */
export async function blockedAuthors(tx: Tenant, organisationId: number): Promise<BlockedAuthor[]> {
  const found = await sql<BlockedAuthor>`
    select a.author_id as "authorId", a.at, m.name as by, a.reason, coalesce(i.name, i.handle) as name, k.id as "caseId", k.number as "caseNumber",
      (
        select count(*) from identity as o
        join conversation as c on c.organisation_id = ${organisationId} and c.identity_id = o.id
        join post as p on p.organisation_id = ${organisationId} and p.conversation_id = c.id and p.direction = 'inbound' and p.heard_at >= a.at
        where o.organisation_id = ${organisationId} and o.author_id = a.author_id and (o.id = a.author_id or o.author_id <> o.id)
      ) as posts
    from author_block as a
    join member as m on m.organisation_id = ${organisationId} and m.id = a.by
    join care_case as k on k.organisation_id = ${organisationId} and k.id = a.case_id
    join identity as i on i.organisation_id = ${organisationId} and i.id = k.identity_id
    -- A join with somebody blocked leaves the old row for its undo; it stands for nobody meanwhile.
    join identity as self on self.organisation_id = ${organisationId} and self.id = a.author_id and self.author_id = a.author_id
    where a.organisation_id = ${organisationId} order by a.at desc, a.author_id limit 500`.execute(tx);
  return found.rows.map((row) => ({
    ...row,
    caseNumber: Number(row.caseNumber),
    posts: Number(row.posts),
  }));
}
