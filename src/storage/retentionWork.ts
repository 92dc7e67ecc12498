/** What goes when its term is over: found, counted for a preview, and removed batch by batch. Words of a case that is not settled, or to which a reply is under way, stay. */
import { type RawBuilder, sql } from 'kysely';
import type { RetentionCounts } from '../domain/retention.ts';
import { bigints, uuids } from './arrays.ts';
import { lockCases } from './cases.ts';
import type { Tenant } from './database.ts';
import type { ErasedReply } from './erasing.ts';
import { blankCommitments, blankPosts, blankReplies, eraseCarriers, eraseLinks } from './erasingWrites.ts';
import { blankFollowUps, blankLongOver, countFollowUpsWithWords } from './followUpWords.ts';

type Visible = 'public' | 'direct';

/** True for a case `k` that was settled before this instant and is at rest. */
const isAtRest = (organisationId: number, before: Date): RawBuilder<unknown> => sql`(
  k.state = 'resolved' and k.state_at < ${before}::timestamptz
  and (k.merged_into is null or exists (
    select from care_case as t where t.organisation_id = ${organisationId} and t.id = k.merged_into and t.state = 'resolved' and t.state_at < ${before}::timestamptz
  ))
  and not ${isAnswered(organisationId)}
)`;

/** True for a case `k` to which a reply is under way. */
const isAnswered = (organisationId: number): RawBuilder<unknown> => sql`exists (
  select from reply as r where r.organisation_id = ${organisationId} and r.case_id = k.id
    and r.state in ('awaiting_approval', 'queued', 'sending', 'later', 'unknown')
)`;

/** What would go of the posts that everybody, or that only author and house can read. */
export async function countPosts(
  tx: Tenant,
  organisationId: number,
  visibility: Visible,
  before: Date,
): Promise<Pick<RetentionCounts, 'posts' | 'answers' | 'files'>> {
  const found = await sql<Pick<RetentionCounts, 'posts' | 'answers' | 'files'>>`
    select (count(*) filter (where p.direction = 'inbound'))::integer as posts, (count(*) filter (where p.direction = 'house'))::integer as answers,
      coalesce(sum(jsonb_array_length(coalesce(p.media, '[]'))), 0)::integer as files
    from care_case as k join conversation as c on c.organisation_id = ${organisationId} and c.case_id = k.id
    join post as p on p.organisation_id = ${organisationId} and p.conversation_id = c.id
    where k.organisation_id = ${organisationId} and ${isAtRest(organisationId, before)} and c.visibility = ${visibility}
      and p.deleted_at is null and p.erased_at is null`.execute(tx);
  return found.rows[0] as Pick<RetentionCounts, 'posts' | 'answers' | 'files'>;
}

/** How many notes would go, and follow-ups whose words would. */
export async function countNotes(tx: Tenant, organisationId: number, before: Date): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(*)::integer as count from note as n join care_case as k on k.organisation_id = ${organisationId} and k.id = n.case_id
    where n.organisation_id = ${organisationId} and ${isAtRest(organisationId, before)}`.execute(tx);
  const followUps = await countFollowUpsWithWords(
    tx,
    organisationId,
    isAtRest(organisationId, before),
    before,
  );
  return (found.rows[0]?.count ?? 0) + followUps;
}

/** A raw item `r` that was read long ago: what waits to be read, or was set aside and not looked at, stays. */
const isReadBefore = (organisationId: number, before: Date): RawBuilder<unknown> => sql`(
  r.payload is not null and r.heard_at < ${before}::timestamptz
  and r.id < coalesce((select min(raw_id) from inbox_item where organisation_id = ${organisationId}), ${Number.MAX_SAFE_INTEGER}::bigint)
  and not exists (
    select from set_aside_item as s where s.organisation_id = ${organisationId} and s.raw_id = r.id and s.replayed_at is null
  )
)`;

/** How many raw items would go. */
export async function countRaw(tx: Tenant, organisationId: number, before: Date): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(*)::integer as count from raw_item as r where r.organisation_id = ${organisationId} and ${isReadBefore(organisationId, before)}`.execute(
    tx,
  );
  return found.rows[0]?.count ?? 0;
}

/** How many lines of the audit would go. */
export async function countAudit(tx: Tenant, organisationId: number, before: Date): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(*)::integer as count from audit_entry where organisation_id = ${organisationId} and at < ${before}`.execute(
    tx,
  );
  return found.rows[0]?.count ?? 0;
}

/** A row that was looked at, in the order of its kind. */
export interface Place {
  key: string;
  id: string | null;
}

const casesAtOnce = 100;
const postsAtOnce = 1_000;

export interface DueCases {
  /** Those at rest, locked. */
  ids: string[];
  last: Place | null;
}

/** Cases that nobody settled, of which nothing was heard or answered since and to which no reply is under way; a hundred at most. */
export async function untouchedCases(tx: Tenant, organisationId: number, before: Date): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select k.id from care_case as k
    where k.organisation_id = ${organisationId} and k.state <> 'resolved'
      and greatest(k.state_at, k.last_inbound_at, k.last_house_at) < ${before}::timestamptz
      and not ${isAnswered(organisationId)}
    order by k.id limit ${casesAtOnce}`.execute(tx);
  return found.rows.map(({ id }) => id);
}

/** The next settled cases after a place, in the order in which they were settled. */
export async function nextCases(
  tx: Tenant,
  organisationId: number,
  before: Date,
  after: Place | null,
): Promise<DueCases> {
  const from =
    after === null ? sql`true` : sql`(k.state_at, k.id) > (${after.key}::timestamptz, ${after.id}::uuid)`;
  const found = await sql<{ id: string; key: string }>`
    select k.id, k.state_at::text as key from care_case as k
    where k.organisation_id = ${organisationId} and k.state = 'resolved' and k.state_at < ${before} and ${from}
    order by k.state_at, k.id limit ${casesAtOnce}`.execute(tx);
  const last = found.rows[found.rows.length - 1] ?? null;
  // Locked in the order that everybody keeps, and looked at once more: one may have been opened again meanwhile.
  await lockCases(
    tx,
    organisationId,
    found.rows.map(({ id }) => id),
  );
  const still = await sql<{ id: string }>`
    select k.id from unnest(${uuids(found.rows.map(({ id }) => id))}) as t(id)
    join care_case as k on k.organisation_id = ${organisationId} and k.id = t.id where ${isAtRest(organisationId, before)}`.execute(
    tx,
  );
  return { ids: still.rows.map(({ id }) => id), last };
}

/**
 * Takes the words of these cases' posts of one visibility, of our answers to them, and what belongs to them: files, raw items, private pages, how to reach. `more` is true when
 * there were too many for one batch.
 */
export async function removePosts(
  tx: Tenant,
  organisationId: number,
  visibility: Visible,
  cases: readonly string[],
  at: { now: Date; before: Date },
): Promise<{ counts: Pick<RetentionCounts, 'posts' | 'answers' | 'files'>; more: boolean }> {
  const found = await sql<{ id: string; direction: string; files: number }>`
    select p.id, p.direction, jsonb_array_length(coalesce(p.media, '[]')) as files from unnest(${uuids([...cases])}) as t(id)
    join conversation as c on c.organisation_id = ${organisationId} and c.case_id = t.id and c.visibility = ${visibility}
    join post as p on p.organisation_id = ${organisationId} and p.conversation_id = c.id
    where p.deleted_at is null and p.erased_at is null limit ${postsAtOnce}`.execute(tx);
  const ids = found.rows.map(({ id }) => id);
  await eraseCarriers(tx, organisationId, ids);
  await blankPosts(tx, organisationId, ids, at.now);
  await blankReplies(tx, organisationId, await repliesOf(tx, organisationId, visibility, cases));
  await blankCommitments(tx, organisationId, await promisingIn(tx, organisationId, visibility, cases));
  if (visibility === 'direct') await removeWaysToReach(tx, organisationId, cases, at.before);
  const inbound = found.rows.filter(({ direction }) => direction === 'inbound').length;
  const files = found.rows.reduce((sum, row) => sum + row.files, 0);
  return {
    counts: { posts: inbound, answers: ids.length - inbound, files },
    more: ids.length === postsAtOnce,
  };
}

/** The conversations of these cases in which something was promised. */
async function promisingIn(
  tx: Tenant,
  organisationId: number,
  visibility: Visible,
  cases: readonly string[],
): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select distinct v.id from conversation as v
    join commitment as c on c.organisation_id = ${organisationId} and c.conversation_id = v.id
    where v.organisation_id = ${organisationId} and v.case_id = any(${uuids([...cases])}) and v.visibility = ${visibility}`.execute(
    tx,
  );
  return found.rows.map(({ id }) => id);
}

/** Replies of these cases that still have words, by the conversation that they are in, and where there is none by how they went out. */
async function repliesOf(
  tx: Tenant,
  organisationId: number,
  visibility: Visible,
  cases: readonly string[],
): Promise<Pick<ErasedReply, 'id' | 'state' | 'files'>[]> {
  const found = await sql<Pick<ErasedReply, 'id' | 'state' | 'files'>>`
    select r.id, r.state, array(select a ->> 'mediaId' from jsonb_array_elements(r.attachments) as a) as files
    from reply as r left join conversation as c on c.organisation_id = ${organisationId} and c.id = r.conversation_id
    where r.organisation_id = ${organisationId} and r.case_id = any(${uuids([...cases])}) and coalesce(c.visibility, r.mode) = ${visibility}
      and (r.text <> '' or r.state = 'draft' or r.attachments <> '[]')`.execute(tx);
  return found.rows;
}

/** Private pages of these cases' conversations, and how their authors said that they can be reached, unless they still have a case. */
async function removeWaysToReach(
  tx: Tenant,
  organisationId: number,
  cases: readonly string[],
  before: Date,
): Promise<void> {
  const threads = await sql<{ network: string; thread: string }>`
    select network, thread from conversation
    where organisation_id = ${organisationId} and case_id = any(${uuids([...cases])}) and visibility = 'direct'`.execute(
    tx,
  );
  await eraseLinks(tx, organisationId, { identities: [], threads: threads.rows });
  await sql`
    delete from how_to_reach as h using identity as i, conversation as c
    where h.organisation_id = ${organisationId} and i.organisation_id = ${organisationId} and i.fingerprint = h.fingerprint
      and c.organisation_id = ${organisationId} and c.identity_id = i.id and c.visibility = 'direct' and c.case_id = any(${uuids([...cases])})
      and not exists (
        select from conversation as o join care_case as k on k.organisation_id = ${organisationId} and k.id = o.case_id
        where o.organisation_id = ${organisationId} and o.identity_id = i.id and not ${isAtRest(organisationId, before)}
      )`.execute(tx);
}

/** Takes the notes of these cases, and what was said in their follow-ups; answers of how many both together. */
export async function removeNotes(
  tx: Tenant,
  organisationId: number,
  cases: readonly string[],
): Promise<number> {
  const followUps = await blankFollowUps(tx, organisationId, { caseIds: cases });
  const gone = await sql`
    delete from note where organisation_id = ${organisationId} and case_id = any(${uuids([...cases])})`.execute(
    tx,
  );
  return Number(gone.numAffectedRows ?? 0n) + followUps;
}

/** Takes what was said in the next follow-ups about no case that were over before; answers of how many. */
export const removeLongOver = (tx: Tenant, organisationId: number, before: Date): Promise<number> =>
  blankLongOver(tx, organisationId, before, casesAtOnce);

/** Takes the next raw items after a place, in the order in which they came. */
export async function removeRaw(
  tx: Tenant,
  organisationId: number,
  before: Date,
  after: Place | null,
): Promise<{ removed: number; last: Place | null }> {
  const found = await sql<{ id: number }>`
    select r.id from raw_item as r where r.organisation_id = ${organisationId} and r.id > ${after === null ? 0 : after.key}::bigint
      and ${isReadBefore(organisationId, before)} order by r.id limit ${postsAtOnce}`.execute(tx);
  const ids = found.rows.map(({ id }) => Number(id));
  await sql`
    update raw_item as r set payload = null, key = '' from unnest(${bigints(ids)}) as t(id)
    where r.organisation_id = ${organisationId} and r.id = t.id`.execute(tx);
  const last = ids[ids.length - 1];
  return { removed: ids.length, last: last === undefined ? null : { key: String(last), id: null } };
}

/** Takes the oldest lines of the audit; answers how many. */
export async function removeAudit(tx: Tenant, at: { now: Date; before: Date }): Promise<number> {
  const gone = await sql<{ count: number }>`
    select forget_audit(${at.before}, ${at.now}, ${postsAtOnce}) as count`.execute(tx);
  return gone.rows[0]?.count ?? 0;
}
