/** The front row: every post of an author that reached the organisation, as it came, and the counts that prove it. Called by insight/frontRow only. */
import { type RawBuilder, sql } from 'kysely';
import type { CaseState } from '../domain/case.ts';
import type { Severity } from '../domain/queue.ts';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import { columns, joins, type PostRow, type ReadPost, readPost } from './postReads.ts';

/** Where a page ended: the last post on it. */
export interface ArrivalEnd {
  heardAt: Date;
  id: string;
}

/** Which posts: all that came in alive; those of them that are folded on the desk (abuse, spam, a blocked author); those of archives. */
export type FrontList = 'all' | 'folded' | 'archive';

export interface FrontPost {
  post: ReadPost;
  caseId: string | null;
  caseNumber: number | null;
  state: CaseState | null;
  severity: Severity;
  vulnerable: boolean;
  waitingSince: Date | null;
  dueAt: Date | null;
  /** Who answered this author last after the post, and when; null where nobody has. */
  answered: { by: string | null; at: Date } | null;
  /** When it was on the reader's own screen first. */
  seenAt: Date | null;
}

/** A list that is narrowed looks through so many posts for one page. */
const mostLooked = 2_000;

interface Row extends PostRow {
  case_id: string | null;
  case_number: string | null;
  case_state: CaseState | null;
  severity: Severity | null;
  vulnerable: boolean | null;
  waiting_since: Date | null;
  due_at: Date | null;
  answered_at: Date | null;
  answered_by: string | null;
  seen_at: Date | null;
}

/** A page of posts, the last to arrive first. `end`: where the next page goes on, also where a narrowed one has few or none; null at the end. Deleted and erased posts stand in it without their words. */
export async function frontPosts(
  tx: Tenant,
  organisationId: number,
  wanted: { list: FrontList; memberId: string; after: ArrivalEnd | null; limit: number; looks?: number },
): Promise<{ posts: FrontPost[]; end: ArrivalEnd | null }> {
  const { list, memberId, after, limit } = wanted;
  const looked = list === 'folded' ? (wanted.looks ?? mostLooked) : limit;
  const arrived = sql`
    select id, heard_at from front_posts(${organisationId}::integer, ${list === 'archive'}, ${after?.heardAt ?? 'infinity'}::timestamptz,
      ${after?.id ?? '00000000-0000-0000-0000-000000000000'}::uuid, ${looked}::integer)`;
  const folded = sql`where b.reason is not null or x.author_id is not null`;
  const found = await sql<Row>`
    ${shown(organisationId, memberId, arrived)} ${list === 'folded' ? folded : sql``}
    order by p.heard_at desc, p.id desc limit ${limit}`.execute(tx);
  const posts = found.rows.map(frontPost);
  const last = posts.at(-1)?.post;
  if (posts.length === limit && last !== undefined)
    return { posts, end: { heardAt: last.heardAt, id: last.id } };
  return { posts, end: list === 'folded' ? await lookedThrough(tx, arrived, looked) : null };
}

/** Where a list that is narrowed goes on though its page is not full: behind the last post that was looked at; null where that was the last. */
async function lookedThrough(
  tx: Tenant,
  arrived: RawBuilder<unknown>,
  most: number,
): Promise<ArrivalEnd | null> {
  const found = await sql<{ id: string; heardAt: Date; count: number }>`
    with arrived as materialized (${arrived})
    select id, heard_at as "heardAt", (select count(*)::integer from arrived) as count from arrived order by heard_at, id limit 1`.execute(
    tx,
  );
  const [last] = found.rows;
  return last === undefined || last.count < most ? null : { heardAt: last.heardAt, id: last.id };
}

/** The posts that `ids` selects, as the front row shows them. */
const shown = (organisationId: number, memberId: string, ids: RawBuilder<unknown>) => sql`
  with wanted as materialized (${ids})
  select ${columns}, null::text[] as heard_by, k.id as case_id, k.number as case_number, k.state as case_state, k.severity, k.vulnerable,
    k.waiting_since, k.due_at, a.at as answered_at, a.name as answered_by, s.at as seen_at
  from wanted
  join post as p on p.organisation_id = ${organisationId} and p.id = wanted.id
  ${joins(organisationId)}
  left join conversation as c on c.organisation_id = ${organisationId} and c.id = p.conversation_id
  left join care_case as k on k.organisation_id = ${organisationId} and k.id = c.case_id
  left join post_seen as s on s.organisation_id = ${organisationId} and s.post_id = p.id and s.member_id = ${memberId}::uuid
  left join lateral (
    select h.at, w.name from post as h left join member as w on w.organisation_id = ${organisationId} and w.id = h.member_id
    where h.organisation_id = ${organisationId} and h.conversation_id = p.conversation_id and h.direction = 'house' and h.at > p.at
      and not h.automatic and h.deleted_at is null and h.bounced_at is null
    order by h.at desc limit 1
  ) as a on true`;

/** These posts as the front row shows them, by id. */
export async function frontPostsById(
  tx: Tenant,
  organisationId: number,
  memberId: string,
  postIds: readonly string[],
): Promise<Map<string, FrontPost>> {
  if (postIds.length === 0) return new Map();
  const ids = sql`select id from unnest(${uuids([...new Set(postIds)])}) as t(id)`;
  const found = await sql<Row>`${shown(organisationId, memberId, ids)}`.execute(tx);
  return new Map(found.rows.map((row) => [row.id, frontPost(row)]));
}

const frontPost = (row: Row): FrontPost => ({
  post: readPost(row),
  caseId: row.case_id,
  caseNumber: row.case_number === null ? null : Number(row.case_number),
  state: row.case_state,
  severity: row.severity ?? 0,
  vulnerable: row.vulnerable ?? false,
  waitingSince: row.waiting_since,
  dueAt: row.due_at,
  answered: row.answered_at === null ? null : { by: row.answered_by, at: row.answered_at },
  seenAt: row.seen_at,
});

/** What intake says of a stretch of time, and what the list shows of it. Each is counted from its own rows. */
export interface FrontCounts {
  /** What intake took in, of authors, live. */
  heard: number;
  /** What the list shows. */
  shown: number;
  /** Of what is shown: folded on the desk, and why. */
  abusive: number;
  blocked: number;
  /** Of what is shown: deleted by its author, or erased here. */
  gone: number;
  /** What came in archives, by intake and by the list. */
  archived: number;
  archiveShown: number;
  /** Raw items that are on their way to the desk now, and those that could not be read and wait for a fix. */
  waiting: number;
  setAside: number;
}

/** The day of a zone that an instant is in: from its first instant to the first of the next. */
export async function dayAround(
  tx: Tenant,
  timeZone: string,
  at: Date,
): Promise<{ since: Date; until: Date }> {
  const found = await sql<{ since: Date; until: Date }>`
    select day at time zone ${timeZone}::text as since, (day + interval '1 day') at time zone ${timeZone}::text as until
    from (select date_trunc('day', ${at}::timestamptz at time zone ${timeZone}::text) as day) as t`.execute(
    tx,
  );
  return found.rows[0] as { since: Date; until: Date };
}

/** Counts a stretch of time that begins and ends with a quarter of an hour, in one view of the rows. */
export async function frontCounts(
  tx: Tenant,
  organisationId: number,
  { since, until }: { since: Date; until: Date },
): Promise<FrontCounts> {
  const org = sql`${organisationId}::integer`;
  const stretch = sql`${since}::timestamptz, ${until}::timestamptz`;
  const live = sql`p.organisation_id::bigint = ${organisationId}::bigint and (p.hearing = 'imported') = false and p.direction = 'inbound' and p.raw_id is not null
    and p.heard_at >= ${since}::timestamptz and p.heard_at < ${until}::timestamptz`;
  const found = await sql<FrontCounts>`
    select coalesce(t.heard, 0)::integer as heard, coalesce(t.archived, 0)::integer as archived,
      front_count(${org}, false, ${stretch})::integer as shown,
      case when t.archived > 0 then front_count(${org}, true, ${stretch})::integer else 0 end as "archiveShown",
      (select count(*)::integer from abusive_post as b join post as p on p.organisation_id = ${organisationId} and p.id = b.post_id
        where b.organisation_id = ${organisationId} and ${live}) as abusive,
      (select count(*)::integer from author_block as x
        join identity as i on i.organisation_id = ${organisationId} and i.author_id = x.author_id
        join post as p on p.organisation_id = ${organisationId} and p.identity_id = i.id
        where x.organisation_id = ${organisationId} and ${live}
          and not exists (select from abusive_post as b where b.organisation_id = ${organisationId} and b.post_id = p.id)) as blocked,
      (select count(*)::integer from post as p where ${live} and (p.deleted_at is not null or p.erased_at is not null)) as gone,
      (select count(*)::integer from inbox_item where organisation_id = ${organisationId}) as waiting,
      (select count(*)::integer from set_aside_item where organisation_id = ${organisationId} and replayed_at is null) as "setAside"
    from (
      select sum(heard) as heard, sum(archived) as archived from intake_tally
      where organisation_id = ${organisationId} and quarter >= ${since} and quarter < ${until}
    ) as t`.execute(tx);
  return found.rows[0] as FrontCounts;
}
