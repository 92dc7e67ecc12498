/** What was found in posts, and what members say of it. */
import { sql } from 'kysely';
import { type Aspect, type Correction, nothingFound, type PostFinding } from '../domain/finding.ts';
import { documents, rowsOf, texts, uuids } from './arrays.ts';
import type { Tenant } from './database.ts';

/** A post that is to be read. */
export interface PostToRead {
  postId: string;
  caseId: string;
  text: string;
  direction: 'inbound' | 'house';
  at: Date;
  /** Where the author says that they live, and where the network says that it is from; null of an author who is protected. */
  home: string | null;
  field: string | null;
  /** Of the organisation. */
  timeZone: string;
  /** Whose holidays the organisation keeps, ISO 3166-1 alpha-2. */
  holidays: string | null;
}

/** The words of posts that stand, authors' and ours, and the case of each; a post that is not there any more is left out. Ours may be named by the reply that brought it about. */
export async function postsToRead(
  tx: Tenant,
  organisationId: number,
  postIds: readonly string[],
): Promise<PostToRead[]> {
  if (postIds.length === 0) return [];
  const found = await sql<PostToRead>`
    with wanted as materialized (
      select distinct coalesce(r.post_id, t.id) as id from unnest(${uuids([...postIds])}) as t(id)
      left join lateral (
        select post_id from reply where organisation_id = ${organisationId} and id = t.id limit 1
      ) as r on true
    )
    select p.id as "postId", c.case_id as "caseId", p.text, p.direction, p.at,
      w.home, w.field, o.time_zone as "timeZone", o.office_hours ->> 'country' as holidays
    from wanted
    cross join lateral (
      select id, conversation_id, identity_id, text, direction, at from post where organisation_id = ${organisationId} and id = wanted.id
        and not automatic and deleted_at is null and erased_at is null limit 1
    ) as p
    cross join lateral (
      select case_id from conversation where organisation_id = ${organisationId} and id = p.conversation_id and case_id is not null limit 1
    ) as c
    left join lateral (
      select home, field from post_whereabouts where organisation_id = ${organisationId} and post_id = p.id and not exists (
        select from identity where organisation_id = ${organisationId} and id = p.identity_id and protected
      ) limit 1
    ) as w on true
    join organisation as o on o.id = ${organisationId}`.execute(tx);
  return found.rows;
}

/** Writes what was found, instead of what was found before. */
export async function keepFindings(
  tx: Tenant,
  organisationId: number,
  { at, models }: { at: Date; models: string },
  findings: readonly { postId: string; found: PostFinding }[],
): Promise<void> {
  if (findings.length === 0) return;
  const rows = {
    post_id: uuids(findings.map(({ postId }) => postId)),
    found: documents(findings.map(({ found }) => found)),
    models: texts(findings.map(() => models)),
  };
  await sql`
    insert into post_finding (organisation_id, post_id, found, models, at)
    select ${organisationId}::integer, t.post_id, t.found, t.models, ${at}::timestamptz from ${rowsOf(rows)} as t
    on conflict (organisation_id, post_id) do update set found = excluded.found, models = excluded.models, at = excluded.at`.execute(
    tx,
  );
}

/** What was found in a post, and what members said of it, oldest first. */
export interface ReadFinding {
  postId: string;
  /** When it was read. */
  at: Date;
  found: PostFinding;
  said: SaidOfFinding[];
}

export interface SaidOfFinding extends Correction {
  id: string;
  by: { id: string; name: string };
  at: Date;
}

/** The findings of these posts; a post that was not read has none. */
export async function findingsOf(
  tx: Tenant,
  organisationId: number,
  postIds: readonly string[],
): Promise<Map<string, ReadFinding>> {
  if (postIds.length === 0) return new Map();
  const ids = uuids([...postIds]);
  const [found, said] = await Promise.all([
    sql<{ post_id: string; at: Date; found: PostFinding; hidden: boolean }>`
      select f.post_id, f.at, f.found,
        f.found @? '$.places[*] ? (@.from != "text")' and exists (
          select from post as p join identity as i on i.organisation_id = ${organisationId} and i.id = p.identity_id and i.protected
          where p.organisation_id = ${organisationId} and p.id = t.id
        ) as hidden
      from unnest(${ids}) as t(id)
      join post_finding as f on f.organisation_id = ${organisationId} and f.post_id = t.id`.execute(tx),
    sql<{
      id: string;
      post_id: string;
      aspect: Aspect;
      name: string;
      so: boolean;
      at: Date;
      by: string;
      member: string;
    }>`
      select s.id, s.post_id, s.aspect, s.name, s.so, s.at, m.id as by, m.name as member from unnest(${ids}) as t(id)
      join finding_correction as s on s.organisation_id = ${organisationId} and s.post_id = t.id
      join member as m on m.organisation_id = ${organisationId} and m.id = s.by
      order by s.at, s.id`.execute(tx),
  ]);
  const all = new Map<string, ReadFinding>(
    // What was read by an earlier version knows nothing of what is looked for since.
    found.rows.map(({ post_id: postId, at, found: one, hidden }) => {
      const all = { ...nothingFound(), ...one };
      // Where a protected author lives is told by nothing but their words.
      const shown = hidden ? { ...all, places: all.places.filter(({ from }) => from === 'text') } : all;
      return [postId, { postId, at, found: shown, said: [] }];
    }),
  );
  for (const { id, post_id, aspect, name, so, at, by, member } of said.rows)
    all.get(post_id)?.said.push({ id, aspect, name, so, at, by: { id: by, name: member } });
  return all;
}

/** The posts of a case that were read and stand, authors' and ours. */
export async function readPostsOfCase(
  tx: Tenant,
  organisationId: number,
  caseId: string,
): Promise<{ id: string; direction: 'inbound' | 'house' }[]> {
  const found = await sql<{ id: string; direction: 'inbound' | 'house' }>`
    select p.id, p.direction from conversation as c
    join post as p on p.organisation_id = ${organisationId} and p.conversation_id = c.id
    join post_finding as f on f.organisation_id = ${organisationId} and f.post_id = p.id
    where c.organisation_id = ${organisationId} and c.case_id = ${caseId}::uuid
      and p.deleted_at is null and p.erased_at is null`.execute(tx);
  return found.rows;
}

/** Keeps a member's word; the words before it stay. */
export async function keepCorrection(
  tx: Tenant,
  organisationId: number,
  {
    id,
    postId,
    aspect,
    name,
    so,
    by,
    at,
    was,
  }: Correction & { id: string; postId: string; by: string; at: Date; was: boolean },
): Promise<void> {
  await tx
    .insertInto('finding_correction')
    .values({ organisation_id: organisationId, id, post_id: postId, aspect, name, so, by, at, was })
    .execute();
}

/** How often members said that something is so that was not found, or is not so that was; since an instant, the most contradicted first. */
export async function correctionCounts(
  tx: Tenant,
  organisationId: number,
  since: Date,
): Promise<{ aspect: Aspect; name: string; missed: number; wrong: number }[]> {
  const found = await sql<{ aspect: Aspect; name: string; missed: number; wrong: number }>`
    select aspect, name, count(*) filter (where so and not was)::integer as missed,
      count(*) filter (where was and not so)::integer as wrong
    from finding_correction where organisation_id = ${organisationId} and at >= ${since}
    group by aspect, name having count(*) filter (where so <> was) > 0
    order by count(*) filter (where so <> was) desc, aspect, name`.execute(tx);
  return found.rows;
}

/** How many posts were read since an instant, and how many facts wait to be looked at. */
export async function readingCounts(
  tx: Tenant,
  organisationId: number,
  since: Date,
): Promise<{ read: number; behind: number }> {
  const found = await sql<{ read: number; behind: number }>`
    select (select count(*)::integer from post_finding where organisation_id = ${organisationId} and at >= ${since}) as read,
      (c.history - coalesce(w.read, 0))::float8 as behind
    from organisation_counter as c left join post_reading as w on w.organisation_id = c.organisation_id
    where c.organisation_id = ${organisationId}`.execute(tx);
  const [row] = found.rows;
  return { read: row?.read ?? 0, behind: row?.behind ?? 0 };
}

/** The latest posts of a case by its author that stand, at most so many. */
export async function latestPostsOfCase(
  tx: Tenant,
  organisationId: number,
  caseId: string,
  most: number,
): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select p.id from conversation as c
    join post as p on p.organisation_id = ${organisationId} and p.conversation_id = c.id
    where c.organisation_id = ${organisationId} and c.case_id = ${caseId}::uuid
      and p.deleted_at is null and p.erased_at is null
    order by p.at desc, p.id desc limit ${most}`.execute(tx);
  return found.rows.map(({ id }) => id);
}

/** A post that members corrected, with its words. */
export interface CorrectedPost {
  text: string;
  direction: 'inbound' | 'house';
  found: PostFinding;
  said: Correction[];
}

/** Every post that members corrected and that stands, authors' and ours, oldest first. */
export async function correctedPosts(tx: Tenant, organisationId: number): Promise<CorrectedPost[]> {
  const found = await sql<CorrectedPost>`
    select p.text, p.direction, f.found, jsonb_agg(jsonb_build_object('aspect', s.aspect, 'name', s.name, 'so', s.so) order by s.at, s.id) as said
    from finding_correction as s
    join post as p on p.organisation_id = ${organisationId} and p.id = s.post_id and p.deleted_at is null and p.erased_at is null
    join post_finding as f on f.organisation_id = ${organisationId} and f.post_id = s.post_id
    where s.organisation_id = ${organisationId}
    group by p.id, p.text, p.direction, f.found order by min(s.at), p.id`.execute(tx);
  return found.rows.map((row) => ({ ...row, found: { ...nothingFound(), ...row.found } }));
}
