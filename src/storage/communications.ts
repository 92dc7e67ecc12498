/** Communications staff: who is warned of a story that spreads, and by which limits. It says nothing of any post, so the desk may read it. */
import { sql } from 'kysely';
import { rolesWith } from '../domain/rights.ts';
import type { SpreadLimits } from '../domain/spreading.ts';
import { texts, uuids } from './arrays.ts';
import type { Tenant } from './database.ts';

export interface Warned {
  memberIds: string[];
  teamIds: string[];
}

/** The members and teams that were marked, as far as they are here. */
export async function readWarned(tx: Tenant, organisationId: number): Promise<Warned> {
  const found = await sql<Warned>`
    select
      array(select id from member where organisation_id = ${organisationId} and told_of_spreading and left_at is null and role = any(${texts([...rolesWith('spreading.read')])}) order by lower(name), id) as "memberIds",
      array(select id from team where organisation_id = ${organisationId} and told_of_spreading and retired_at is null order by lower(name), id) as "teamIds"`.execute(
    tx,
  );
  return found.rows[0] ?? { memberIds: [], teamIds: [] };
}

/** Marks these and no others. Ids that are nobody's mark nobody. */
export async function keepWarned(
  tx: Tenant,
  organisationId: number,
  { memberIds, teamIds }: Warned,
): Promise<void> {
  await sql`
    update member set told_of_spreading = (id = any(${uuids(memberIds)}))
    where organisation_id = ${organisationId} and told_of_spreading <> (id = any(${uuids(memberIds)}))`.execute(
    tx,
  );
  await sql`
    update team set told_of_spreading = (id = any(${uuids(teamIds)}))
    where organisation_id = ${organisationId} and told_of_spreading <> (id = any(${uuids(teamIds)}))`.execute(
    tx,
  );
}

/** Everybody who is warned, by themselves or by a team of theirs; whose role may not see the stories is not. */
export async function warnedMembers(tx: Tenant, organisationId: number): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select m.id from member as m
    where m.organisation_id = ${organisationId} and m.left_at is null and m.role = any(${texts([...rolesWith('spreading.read')])}) and (m.told_of_spreading or exists (
      select from team_member as tm join team as t on t.organisation_id = ${organisationId} and t.id = tm.team_id
      where tm.organisation_id = ${organisationId} and tm.member_id = m.id and t.told_of_spreading and t.retired_at is null
    ))`.execute(tx);
  return found.rows.map(({ id }) => id);
}

/** Sets the limits. */
export async function keepSpreadLimits(
  tx: Tenant,
  organisationId: number,
  limits: SpreadLimits,
): Promise<void> {
  await tx
    .updateTable('organisation')
    .set({ spreading: JSON.stringify(limits) })
    .where('id', '=', organisationId)
    .execute();
}
