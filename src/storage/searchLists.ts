/** The lists of words that searches read, written after intake. What they are is told in migrations/0007_search.sql and 0045_small_lists.sql. */
import { sql } from 'kysely';
import type { Storage, System } from './database.ts';
import { failureOf } from './failures.ts';

/** Organisations of which enough posts wait to be put into lists. */
export async function organisationsWithWaitingPosts(system: System): Promise<number[]> {
  const found = await sql<{ id: number }>`
    select o.id from organisation as o
    where exists (select from search_waiting where organisation_id = o.id offset 127)
    order by o.id`.execute(system);
  return found.rows.map((row) => row.id);
}

/** Puts one batch of an organisation's waiting posts into lists; answers how many. 0: too few wait, or another program is at it. */
export async function listWaitingPosts(storage: Storage, organisationId: number): Promise<number> {
  return storage.asSystem(async (tx) => {
    const done = await sql<{ posts: number }>`
      select search_take_waiting(${organisationId}) as posts`.execute(tx);
    return done.rows[0]?.posts ?? 0;
  });
}

/** Joins small segments into a great one where there are enough; answers how many posts it holds. 0 too where an edit came between: the next time will do. */
export async function joinSegments(storage: Storage, organisationId: number): Promise<number> {
  try {
    return await storage.asSystem(async (tx) => {
      const done = await sql<{ posts: number }>`
        select search_join_segments(${organisationId}) as posts`.execute(tx);
      return done.rows[0]?.posts ?? 0;
    });
  } catch (error) {
    if (failureOf(error) === 'retry') return 0;
    throw error;
  }
}

/** Whether more than `many` items wait in the inbox: then whatever can wait should. */
export async function inboxIsDeep(system: System, many: number): Promise<boolean> {
  const found = await sql<{ deep: boolean }>`
    select exists (select from inbox_item offset ${many}) as deep`.execute(system);
  return found.rows[0]?.deep ?? false;
}
