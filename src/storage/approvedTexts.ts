import { sql } from 'kysely';
import type { ApprovedText } from '../domain/approvedText.ts';
import type { Tenant } from './database.ts';
import { retire } from './retiring.ts';

export interface KeptText extends ApprovedText {
  owner: { id: string; name: string };
  /** "2027-01-31": read again by then. */
  reviewOn: string;
  changedAt: Date;
}

export interface TextToKeep extends ApprovedText {
  ownerId: string;
  reviewOn: string;
}

/** Every text that is in use, by topic and title. */
export async function listTexts(tx: Tenant, organisationId: number): Promise<KeptText[]> {
  const rows = await tx
    .selectFrom('approved_text as t')
    .innerJoin('member as m', (join) =>
      join.onRef('m.organisation_id', '=', 't.organisation_id').onRef('m.id', '=', 't.owner_id'),
    )
    .select(['t.id', 't.title', 't.topic', 't.language', 't.text', 't.owner_id', 'm.name as owner_name'])
    .select([sql<string>`to_char(t.review_on, 'YYYY-MM-DD')`.as('reviewOn'), 't.changed_at as changedAt'])
    .where('t.organisation_id', '=', organisationId)
    .where('t.retired_at', 'is', null)
    .orderBy(sql`lower(t.topic)`)
    .orderBy(sql`lower(t.title)`)
    .execute();
  return rows.map(({ owner_id, owner_name, ...rest }) => ({
    ...rest,
    owner: { id: owner_id, name: owner_name },
  }));
}

/** Keeps a text, new or changed; false when another of this title and language is in use. */
export async function keepText(
  tx: Tenant,
  organisationId: number,
  kept: TextToKeep,
  by: { memberId: string; at: Date },
): Promise<boolean> {
  const done = await sql`
    insert into approved_text (organisation_id, id, title, topic, language, text, owner_id, review_on, changed_at, changed_by)
    select ${organisationId}, ${kept.id}::uuid, ${kept.title}, ${kept.topic}, ${kept.language}, ${kept.text}, ${kept.ownerId}::uuid, ${kept.reviewOn}::date,
      ${by.at}::timestamptz, ${by.memberId}::uuid
    where not exists (
      select from approved_text where organisation_id = ${organisationId} and id <> ${kept.id}::uuid and lower(title) = lower(${kept.title})
        and coalesce(language, '') = coalesce(${kept.language}::text, '') and retired_at is null
    )
    on conflict (organisation_id, id) do update set title = excluded.title, topic = excluded.topic, language = excluded.language, text = excluded.text,
      owner_id = excluded.owner_id, review_on = excluded.review_on, changed_at = excluded.changed_at, changed_by = excluded.changed_by
    where approved_text.retired_at is null`.execute(tx);
  return done.numAffectedRows === 1n;
}

/** Takes a text out of use; false when there is none. */
export const retireText = (tx: Tenant, organisationId: number, id: string, at: Date): Promise<boolean> =>
  retire(tx, 'approved_text', organisationId, id, at);

/** True when there is such a text, in use or not. */
export async function hasText(tx: Tenant, organisationId: number, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('approved_text')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Title and words of those of these texts that are in use, by id. */
export async function textsInUse(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<Map<string, { title: string; text: string }>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('approved_text')
    .select(['id', 'title', 'text'])
    .where('organisation_id', '=', organisationId)
    .where('id', 'in', [...ids])
    .where('retired_at', 'is', null)
    .execute();
  return new Map(rows.map(({ id, ...one }) => [id, one]));
}
