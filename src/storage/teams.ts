/** Teams: members who share a queue of cases. A team is retired, never deleted: the history goes on naming it. */
import { sql } from 'kysely';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';

export interface Team {
  id: string;
  name: string;
  /** Its members, in the order of their names. */
  memberIds: string[];
}

/** Every team in use, by name. Members who left are not in it any more. */
export async function listTeams(tx: Tenant, organisationId: number): Promise<Team[]> {
  const found = await sql<Team>`
    select t.id, t.name, coalesce(array_agg(m.id order by lower(m.name), m.id) filter (where m.id is not null), '{}') as "memberIds"
    from team as t
    left join team_member as tm on tm.organisation_id = ${organisationId} and tm.team_id = t.id
    left join member as m on m.organisation_id = ${organisationId} and m.id = tm.member_id and m.left_at is null
    where t.organisation_id = ${organisationId} and t.retired_at is null
    group by t.id, t.name order by lower(t.name)`.execute(tx);
  return found.rows;
}

/** A team in use, locked against being retired meanwhile; null when there is none. */
export async function lockTeam(
  tx: Tenant,
  organisationId: number,
  id: string,
): Promise<{ id: string; name: string } | null> {
  const row = await tx
    .selectFrom('team')
    .select(['id', 'name'])
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .where('retired_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** Keeps a team, new or changed, with exactly these members. Fails with SQLSTATE 23505 where another team in use has the name, 23503 for who is no member. */
export async function keepTeam(
  tx: Tenant,
  organisationId: number,
  team: Team,
  by: { memberId: string; at: Date },
): Promise<void> {
  await sql`
    insert into team (organisation_id, id, name, changed_at, changed_by)
    values (${organisationId}, ${team.id}, ${team.name}, ${by.at}, ${by.memberId})
    on conflict (organisation_id, id) do update set name = excluded.name, changed_at = excluded.changed_at, changed_by = excluded.changed_by`.execute(
    tx,
  );
  await sql`
    delete from team_member where organisation_id = ${organisationId} and team_id = ${team.id}::uuid and member_id <> all(${uuids(team.memberIds)})`.execute(
    tx,
  );
  await sql`
    insert into team_member (organisation_id, team_id, member_id)
    select ${organisationId}::integer, ${team.id}::uuid, id from unnest(${uuids(team.memberIds)}) as t(id) on conflict do nothing`.execute(
    tx,
  );
}

/** Takes a team out of use. */
export async function retireTeam(tx: Tenant, organisationId: number, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('team')
    .set({ retired_at: at })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .execute();
}

/** How many cases stand in the team's queue, counted to `most` and no further. */
export async function casesOfTeam(
  tx: Tenant,
  organisationId: number,
  teamId: string,
  most: number,
): Promise<number> {
  const counted = await sql<{ n: number }>`
    select count(*)::integer as n from (
      select 1 from care_case where organisation_id = ${organisationId} and team_id = ${teamId}::uuid and state <> 'resolved' limit ${sql.lit(most)}
    ) as counted`.execute(tx);
  return counted.rows[0]?.n ?? 0;
}
