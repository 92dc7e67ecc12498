/** Posts that members found to be praise, and whom it is about. */
import { sql } from 'kysely';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import { columns, joins, type PostRow, type ReadPost, readPost } from './postReads.ts';

/** Whom a praise is about: a member, a team, or both. */
export interface PraisedIds {
  memberId: string | null;
  teamId: string | null;
}

/** Marks an author's post of this case; false where the case has no such post whose words are there. */
export async function keepPraise(
  tx: Tenant,
  organisationId: number,
  mark: PraisedIds & { caseId: string; postId: string; by: string; at: Date },
): Promise<boolean> {
  const done = await sql`
    insert into praise (organisation_id, post_id, member_id, team_id, by, at)
    select ${organisationId}, p.id, ${mark.memberId}::uuid, ${mark.teamId}::uuid, ${mark.by}::uuid, ${mark.at}
    from post as p join conversation as c on c.organisation_id = ${organisationId} and c.id = p.conversation_id
    where p.organisation_id = ${organisationId} and p.id = ${mark.postId}::uuid and p.direction = 'inbound' and c.case_id = ${mark.caseId}::uuid
      and p.deleted_at is null and p.erased_at is null
    on conflict (organisation_id, post_id) do update
      set member_id = excluded.member_id, team_id = excluded.team_id, by = excluded.by, at = excluded.at`.execute(
    tx,
  );
  return done.numAffectedRows === 1n;
}

/** Takes the mark away; false where there was none in this case. */
export async function dropPraise(
  tx: Tenant,
  organisationId: number,
  mark: { caseId: string; postId: string },
): Promise<boolean> {
  const done = await sql`
    delete from praise as v using post as p, conversation as c
    where v.organisation_id = ${organisationId} and v.post_id = ${mark.postId}::uuid
      and p.organisation_id = ${organisationId} and p.id = v.post_id
      and c.organisation_id = ${organisationId} and c.id = p.conversation_id and c.case_id = ${mark.caseId}::uuid`.execute(
    tx,
  );
  return done.numAffectedRows === 1n;
}

export interface FoundPraise {
  post: ReadPost;
  caseId: string;
  caseNumber: number;
  at: Date;
  /** An answer to this very post was written and not taken back. */
  answered: boolean;
}

/** Praise of this member or of one of these teams, the latest mark first, 200 at most; what was deleted or erased is not among it. */
export async function praiseOf(
  tx: Tenant,
  organisationId: number,
  of: { memberId: string; teamIds: readonly string[] },
): Promise<FoundPraise[]> {
  const found = await sql<
    PostRow & { case_id: string; case_number: string; marked_at: Date; answered: boolean }
  >`
    select ${columns}, null::text[] as heard_by, k.id as case_id, k.number as case_number, w.at as marked_at,
      exists (
        select from reply as r where r.organisation_id = ${organisationId} and r.case_id = k.id and r.post_id = p.id
          and r.state not in ('draft', 'withdrawn', 'refused')
      ) as answered
    from praise as w
    join post as p on p.organisation_id = ${organisationId} and p.id = w.post_id
    join conversation as c on c.organisation_id = ${organisationId} and c.id = p.conversation_id
    join care_case as k on k.organisation_id = ${organisationId} and k.id = c.case_id
    ${joins(organisationId)}
    where w.organisation_id = ${organisationId} and (w.member_id = ${of.memberId}::uuid or w.team_id = any(${uuids([...of.teamIds])}))
      and p.deleted_at is null and p.erased_at is null
    order by w.at desc, w.post_id limit 200`.execute(tx);
  return found.rows.map((row) => ({
    post: readPost(row),
    caseId: row.case_id,
    caseNumber: Number(row.case_number),
    at: row.marked_at,
    answered: row.answered,
  }));
}

/** How many posts were marked as praise of each member since then, the most praised first. Members without praise are not among them. */
export async function praiseCounts(
  tx: Tenant,
  organisationId: number,
  since: Date,
): Promise<{ memberId: string; name: string; count: number }[]> {
  const found = await sql<{ memberId: string; name: string; count: number }>`
    select m.id as "memberId", m.name, count(*)::integer as count
    from praise as w
    join post as p on p.organisation_id = ${organisationId} and p.id = w.post_id and p.deleted_at is null and p.erased_at is null
    join member as m on m.organisation_id = ${organisationId} and m.id = w.member_id
    where w.organisation_id = ${organisationId} and w.at >= ${since}
    group by m.id, m.name order by count(*) desc, lower(m.name), m.id`.execute(tx);
  return found.rows;
}
