/** Views that members saved under a name. */
import { sql } from 'kysely';
import type { CaseFilter, SavedList } from '../domain/caseFilter.ts';
import type { Tenant } from './database.ts';

export interface SavedView {
  id: string;
  name: string;
  view: SavedList;
  /** What is searched for; empty for a list. */
  words: string;
  filter: CaseFilter;
  madeBy: { id: string; name: string };
  /** Everybody's. */
  shared: boolean;
}

export interface ViewToKeep extends Omit<SavedView, 'madeBy'> {
  madeBy: string;
  at: Date;
}

/** No list of names is longer than somebody reads. */
const most = 200;

/** Those of a member and everybody's, by name. */
export async function listSavedViews(
  tx: Tenant,
  organisationId: number,
  memberId: string,
): Promise<SavedView[]> {
  const rows = await tx
    .selectFrom('saved_view as v')
    .innerJoin('member as m', (join) =>
      join.onRef('m.organisation_id', '=', 'v.organisation_id').onRef('m.id', '=', 'v.made_by'),
    )
    .select(['v.id', 'v.name', 'v.view', 'v.words', 'v.filter', 'v.shared', 'v.made_by', 'm.name as maker'])
    .where('v.organisation_id', '=', organisationId)
    .where((e) => e.or([e('v.shared', '=', true), e('v.made_by', '=', memberId)]))
    .orderBy('v.shared')
    .orderBy(sql`lower(v.name)`)
    .limit(most)
    .execute();
  return rows.map(({ made_by, maker, ...rest }) => ({ ...rest, madeBy: { id: made_by, name: maker } }));
}

/** Keeps a view, new or changed; false where there is one of this name, the member's own or everybody's. */
export async function keepSavedView(tx: Tenant, organisationId: number, kept: ViewToKeep): Promise<boolean> {
  const done = await sql`
    insert into saved_view (organisation_id, id, name, view, words, filter, made_by, shared, changed_at)
    select ${organisationId}, ${kept.id}::uuid, ${kept.name}, ${kept.view}, ${kept.words}, ${JSON.stringify(kept.filter)}::jsonb, ${kept.madeBy}::uuid,
      ${kept.shared}, ${kept.at}::timestamptz
    where not exists (
      select from saved_view where organisation_id = ${organisationId} and id <> ${kept.id}::uuid and lower(name) = lower(${kept.name})
        and shared = ${kept.shared} and (shared or made_by = ${kept.madeBy}::uuid)
    )
    on conflict (organisation_id, id) do update set name = excluded.name, view = excluded.view, words = excluded.words, filter = excluded.filter,
      shared = excluded.shared, changed_at = excluded.changed_at`.execute(tx);
  return done.numAffectedRows === 1n;
}

/** Removes it. */
export async function removeSavedView(tx: Tenant, organisationId: number, id: string): Promise<void> {
  await tx
    .deleteFrom('saved_view')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .execute();
}
