/** Authors whom a supervisor blocked: their words are folded, and nothing is left out. */
import { type RawBuilder, sql } from 'kysely';
import type { Block } from '../domain/block.ts';
import type { AuthorMark } from './authors.ts';
import type { Tenant } from './database.ts';
import { type Lookup, lookup } from './lookups.ts';

export interface StoredBlock extends AuthorMark, Block {
  by: string;
}

/** `isBlocked` of the domain, for a column: whether a block of this end is not over. */
export const stillBlocks = (until: RawBuilder<unknown>, now: Date) =>
  sql`(${until} is null or ${until} > ${now}::timestamptz)`;

/** Who blocked this author, when, until when and why; null where nobody did. It may be over. */
export const blockLookup = (organisationId: number, authorId: string): Lookup<StoredBlock | null> =>
  lookup(
    sql<StoredBlock>`
    select a.at, a.until, m.name as by, a.reason from author_block as a
    join member as m on m.organisation_id = ${organisationId} and m.id = a.by
    where a.organisation_id = ${organisationId} and a.author_id = ${authorId}::uuid`,
    ([row]) =>
      row === undefined
        ? null
        : { ...row, at: new Date(row.at), until: row.until === null ? null : new Date(row.until) },
  );

/** Blocks an author. False where they are blocked until the same end already, which then stands; another end takes the place of the one that was. */
export async function keepBlock(
  tx: Tenant,
  organisationId: number,
  block: { authorId: string; caseId: string; reason: string; by: string; at: Date; until: Date | null },
): Promise<boolean> {
  const { authorId, caseId, reason, by, at, until } = block;
  const done = await sql`
    insert into author_block as b (organisation_id, author_id, case_id, reason, by, at, until)
    values (${organisationId}, ${authorId}::uuid, ${caseId}::uuid, ${reason}, ${by}::uuid, ${at}, ${until})
    on conflict (organisation_id, author_id) do update
      set case_id = excluded.case_id, reason = excluded.reason, by = excluded.by, at = excluded.at, until = excluded.until
      where b.until is distinct from excluded.until`.execute(tx);
  return done.numAffectedRows === 1n;
}

/** Takes it back; false where the author was not blocked, or not any more. */
export async function dropBlock(
  tx: Tenant,
  organisationId: number,
  authorId: string,
  now: Date,
): Promise<boolean> {
  const done = await sql`
    delete from author_block
    where organisation_id = ${organisationId} and author_id = ${authorId}::uuid and ${stillBlocks(sql.ref('until'), now)}`.execute(
    tx,
  );
  return done.numAffectedRows === 1n;
}

export interface BlockedAuthor extends StoredBlock {
  authorId: string;
  name: string;
  /** Where it was done. */
  caseId: string;
  caseNumber: number;
  /** What they wrote since. */
  posts: number;
}

/** Who is blocked now, the latest first, 500 at most, each with how much they wrote since. */
export async function blockedAuthors(
  tx: Tenant,
  organisationId: number,
  now: Date,
): Promise<BlockedAuthor[]> {
  const found = await sql<BlockedAuthor>`
    select a.author_id as "authorId", a.at, a.until, m.name as by, a.reason, coalesce(i.name, i.handle) as name, k.id as "caseId", k.number as "caseNumber",
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
    where a.organisation_id = ${organisationId} and ${stillBlocks(sql.ref('a.until'), now)} order by a.at desc, a.author_id limit 500`.execute(
    tx,
  );
  return found.rows.map((row) => ({
    ...row,
    caseNumber: Number(row.caseNumber),
    posts: Number(row.posts),
  }));
}
