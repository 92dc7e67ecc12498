/** What screens read of posts: those of a case, and those with certain words. */
import { sql } from 'kysely';
import type { CaseState } from '../domain/case.ts';
import type { Network } from '../domain/network.ts';
import type { Direction, Media, Visibility } from '../domain/post.ts';
import type { Tenant } from './database.ts';

export interface ReadPost {
  id: string;
  network: Network;
  networkId: string;
  thread: string;
  parentNetworkId: string | null;
  conversationId: string | null;
  direction: Direction;
  visibility: Visibility;
  hearing: string;
  by: { name: string; handle: string; networkId: string; memberName: string | null };
  text: string | null;
  language: string | null;
  media: Media[];
  handle: Record<string, string>;
  at: Date;
  heardAt: Date;
  heardBy: string[];
  editedAt: Date | null;
  deletedAt: Date | null;
  /** A program wrote it. */
  automatic: boolean;
  /** An answer of ours that came back, since when. */
  bouncedAt: Date | null;
}

interface PostRow {
  id: string;
  network: Network;
  network_id: string;
  thread: string;
  parent_network_id: string | null;
  conversation_id: string | null;
  direction: Direction;
  visibility: Visibility;
  hearing: string;
  by_name: string | null;
  by_handle: string | null;
  by_network_id: string | null;
  member_name: string | null;
  text: string;
  language: string | null;
  media: Media[] | null;
  handle: Record<string, string> | null;
  at: Date;
  heard_at: Date;
  heard_by: string[] | null;
  edited_at: Date | null;
  deleted_at: Date | null;
  automatic: boolean;
  bounced_at: Date | null;
}

const columns = sql`
  p.id, p.network, p.network_id, p.thread, p.parent_network_id, p.conversation_id, p.direction, p.visibility, p.hearing,
  coalesce(i.name, i.handle) as by_name, i.handle as by_handle, i.network_id as by_network_id, m.name as member_name,
  p.text, p.language, p.media, p.handle, p.at, p.heard_at, p.edited_at, p.deleted_at, p.automatic, p.bounced_at`;

const joins = (organisationId: number) => sql`
  left join identity as i on i.organisation_id = ${organisationId} and i.id = p.identity_id
  left join member as m on m.organisation_id = ${organisationId} and m.id = p.member_id`;

/** Who heard each of these posts, first and again: two joins for all of them, where a sub-query for each took most of the time of opening a long case. */
const hearers = (organisationId: number) => sql`
  left join raw_item as r on r.organisation_id = ${organisationId} and r.id = p.raw_id
  left join connected_account as a on a.organisation_id = ${organisationId} and a.id = r.account_id
  left join (
    select h.post_id, array_agg(distinct o.handle) as handles
    from post_heard as h join connected_account as o on o.organisation_id = ${organisationId} and o.id = h.account_id
    where h.organisation_id = ${organisationId} and h.post_id in (select id from latest) group by h.post_id
  ) as again on again.post_id = p.id`;

function readPost(row: PostRow): ReadPost {
  return {
    id: row.id,
    network: row.network,
    networkId: row.network_id,
    thread: row.thread,
    parentNetworkId: row.parent_network_id,
    conversationId: row.conversation_id,
    direction: row.direction,
    visibility: row.visibility,
    hearing: row.hearing,
    by: {
      name: row.by_name ?? '',
      handle: row.by_handle ?? '',
      networkId: row.by_network_id ?? '',
      memberName: row.member_name,
    },
    text: row.deleted_at === null ? row.text : null,
    language: row.language,
    media: row.media ?? [],
    handle: row.handle ?? {},
    at: row.at,
    heardAt: row.heard_at,
    heardBy: [...new Set(row.heard_by ?? [])].sort(),
    editedAt: row.edited_at,
    deletedAt: row.deleted_at,
    automatic: row.automatic,
    bouncedAt: row.bounced_at,
  };
}

/** The latest `most` posts of a case, oldest first. */
export async function postsOfCase(
  tx: Tenant,
  organisationId: number,
  caseId: string,
  most: number,
): Promise<ReadPost[]> {
  const found = await sql<PostRow>`
    with latest as materialized (
      select p.* from conversation as c
      join post as p on p.organisation_id = ${organisationId} and p.conversation_id = c.id
      where c.organisation_id = ${organisationId} and c.case_id = ${caseId}::uuid
      order by p.at desc, p.id desc limit ${most}
    )
    select ${columns}, array_remove(a.handle || coalesce(again.handles, '{}'), null) as heard_by from latest as p
    ${joins(organisationId)} ${hearers(organisationId)} order by p.at, p.id`.execute(tx);
  return found.rows.map(readPost);
}

/** One post; null when unknown. */
export async function postById(tx: Tenant, organisationId: number, postId: string): Promise<ReadPost | null> {
  const found = await sql<PostRow>`
    select ${columns}, null::text[] as heard_by from post as p ${joins(organisationId)}
    where p.organisation_id = ${organisationId} and p.id = ${postId}::uuid`.execute(tx);
  const row = found.rows[0];
  return row === undefined ? null : readPost(row);
}

/** The network's ids of our accounts that heard a post; an account that was disconnected since is one of them. */
export async function hearersOf(tx: Tenant, organisationId: number, postId: string): Promise<string[]> {
  const found = await sql<{ network_id: string }>`
    select distinct a.network_id from (
      select r.account_id from post as p join raw_item as r on r.organisation_id = ${organisationId} and r.id = p.raw_id
      where p.organisation_id = ${organisationId} and p.id = ${postId}::uuid
      union all
      select h.account_id from post_heard as h where h.organisation_id = ${organisationId} and h.post_id = ${postId}::uuid
    ) as heard join connected_account as a on a.organisation_id = ${organisationId} and a.id = heard.account_id`.execute(
    tx,
  );
  return found.rows.map((row) => row.network_id);
}

/** The case that a conversation belongs to. */
export async function caseOfConversation(
  tx: Tenant,
  organisationId: number,
  conversationId: string,
): Promise<string | null> {
  const row = await tx
    .selectFrom('conversation')
    .select('case_id')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', conversationId)
    .executeTakeFirst();
  return row?.case_id ?? null;
}

export interface FoundPost {
  post: ReadPost;
  caseId: string | null;
  caseNumber: number | null;
  caseState: CaseState | null;
}

/**
 * Posts that hold all the words, latest first, before an instant. `words` as typed: the last one may be a beginning. Ordered by time alone; ranking by likeness
 * costs too much on the way of everybody's search. A page is longer than `limit` where several posts have the time of its last one, so that the next page,
 * which begins before that time, leaves none out.
 */
export async function searchPosts(
  tx: Tenant,
  organisationId: number,
  wanted: { words: string; before: Date; limit: number },
): Promise<FoundPost[]> {
  const query = wordsQuery(wanted.words);
  if (query === null) return [];
  const found = await sql<
    PostRow & { case_id: string | null; case_number: number | null; case_state: CaseState | null }
  >`
    with hits as materialized (
      select id from posts_with_words(to_tsquery('simple', ${query}), ${wanted.before}::timestamptz, ${wanted.limit}::integer)
    )
    select ${columns}, null::text[] as heard_by, k.id as case_id, k.number as case_number, k.state as case_state
    from hits join post as p on p.organisation_id = ${organisationId} and p.id = hits.id
    ${joins(organisationId)}
    left join conversation as c on c.organisation_id = ${organisationId} and c.id = p.conversation_id
    left join care_case as k on k.organisation_id = ${organisationId} and k.id = c.case_id
    order by p.at desc, p.id desc`.execute(tx);
  return found.rows.map((row) => ({
    post: readPost(row),
    caseId: row.case_id,
    caseNumber: row.case_number === null ? null : Number(row.case_number),
    caseState: row.case_state,
  }));
}

/**
 * The words as a tsquery text: all must be there, the last may be a beginning; null when nothing is left to look for. Each word goes whole to the parser that read
 * the posts too: it keeps "water.example" and "14-223" together in its own way, and only it knows how.
 */
export function wordsQuery(typed: string): string | null {
  const words = typed
    .replaceAll('\u0000', '')
    .split(/\s+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .map((word) => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`);
  if (words.length === 0) return null;
  return /\s$/u.test(typed) ? words.join(' & ') : `${words.join(' & ')}:*`;
}
