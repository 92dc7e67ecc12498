/** Folded posts that members opened, and how many the organisation asks of each in a shift. */
import { sql } from 'kysely';
import { stillBlocks } from './authorBlocks.ts';
import type { Tenant } from './database.ts';

/** Notes that a member opened an author's folded post of this case; the last time counts. False where the case has no such folded post. */
export async function keepAbuseRead(
  tx: Tenant,
  organisationId: number,
  read: { caseId: string; postId: string; memberId: string; at: Date },
): Promise<boolean> {
  const done = await sql`
    insert into abuse_read (organisation_id, member_id, post_id, at)
    select ${organisationId}, ${read.memberId}::uuid, p.id, ${read.at}
    from post as p
    join conversation as c on c.organisation_id = ${organisationId} and c.id = p.conversation_id
    join identity as i on i.organisation_id = ${organisationId} and i.id = p.identity_id
    where p.organisation_id = ${organisationId} and p.id = ${read.postId}::uuid and p.direction = 'inbound' and c.case_id = ${read.caseId}::uuid
      and (exists (select 1 from abusive_post as a where a.organisation_id = ${organisationId} and a.post_id = p.id)
        or exists (select 1 from author_block as b where b.organisation_id = ${organisationId} and b.author_id = i.author_id and ${stillBlocks(sql.ref('b.until'), read.at)}))
    on conflict (organisation_id, member_id, post_id) do update set at = excluded.at`.execute(tx);
  return done.numAffectedRows === 1n;
}

/** When each member opened folded posts since then: one time for each post. */
export async function abuseReadsSince(
  tx: Tenant,
  organisationId: number,
  since: Date,
): Promise<{ memberId: string; at: Date }[]> {
  const found = await sql<{ memberId: string; at: Date }>`
    select member_id as "memberId", at from abuse_read
    where organisation_id = ${organisationId} and at >= ${since}`.execute(tx);
  return found.rows;
}

/** How many folded posts a member is asked to read in a shift; null: no limit. */
export async function abuseLimitOf(tx: Tenant, organisationId: number): Promise<number | null> {
  const row = await tx
    .selectFrom('organisation')
    .select('abuse_limit')
    .where('id', '=', organisationId)
    .executeTakeFirstOrThrow();
  return row.abuse_limit;
}

/** Sets that; false where it was so already. */
export async function setAbuseLimit(
  tx: Tenant,
  organisationId: number,
  limit: number | null,
): Promise<boolean> {
  const done = await sql`
    update organisation set abuse_limit = ${limit}
    where id = ${organisationId} and abuse_limit is distinct from ${limit}::smallint`.execute(tx);
  return done.numAffectedRows === 1n;
}
