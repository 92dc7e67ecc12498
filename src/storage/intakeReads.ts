/** What Settings > Intake shows. */
import { sql } from 'kysely';
import type { Tenant } from './database.ts';

export interface IntakeState {
  waiting: number;
  oldestWaitingAt: Date | null;
  today: {
    posts: number;
    doubles: number;
    edits: number;
    deletions: number;
    ignored: number;
    setAside: number;
  };
  setAside: {
    rawId: string;
    account: string;
    reason: string;
    position: string | null;
    at: Date;
    payload: string | null;
  }[];
  setAsideOpen: number;
  imports: {
    id: string;
    name: string;
    bytes: number;
    readBytes: number;
    readLines: number;
    unreadableLines: number;
    startedAt: Date;
    finishedAt: Date | null;
  }[];
}

const mostCounted = 1_000_000;

/** The organisation's intake now; at most the latest 100 items that were set aside. */
export async function intakeState(tx: Tenant, organisationId: number, now: Date): Promise<IntakeState> {
  const waiting = await sql<{ n: number; oldest: Date | null }>`
    select count(*)::integer as n, (
      select min(r.heard_at) from (
        select raw_id from inbox_item where organisation_id = ${organisationId} order by raw_id limit 1
      ) as first join raw_item as r on r.organisation_id = ${organisationId} and r.id = first.raw_id
    ) as oldest
    from (select 1 from inbox_item where organisation_id = ${organisationId} limit ${mostCounted}) as counted`.execute(
    tx,
  );
  const today = await sql<IntakeState['today']>`
    select coalesce(sum(posts), 0)::integer as posts, coalesce(sum(doubles), 0)::integer as doubles, coalesce(sum(edits), 0)::integer as edits,
      coalesce(sum(deletions), 0)::integer as deletions, coalesce(sum(ignored), 0)::integer as ignored, coalesce(sum(set_aside), 0)::integer as "setAside"
    from intake_count where organisation_id = ${organisationId} and day = (${now}::timestamptz at time zone 'UTC')::date`.execute(
    tx,
  );
  const aside = await sql<IntakeState['setAside'][number]>`
    select s.raw_id::text as "rawId", a.handle as account, s.reason, s.position, s.set_aside_at as at, left(r.payload, 4000) as payload
    from set_aside_item as s
    join connected_account as a on a.organisation_id = s.organisation_id and a.id = s.account_id
    join raw_item as r on r.organisation_id = s.organisation_id and r.id = s.raw_id
    where s.organisation_id = ${organisationId} and s.replayed_at is null order by s.set_aside_at desc limit 100`.execute(
    tx,
  );
  const open = await sql<{ n: number }>`
    select count(*)::integer as n from set_aside_item where organisation_id = ${organisationId} and replayed_at is null`.execute(
    tx,
  );
  return {
    waiting: waiting.rows[0]?.n ?? 0,
    oldestWaitingAt: waiting.rows[0]?.oldest ?? null,
    today: today.rows[0] ?? { posts: 0, doubles: 0, edits: 0, deletions: 0, ignored: 0, setAside: 0 },
    setAside: aside.rows,
    setAsideOpen: open.rows[0]?.n ?? 0,
    imports: await latestImports(tx, organisationId),
  };
}

/** The latest twenty archives that were or are being imported. */
async function latestImports(tx: Tenant, organisationId: number): Promise<IntakeState['imports']> {
  const rows = await tx
    .selectFrom('archive_import')
    .select([
      'id',
      'name',
      'bytes',
      'read_bytes',
      'read_lines',
      'unreadable_lines',
      'started_at',
      'finished_at',
    ])
    .where('organisation_id', '=', organisationId)
    .orderBy('started_at', 'desc')
    .limit(20)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    bytes: Number(row.bytes),
    readBytes: Number(row.read_bytes),
    readLines: Number(row.read_lines),
    unreadableLines: Number(row.unreadable_lines),
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  }));
}
