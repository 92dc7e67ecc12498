/** Words of posts that their authors deleted: kept for the case alone until the term of their network is over, then erased. */
import { sql } from 'kysely';
import { instants, uuids } from './arrays.ts';
import type { System, Tenant } from './database.ts';
import { forgetWords } from './intake.ts';
import { unlearnPosts } from './topicLessons.ts';

/** Marks posts deleted and keeps their words until then. */
export async function keepDeletedWords(
  tx: Tenant,
  organisationId: number,
  deletions: readonly { id: string; at: Date; until: Date }[],
): Promise<void> {
  if (deletions.length === 0) return;
  await unlearnPosts(
    tx,
    organisationId,
    deletions.map(({ id }) => id),
  );
  await sql`
    with gone as (
      update post as p set deleted_at = t.at
      from unnest(${uuids(deletions.map((d) => d.id))}, ${instants(deletions.map((d) => d.at))}, ${instants(deletions.map((d) => d.until))}) as t(id, at, until)
      where p.organisation_id = ${organisationId} and p.id = t.id and p.deleted_at is null and p.erased_at is null
      returning p.id, t.until
    )
    insert into deleted_words (organisation_id, post_id, until) select ${organisationId}, id, until from gone`.execute(
    tx,
  );
}

/** Organisations in which the term of some words is over. */
export async function organisationsWithDueWords(system: System, now: Date): Promise<number[]> {
  const found = await sql<{ id: number }>`
    select distinct organisation_id as id from deleted_words where until <= ${now}`.execute(system);
  return found.rows.map(({ id }) => id);
}

/** Erases the words whose term is over, `most` posts at once, the longest over first; answers how many. Others that are at it now are passed over. */
export async function eraseDueWords(
  tx: Tenant,
  organisationId: number,
  now: Date,
  most: number,
): Promise<number> {
  const due = await sql<{ id: string }>`
    delete from deleted_words as d using (
      select post_id from deleted_words where organisation_id = ${organisationId} and until <= ${now}
      order by until, post_id limit ${most} for update skip locked
    ) as t where d.organisation_id = ${organisationId} and d.post_id = t.post_id returning d.post_id as id`.execute(
    tx,
  );
  await forgetWords(
    tx,
    organisationId,
    due.rows.map(({ id }) => id),
  );
  return due.rows.length;
}
