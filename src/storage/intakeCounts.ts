import { sql } from 'kysely';
import { instants, integers, uuids } from './arrays.ts';
import type { Tenant } from './database.ts';

export interface IntakeCounts {
  posts: number;
  doubles: number;
  edits: number;
  deletions: number;
  ignored: number;
  set_aside: number;
}

export function noCounts(): IntakeCounts {
  return { posts: 0, doubles: 0, edits: 0, deletions: 0, ignored: 0, set_aside: 0 };
}

/** Posts of authors that an account heard within a quarter of an hour; `archived` came in archives. */
export interface HeardTally {
  accountId: string;
  /** When the quarter began. */
  quarter: Date;
  heard: number;
  archived: number;
}

/** Adds to what intake says that it took in. */
export async function addTallies(
  tx: Tenant,
  organisationId: number,
  tallies: readonly HeardTally[],
): Promise<void> {
  if (tallies.length === 0) return;
  // Everybody locks in one order.
  const rows = [...tallies].sort(
    (a, b) => a.quarter.getTime() - b.quarter.getTime() || (a.accountId < b.accountId ? -1 : 1),
  );
  await sql`
    insert into intake_tally (organisation_id, account_id, quarter, heard, archived)
    select ${organisationId}::integer, t.account_id, t.quarter, t.heard, t.archived
    from unnest(${uuids(rows.map((row) => row.accountId))}, ${instants(rows.map((row) => row.quarter))},
      ${integers(rows.map((row) => row.heard))}, ${integers(rows.map((row) => row.archived))}) as t(account_id, quarter, heard, archived)
    on conflict (organisation_id, quarter, account_id) do update set heard = intake_tally.heard + excluded.heard,
      archived = intake_tally.archived + excluded.archived`.execute(tx);
}

/** Adds to the counts of the day (UTC) by account. */
export async function addIntakeCounts(
  tx: Tenant,
  organisationId: number,
  at: Date,
  counts: ReadonlyMap<string, IntakeCounts>,
): Promise<void> {
  if (counts.size === 0) return;
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const column = (what: keyof IntakeCounts) => rows.map(([, count]) => count[what]);
  await sql`
    insert into intake_count (organisation_id, account_id, day, posts, doubles, edits, deletions, ignored, set_aside)
    select ${organisationId}::integer, t.account_id, (${at}::timestamptz at time zone 'UTC')::date, t.posts, t.doubles, t.edits, t.deletions, t.ignored, t.set_aside
    from unnest(${uuids(rows.map(([id]) => id))}, ${integers(column('posts'))}, ${integers(column('doubles'))}, ${integers(column('edits'))},
      ${integers(column('deletions'))}, ${integers(column('ignored'))}, ${integers(column('set_aside'))})
      as t(account_id, posts, doubles, edits, deletions, ignored, set_aside)
    on conflict (organisation_id, account_id, day) do update set posts = intake_count.posts + excluded.posts, doubles = intake_count.doubles + excluded.doubles,
      edits = intake_count.edits + excluded.edits, deletions = intake_count.deletions + excluded.deletions, ignored = intake_count.ignored + excluded.ignored,
      set_aside = intake_count.set_aside + excluded.set_aside`.execute(tx);
}
