/** What was said in follow-ups, and what is attached: who else uses a picture, what would go of a case, and what goes. */
import { type RawBuilder, sql } from 'kysely';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';

/** An answer of ours carries the picture `m`. */
const isOfReply = (organisationId: number): RawBuilder<unknown> => sql`exists (
  select from reply as r cross join jsonb_array_elements(r.attachments) as a
  where r.organisation_id = ${organisationId} and r.attachments <> '[]' and (a ->> 'mediaId')::uuid = m.id
)`;

/** A follow-up carries the picture `m`, besides those of these cases. */
export const isOfFollowUp = (
  organisationId: number,
  but: readonly string[] = [],
): RawBuilder<unknown> => sql`exists (
  select from follow_up_act as a join follow_up as o on o.organisation_id = ${organisationId} and o.id = a.follow_up_id
  where a.organisation_id = ${organisationId} and a.pictures <> '{}' and m.id = any(a.pictures) and o.case_id <> all(${uuids([...but])})
)`;

/** Which of these are pictures that a member uploaded and nothing uses yet; locked, so that nobody else takes them meanwhile. */
export async function freeUploads(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const those = sql`m.organisation_id = ${organisationId} and m.id = any(${uuids([...ids])})`;
  await sql`select from media as m where ${those} order by m.id for update`.execute(tx);
  const found = await sql<{ id: string }>`
    select m.id from media as m where ${those} and m.address is null and m.width is not null
      and not ${isOfReply(organisationId)} and not ${isOfFollowUp(organisationId)}`.execute(tx);
  return new Set(found.rows.map(({ id }) => id));
}

/** Something of the follow-up `f` can still be read. */
const hasWords = (organisationId: number): RawBuilder<unknown> => sql`(f.question is not null or exists (
  select from follow_up_act as a where a.organisation_id = ${organisationId} and a.follow_up_id = f.id
    and (a.words is not null or a.suggestion is not null or a.pictures <> '{}')
))`;

/** How many follow-ups of the cases `k` that fit still have words. */
export async function countFollowUpsWithWords(
  tx: Tenant,
  organisationId: number,
  which: RawBuilder<unknown>,
): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(*)::integer as count from follow_up as f join care_case as k on k.organisation_id = ${organisationId} and k.id = f.case_id
    where f.organisation_id = ${organisationId} and ${hasWords(organisationId)} and ${which}`.execute(tx);
  return found.rows[0]?.count ?? 0;
}

/** What was said in the follow-ups of these cases goes; that they were asked, and how they stand, stays: only people close them. Pictures that something else uses, too, stay there. Answers of how many. */
export async function blankFollowUps(
  tx: Tenant,
  organisationId: number,
  caseIds: readonly string[],
): Promise<number> {
  const those = sql`f.organisation_id = ${organisationId} and f.case_id = any(${uuids([...caseIds])})`;
  const counted = await sql<{ count: number }>`
    select count(*)::integer as count from follow_up as f where ${those} and ${hasWords(organisationId)}`.execute(
    tx,
  );
  const count = counted.rows[0]?.count ?? 0;
  if (count === 0) return 0;
  await sql`
    delete from media as m using follow_up as f, follow_up_act as a
    where ${those} and a.organisation_id = ${organisationId} and a.follow_up_id = f.id and a.pictures <> '{}'
      and m.organisation_id = ${organisationId} and m.id = any(a.pictures) and m.address is null
      and not ${isOfReply(organisationId)} and not ${isOfFollowUp(organisationId, caseIds)}`.execute(tx);
  await sql`
    update follow_up_act as a set words = null, suggestion = null, pictures = '{}' from follow_up as f
    where ${those} and a.organisation_id = ${organisationId} and a.follow_up_id = f.id
      and (a.words is not null or a.suggestion is not null or a.pictures <> '{}')`.execute(tx);
  await sql`update follow_up as f set question = null where ${those} and f.question is not null`.execute(tx);
  return count;
}
