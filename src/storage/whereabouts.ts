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
