/** Which posts were on an executive's screen, and when first. */
import { sql } from 'kysely';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import { type Lookup, lookup } from './lookups.ts';

export interface Seen {
  postId: string;
  name: string;
  at: Date;
}

/** Keeps that posts of authors were seen; what was seen before keeps its first time, and what is not there is left out. Answers the cases of those that are new. */
export async function keepSeen(
  tx: Tenant,
  organisationId: number,
  { memberId, postIds, at }: { memberId: string; postIds: readonly string[]; at: Date },
): Promise<{ postId: string; caseId: string | null }[]> {
  const kept = await sql<{ postId: string; caseId: string | null }>`
    with seen as (
      insert into post_seen (organisation_id, post_id, member_id, at)
      select ${organisationId}::integer, p.id, ${memberId}::uuid, ${at}::timestamptz from unnest(${uuids([...new Set(postIds)].sort())}) as t(id)
      join post as p on p.organisation_id = ${organisationId} and p.id = t.id and p.direction = 'inbound' order by p.id
      on conflict do nothing returning post_id
    )
    select seen.post_id as "postId", c.case_id as "caseId" from seen
    join post as p on p.organisation_id = ${organisationId} and p.id = seen.post_id
    left join conversation as c on c.organisation_id = ${organisationId} and c.id = p.conversation_id`.execute(
    tx,
  );
  return kept.rows;
}

/** Who saw which posts of a case on their own screen, the first first. */
export const seenLookup = (organisationId: number, caseId: string): Lookup<Seen[]> =>
  lookup(
    sql<Seen>`
      select s.post_id as "postId", m.name, s.at from conversation as c
      join post as p on p.organisation_id = ${organisationId} and p.conversation_id = c.id
      join post_seen as s on s.organisation_id = ${organisationId} and s.post_id = p.id
      join member as m on m.organisation_id = ${organisationId} and m.id = s.member_id
      where c.organisation_id = ${organisationId} and c.case_id = ${caseId}::uuid order by s.at, m.name`,
    (rows) => rows.map((row) => ({ ...row, at: new Date(row.at) })),
  );
