/** What was said in follow-ups: what would go of cases and authors, and what goes, with the files that belong to it. */
import { type RawBuilder, sql } from 'kysely';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import { dropFilesOf } from './followUpFiles.ts';

/** Whose words go: of follow-ups about these cases, and about the authors with these identities. */
export interface FollowUpsAbout {
  caseIds: readonly string[];
  identityIds?: readonly string[];
}

/** A follow-up is about one of these. `name` is how it is called in the statement. */
export const isAbout = (
  name: string,
  { caseIds, identityIds = [] }: FollowUpsAbout,
): RawBuilder<unknown> => sql`
  (${sql.ref(`${name}.case_id`)} = any(${uuids([...caseIds])}) or ${sql.ref(`${name}.identity_id`)} = any(${uuids([...identityIds])}))`;

/** Something of the follow-up `f` can still be read. */
const hasWords = (organisationId: number): RawBuilder<unknown> => sql`(f.question is not null or exists (
  select from follow_up_act as a where a.organisation_id = ${organisationId} and a.follow_up_id = f.id
    and (a.words is not null or a.suggestion is not null or a.files <> '{}')
))`;

/** A follow-up `f` about no case that was closed before this instant, or stands open, due before it, and nobody has done anything about it since. */
const isLongOver = (organisationId: number, before: Date): RawBuilder<unknown> => sql`(
  f.case_id is null and coalesce(f.ended_at, f.due_at) < ${before}::timestamptz
  and (f.ended_at is not null or not exists (
    select from follow_up_act as l where l.organisation_id = ${organisationId} and l.follow_up_id = f.id and l.at >= ${before}::timestamptz
  ))
)`;

/** How many follow-ups still have words of those about cases `k` that fit, and of those about no case that were over before. */
export async function countFollowUpsWithWords(
  tx: Tenant,
  organisationId: number,
  which: RawBuilder<unknown>,
  before: Date,
): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(*)::integer as count from follow_up as f left join care_case as k on k.organisation_id = ${organisationId} and k.id = f.case_id
    where f.organisation_id = ${organisationId} and ${hasWords(organisationId)} and (${isLongOver(organisationId, before)} or (f.case_id is not null and ${which}))`.execute(
    tx,
  );
  return found.rows[0]?.count ?? 0;
}

/** What was said in the follow-ups about these goes; that they were asked, and how they stand, stays: only people close them. Files that something else uses, too, stay there. Answers of how many. */
export async function blankFollowUps(
  tx: Tenant,
  organisationId: number,
  about: FollowUpsAbout,
): Promise<number> {
  const found = await sql<{ id: string }>`
    select f.id from follow_up as f where f.organisation_id = ${organisationId} and ${isAbout('f', about)} and ${hasWords(organisationId)}
    order by f.id for update`.execute(tx);
  return blankThese(
    tx,
    organisationId,
    found.rows.map(({ id }) => id),
  );
}

/** The same of the next of those about no case that were over before; answers of how many, and whether there may be more. */
export async function blankLongOver(
  tx: Tenant,
  organisationId: number,
  before: Date,
  most: number,
): Promise<number> {
  const found = await sql<{ id: string }>`
    select f.id from follow_up as f where f.organisation_id = ${organisationId} and ${isLongOver(organisationId, before)} and ${hasWords(organisationId)}
    order by f.id limit ${most} for update`.execute(tx);
  return blankThese(
    tx,
    organisationId,
    found.rows.map(({ id }) => id),
  );
}

async function blankThese(tx: Tenant, organisationId: number, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const those = (column: string) => sql`${sql.ref(column)} = any(${uuids([...ids])})`;
  await dropFilesOf(tx, organisationId, ids);
  await sql`
    update follow_up_act as w set words = null, suggestion = null, files = '{}'
    where w.organisation_id = ${organisationId} and ${those('w.follow_up_id')}
      and (w.words is not null or w.suggestion is not null or w.files <> '{}')`.execute(tx);
  await sql`
    update follow_up as f set question = null
    where f.organisation_id = ${organisationId} and ${those('f.id')} and f.question is not null`.execute(tx);
  return ids.length;
}
