/** Which posts were heard since a place in the history: for whatever looks at posts behind intake. */
import { sql } from 'kysely';
import type { Tenant } from './database.ts';

/** Up to which fact there is something to look at, at most `window` behind `after`, and the posts that were heard in it. */
export async function heardSince(
  tx: Tenant,
  organisationId: number,
  { after, window }: { after: number; window: number },
): Promise<{ postIds: string[]; seen: number }> {
  const found = await sql<{ seen: string; postIds: string[] }>`
    select w.seen, array(
      select h.subject_id from history as h
      where h.organisation_id = ${organisationId} and h.sequence > ${after} and h.sequence <= w.seen
        and h.action in ('case_opened', 'post_heard') and h.subject_id is not null
    ) as "postIds"
    from (
      select least(history, ${after}::bigint + ${window}::bigint) as seen from organisation_counter where organisation_id = ${organisationId}
    ) as w`.execute(tx);
  const [row] = found.rows;
  return { postIds: row?.postIds ?? [], seen: Number(row?.seen ?? after) };
}
