/** Posts that members found abusive. */
import { sql } from 'kysely';
import type { AbuseReason } from '../domain/abuse.ts';
import { stillBlocks } from './authorBlocks.ts';
import type { Tenant } from './database.ts';

/** Marks an author's post of this case; false where the case has no such post. */
export async function keepAbuse(
  tx: Tenant,
  organisationId: number,
  mark: { caseId: string; postId: string; reason: AbuseReason; by: string; at: Date },
): Promise<boolean> {
  const done = await sql`
    insert into abusive_post (organisation_id, post_id, reason, by, at)
    select ${organisationId}, p.id, ${mark.reason}, ${mark.by}::uuid, ${mark.at}
    from post as p join conversation as c on c.organisation_id = ${organisationId} and c.id = p.conversation_id
    where p.organisation_id = ${organisationId} and p.id = ${mark.postId}::uuid and p.direction = 'inbound' and c.case_id = ${mark.caseId}::uuid
    on conflict (organisation_id, post_id) do update set reason = excluded.reason, by = excluded.by, at = excluded.at`.execute(
    tx,
  );
  return done.numAffectedRows === 1n;
}

/** Takes the mark away; false where there was none in this case. */
export async function dropAbuse(
  tx: Tenant,
  organisationId: number,
  mark: { caseId: string; postId: string },
): Promise<boolean> {
  const done = await sql`
    delete from abusive_post as a using post as p, conversation as c
    where a.organisation_id = ${organisationId} and a.post_id = ${mark.postId}::uuid
      and p.organisation_id = ${organisationId} and p.id = a.post_id
      and c.organisation_id = ${organisationId} and c.id = p.conversation_id and c.case_id = ${mark.caseId}::uuid`.execute(
    tx,
  );
  return done.numAffectedRows === 1n;
}

/** True when some post of the case is folded now: found abusive, or by a blocked author. */
export async function hasFolded(
  tx: Tenant,
  organisationId: number,
  caseId: string,
  now: Date,
): Promise<boolean> {
  const found = await sql`
    select 1 from conversation as c
    join post as p on p.organisation_id = ${organisationId} and p.conversation_id = c.id
    left join abusive_post as a on a.organisation_id = ${organisationId} and a.post_id = p.id
    left join identity as i on i.organisation_id = ${organisationId} and i.id = p.identity_id and p.direction = 'inbound'
    left join author_block as b on b.organisation_id = ${organisationId} and b.author_id = i.author_id and ${stillBlocks(sql.ref('b.until'), now)}
    where c.organisation_id = ${organisationId} and c.case_id = ${caseId}::uuid and (a.post_id is not null or b.author_id is not null) limit 1`.execute(
    tx,
  );
  return found.rows.length > 0;
}
