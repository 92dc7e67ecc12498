/** Lists of follow-ups: asked of somebody, asked by them, brought to them, all. */
import { type RawBuilder, sql } from 'kysely';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import { readFollowUps, type StoredFollowUp } from './followUps.ts';

/** Whose: asked of a member or one of these teams, asked by the member, brought to the member because nobody did anything by the date that stands, or all. */
export const followUpLists = ['to_me', 'by_me', 'told_me', 'all'] as const;
export type FollowUpList = (typeof followUpLists)[number];

/** How they stand: no report yet and in time, overdue, reported and not looked at, closed; or everything that is not closed. */
export const followUpStandings = ['open', 'waiting', 'overdue', 'reported', 'closed'] as const;
export type FollowUpStanding = (typeof followUpStandings)[number];

export interface FollowUpsWanted {
  list: FollowUpList;
  standing: FollowUpStanding;
  memberId: string;
  /** The teams of the member. */
  teamIds: readonly string[];
  now: Date;
}

/** Where a list goes on: behind this one. */
export interface FollowUpEnd {
  at: Date;
  id: string;
}

function whose(organisationId: number, { list, memberId, teamIds }: FollowUpsWanted): RawBuilder<unknown> {
  switch (list) {
    case 'to_me':
      return sql`(f.member_id = ${memberId}::uuid or (f.member_id is null and f.team_id = any(${uuids([...teamIds])})))`;
    case 'by_me':
      return sql`f.asker_id = ${memberId}::uuid`;
    case 'told_me':
      return sql`(f.asker_id <> ${memberId}::uuid and f.member_id is distinct from ${memberId}::uuid and exists (
        select from follow_up_reminder as r
        where r.organisation_id = ${organisationId} and r.member_id = ${memberId}::uuid and r.brought and r.follow_up_id = f.id and r.turn = f.turn and r.due_at = f.due_at))`;
    case 'all':
      return sql`true`;
  }
}

function stands({ standing, now }: FollowUpsWanted): RawBuilder<unknown> {
  switch (standing) {
    case 'open':
      return sql`f.ended_at is null`;
    case 'waiting':
      return sql`f.ended_at is null and f.state <> 'reported' and f.due_at >= ${now}`;
    case 'overdue':
      return sql`f.ended_at is null and f.state <> 'reported' and f.due_at < ${now}`;
    case 'reported':
      return sql`f.ended_at is null and f.state = 'reported'`;
    case 'closed':
      return sql`f.ended_at is not null`;
  }
}

/** A page of a list: what is open by its date, what is closed by when, the last first. */
export async function listFollowUps(
  tx: Tenant,
  organisationId: number,
  wanted: FollowUpsWanted,
  { after, most }: { after: FollowUpEnd | null; most: number },
): Promise<{ rows: StoredFollowUp[]; end: FollowUpEnd | null }> {
  const isClosed = wanted.standing === 'closed';
  const by = isClosed ? sql.ref('f.ended_at') : sql.ref('f.due_at');
  const behind =
    after === null
      ? sql`true`
      : sql`(${by}, f.id) ${isClosed ? sql`<` : sql`>`} (${after.at}, ${after.id}::uuid)`;
  const which = sql`${whose(organisationId, wanted)} and ${stands(wanted)} and ${behind}`;
  const order = isClosed ? sql`${by} desc, f.id desc` : sql`${by}, f.id`;
  const found = await readFollowUps(tx, organisationId, which, order, most + 1);
  const rows = found.slice(0, most);
  const last = rows.at(-1);
  if (found.length <= most || last === undefined) return { rows, end: null };
  const { endedAt, dueAt } = last.followUp;
  return { rows, end: { at: isClosed ? (endedAt ?? dueAt) : dueAt, id: last.id } };
}

/** How many stand in each list and standing, for the numbers beside their names. */
export async function countFollowUps(
  tx: Tenant,
  organisationId: number,
  wanted: Omit<FollowUpsWanted, 'standing'>,
): Promise<Record<Exclude<FollowUpStanding, 'open' | 'closed'>, number>> {
  const found = await sql<Record<Exclude<FollowUpStanding, 'open' | 'closed'>, number>>`
    select (count(*) filter (where f.state <> 'reported' and f.due_at >= ${wanted.now}))::integer as waiting,
      (count(*) filter (where f.state <> 'reported' and f.due_at < ${wanted.now}))::integer as overdue,
      (count(*) filter (where f.state = 'reported'))::integer as reported
    from follow_up as f where f.organisation_id = ${organisationId} and f.ended_at is null
      and ${whose(organisationId, { ...wanted, standing: 'open' })}`.execute(tx);
  return found.rows[0] ?? { waiting: 0, overdue: 0, reported: 0 };
}

/** How much waits for a member: what is asked of them and not taken up, due before that instant, or overdue; reports to them; what was brought to them. */
export async function countPressingFollowUps(
  tx: Tenant,
  organisationId: number,
  wanted: Omit<FollowUpsWanted, 'standing' | 'list'> & { soon: Date },
): Promise<number> {
  const { memberId, teamIds, now, soon } = wanted;
  // Each of them by its own index: together in one condition they would read every open one of the organisation.
  const open = sql`f.organisation_id = ${organisationId} and f.ended_at is null`;
  const toMe = sql`f.state <> 'reported' and (f.state <> 'accepted' or f.due_at < ${soon})`;
  const found = await sql<{ count: number }>`
    select count(*)::integer as count from (
      select f.id from follow_up as f where ${open} and f.member_id = ${memberId}::uuid and ${toMe}
      union
      select f.id from follow_up as f where ${open} and f.member_id is null and f.team_id = any(${uuids([...teamIds])}) and ${toMe}
      union
      select f.id from follow_up as f where ${open} and f.asker_id = ${memberId}::uuid and (f.state = 'reported' or f.due_at < ${now})
      union
      select f.id from follow_up_reminder as r join follow_up as f on f.id = r.follow_up_id
      where r.organisation_id = ${organisationId} and r.member_id = ${memberId}::uuid and r.brought and ${open}
        and f.turn = r.turn and f.due_at = r.due_at and f.asker_id <> ${memberId}::uuid and f.member_id is distinct from ${memberId}::uuid
    ) as pressing`.execute(tx);
  return found.rows[0]?.count ?? 0;
}
