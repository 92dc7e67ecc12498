/** Where authors say that they live and networks say that posts are from: read with a post, and gone with it. */
import { sql } from 'kysely';
import type { StatedPlaces } from '../domain/post.ts';
import { columnsOf, rowsOf, texts, uuids } from './arrays.ts';
import type { Tenant } from './database.ts';

/** Keeps what was heard with new posts. */
export async function insertWhereabouts(
  tx: Tenant,
  organisationId: number,
  stated: readonly ({ postId: string } & StatedPlaces)[],
): Promise<void> {
  if (stated.length === 0) return;
  const rows = {
    post_id: uuids(stated.map(({ postId }) => postId)),
    home: texts(stated.map(({ home }) => home)),
    field: texts(stated.map(({ field }) => field)),
  };
  await sql`
    insert into post_whereabouts (organisation_id, ${columnsOf(rows)})
    select ${organisationId}::integer, t.* from ${rowsOf(rows)} as t`.execute(tx);
}

/** Forgets what was said with these posts, and the places that were found by it. */
export async function forgetWhereabouts(
  tx: Tenant,
  organisationId: number,
  postIds: readonly string[],
): Promise<void> {
  const gone = await sql<{ post_id: string }>`
    delete from post_whereabouts where organisation_id = ${organisationId} and post_id = any(${uuids([...postIds])})
    returning post_id`.execute(tx);
  if (gone.rows.length === 0) return;
  await sql`
    update post_finding set found = jsonb_set(found, '{places}', coalesce((
      select jsonb_agg(place) from jsonb_array_elements(found -> 'places') as place where place ->> 'from' = 'text'
    ), '[]'))
    where organisation_id = ${organisationId} and post_id = any(${uuids(gone.rows.map(({ post_id }) => post_id))})`.execute(
    tx,
  );
}
