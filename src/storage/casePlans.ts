/** The views of the desk as conditions and orders: each walks an index of its own. */
import { type RawBuilder, sql } from 'kysely';

export type CaseViewName = 'queue' | 'mine' | 'team' | 'unowned' | 'waiting_author' | 'resolved' | 'all';

/** Where a page ended: the sort key of its last row. */
export interface PageEnd {
  tier: number | null;
  at: string | null;
  id: string;
  number: number;
}

/** A view as its condition, what comes behind a row, and its order. */
export interface Plan {
  where: RawBuilder<unknown>;
  after: (end: PageEnd) => RawBuilder<unknown>;
  order: RawBuilder<unknown>;
}

const byQueue: Pick<Plan, 'after' | 'order'> = {
  after: (end) =>
    sql`and (tier, due_at, id) > (${end.tier}::smallint, ${end.at}::timestamptz, ${end.id}::uuid)`,
  order: sql`order by tier, due_at, id`,
};
const byChange: Pick<Plan, 'after' | 'order'> = {
  after: (end) => sql`and (state_at, id) < (${end.at}::timestamptz, ${end.id}::uuid)`,
  order: sql`order by state_at desc, id desc`,
};

/** A team's queue: what waits for us as in the queue, then what waits for nobody. */
const ofTeam: Plan = {
  where: sql`team_id is not null and state <> 'resolved'`,
  after: (end) => sql`and (coalesce(tier, 3::smallint), coalesce(due_at, 'infinity'::timestamptz), id)
    > (coalesce(${end.tier}::smallint, 3::smallint), coalesce(${end.at}::timestamptz, 'infinity'::timestamptz), ${end.id}::uuid)`,
  order: sql`order by coalesce(tier, 3::smallint), coalesce(due_at, 'infinity'::timestamptz), id`,
};

/** Whose cases is kept from the planner: it would plan each page for its member anew, which takes longer than the page. */
export function planOf(view: CaseViewName, memberId: string): Plan {
  switch (view) {
    case 'queue':
      return { where: sql`due_at is not null and not folded`, ...byQueue };
    case 'unowned':
      return {
        where: sql`due_at is not null and owner_id is null and team_id is null and not folded`,
        ...byQueue,
      };
    case 'team':
      return ofTeam;
    case 'mine':
      return { where: sql`owner_id = (select ${memberId}::uuid) and state <> 'resolved'`, ...byChange };
    case 'waiting_author':
      return { where: sql`state = 'waiting_author'`, ...byChange };
    case 'resolved':
      return { where: sql`state = 'resolved' and merged_into is null`, ...byChange };
    case 'all':
      return {
        where: sql`merged_into is null`,
        after: (end) => sql`and number < ${end.number}`,
        order: sql`order by number desc`,
      };
  }
}
