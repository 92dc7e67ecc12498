/** Which posts answer which call: what the rule is asked about, what it found, what members said, and the posts as they stand when somebody reads them. */
import { type RawBuilder, sql } from 'kysely';
import type { CallTimes, CallWay } from '../domain/complaintCall.ts';
import type { Network } from '../domain/network.ts';
import { texts, uuids } from './arrays.ts';
import type { System, Tenant } from './database.ts';
import type { Reading } from './readings.ts';
import type { Lease } from './webhookWork.ts';

/** Claims an organisation that has a call to gather for and in which something happened; null when there is none. */
export async function claimCallReading(system: System, lease: Lease, now: Date): Promise<Reading | null> {
  const found = await sql<{ organisation_id: number; read: number }>`
    update complaint_call_reading as r set leased_by = ${lease.worker}, lease_until = ${lease.until}
    from (
      select w.organisation_id from complaint_call_reading as w join organisation_counter as c on c.organisation_id = w.organisation_id
      where (w.lease_until is null or w.lease_until <= ${now}) and w.gathers_until >= ${now} and w.read < c.history
      order by w.read limit 1 for update of w skip locked
    ) as due
    where r.organisation_id = due.organisation_id returning r.organisation_id, r.read`.execute(system);
  const [row] = found.rows;
  return row === undefined ? null : { organisationId: row.organisation_id, read: Number(row.read) };
}

/** What the next facts say: posts that came or changed, and announcements that reached their network. */
export async function nextFactsOfCalls(
  tx: Tenant,
  { organisationId, read }: Reading,
  window: number,
): Promise<{ seen: number; postIds: string[]; replyIds: string[] }> {
  const { rows } = await sql<{ seen: number | null; posts: string[]; replies: string[] }>`
    select max(sequence) as seen,
      coalesce(array_agg(distinct subject_id) filter (where action in ('case_opened', 'post_heard', 'post_edited') and subject_id is not null), '{}') as posts,
      coalesce(array_agg(distinct subject_id) filter (where action = 'reply_sent' and case_id is null and subject_id is not null), '{}') as replies
    from history where organisation_id = ${organisationId} and sequence > ${read} and sequence <= ${read + window}`.execute(
    tx,
  );
  const [row] = rows;
  return { seen: Number(row?.seen ?? read), postIds: row?.posts ?? [], replyIds: row?.replies ?? [] };
}

/** A call that is gathered for. */
export interface GatheringCall extends CallTimes {
  id: string;
  hashtag: string;
}

/** Every call whose posts may still come. */
export async function gatheringCalls(tx: Tenant, organisationId: number): Promise<GatheringCall[]> {
  return tx
    .selectFrom('complaint_call')
    .select(['id', 'hashtag', 'opened_at as openedAt', 'closes_at as closesAt', 'ended_at as endedAt'])
    .where('organisation_id', '=', organisationId)
    .where('hears', '=', true)
    .execute();
}

/** The network's clock and ours may differ by this much. */
const skew = sql`interval '10 minutes'`;

/** Posts that stand under announcements or quote them: where it was long unknown whether one had left, they were heard before that was known. */
export async function postsUnder(
  tx: Tenant,
  organisationId: number,
  replyIds: readonly string[],
): Promise<string[]> {
  if (replyIds.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select p.id from reply as r
    join complaint_call_announcement as n on n.organisation_id = ${organisationId} and n.reply_id = r.id
    join post as p on p.organisation_id::bigint = ${organisationId}::bigint and p.deleted_at is null
      and p.at >= coalesce(r.first_attempt_at, r.state_at) - ${skew} and r.network_id in (p.thread, p.quoted_network_id)
    where r.organisation_id = ${organisationId} and r.id = any(${uuids([...replyIds])})`.execute(tx);
  return rows.map(({ id }) => id);
}

/** A post and a call, as the rule asks. */
export interface AskedOfPost {
  postId: string;
  text: string;
  at: Date;
  /** Calls under whose announcement it stands, and of whose form it is. */
  under: string[];
  form: string[];
  /** Where it was gathered by the rule before. */
  known: string[];
}

/** These posts of authors, as far as they have words: what was erased stays where it was gathered. */
export async function postsToAsk(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<AskedOfPost[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<AskedOfPost>`
    select p.id as "postId", p.text, p.at,
      array(
        select n.call_id from complaint_call_announcement as n
        join reply as r on r.organisation_id = ${organisationId} and r.id = n.reply_id
        join connected_account as a on a.organisation_id = ${organisationId} and a.id = r.account_id
        where n.organisation_id = ${organisationId} and a.network = p.network and r.network_id in (p.thread, p.parent_network_id, p.quoted_network_id)
      ) as under,
      array(select f.call_id from complaint_call_form as f where f.organisation_id = ${organisationId} and f.fingerprint = p.fingerprint) as form,
      array(select g.call_id from complaint_call_post as g where g.organisation_id = ${organisationId} and g.post_id = p.id and g.way is not null) as known
    from unnest(${uuids([...ids])}) as t(id)
    join post as p on p.organisation_id = ${organisationId} and p.id = t.id
    where p.direction = 'inbound' and not p.automatic and p.erased_at is null and p.deleted_at is null`.execute(
    tx,
  );
  return rows;
}

/** What the rule found of a post and a call; a null way: it does not answer it any more. */
export interface Gathered {
  callId: string;
  postId: string;
  way: CallWay | null;
}

/** Keeps what the rule found. What a member said stands beside it. */
export async function keepGathered(
  tx: Tenant,
  organisationId: number,
  found: readonly Gathered[],
): Promise<void> {
  const into = found.filter(({ way }) => way !== null);
  const out = found.filter(({ way }) => way === null);
  if (into.length > 0)
    await sql`
      insert into complaint_call_post (organisation_id, call_id, post_id, way)
      select ${organisationId}::integer, t.* from unnest(${uuids(into.map((one) => one.callId))}, ${uuids(into.map((one) => one.postId))}, ${texts(into.map((one) => one.way))}) as t(call_id, post_id, way)
      on conflict (organisation_id, call_id, post_id) do update set way = excluded.way`.execute(tx);
  if (out.length === 0) return;
  const those = sql`unnest(${uuids(out.map((one) => one.callId))}, ${uuids(out.map((one) => one.postId))}) as t(call_id, post_id)
    where g.organisation_id = ${organisationId} and g.call_id = t.call_id and g.post_id = t.post_id`;
  await sql`update complaint_call_post as g set way = null from ${those} and g.by_hand is not null`.execute(
    tx,
  );
  await sql`delete from complaint_call_post as g using ${those} and g.by_hand is null`.execute(tx);
}

/** Keeps what a member says of posts and a call. Answers those of which something changed. */
export async function sayOfPosts(
  tx: Tenant,
  organisationId: number,
  callId: string,
  said: { postIds: readonly string[]; answers: boolean; by: string; at: Date },
): Promise<string[]> {
  const { postIds, answers, by, at } = said;
  const { rows } = await sql<{ post_id: string }>`
    insert into complaint_call_post (organisation_id, call_id, post_id, by_hand, said_by, said_at)
    select ${organisationId}::integer, ${callId}::uuid, p.id, ${answers}, ${by}::uuid, ${at}::timestamptz
    from unnest(${uuids([...postIds])}) as t(id)
    join post as p on p.organisation_id = ${organisationId} and p.id = t.id and p.direction = 'inbound'
    on conflict (organisation_id, call_id, post_id) do update set by_hand = excluded.by_hand, said_by = excluded.said_by, said_at = excluded.said_at
    where coalesce(complaint_call_post.by_hand, complaint_call_post.way is not null) is distinct from excluded.by_hand
    returning post_id`.execute(tx);
  return rows.map(({ post_id }) => post_id);
}

/** The first standing post of the author of a case; null where there is none. */
export async function firstPostOfCase(
  tx: Tenant,
  organisationId: number,
  caseNumber: number,
): Promise<{ postId: string; caseId: string } | null> {
  const { rows } = await sql<{ postId: string; caseId: string }>`
    select p.id as "postId", k.id as "caseId" from care_case as k
    join conversation as v on v.organisation_id = ${organisationId} and v.case_id = k.id
    join post as p on p.organisation_id = ${organisationId} and p.conversation_id = v.id
    where k.organisation_id = ${organisationId} and k.number = ${caseNumber} and p.direction = 'inbound' and p.deleted_at is null and not p.automatic
    order by p.at, p.id limit 1`.execute(tx);
  return rows[0] ?? null;
}

/** A post of a call as it stands now. */
export interface CallPostRow {
  postId: string;
  caseId: string;
  caseNumber: number;
  authorId: string;
  author: string;
  network: Network;
  text: string;
  at: Date;
  erased: boolean;
  way: CallWay | null;
  byHand: boolean | null;
  saidBy: string | null;
  answeredAt: Date | null;
  settled: boolean;
  tags: string[];
}

/** Counted are posts that stand: what its author deleted is in no count, whoever gathered it; what was erased here keeps its place without words. */
const standing = (organisationId: number, callId: string): RawBuilder<unknown> => sql`
  complaint_call_post as g
  join post as p on p.organisation_id = ${organisationId} and p.id = g.post_id and p.deleted_at is null
  join conversation as v on v.organisation_id = ${organisationId} and v.id = p.conversation_id
  join identity as i on i.organisation_id = ${organisationId} and i.id = v.identity_id
  join care_case as k on k.organisation_id = ${organisationId} and k.id = v.case_id
  left join member as m on m.organisation_id = ${organisationId} and m.id = g.said_by
  left join lateral (
    select min(q.at) as at from conversation as w
    join identity as j on j.organisation_id = ${organisationId} and j.id = w.identity_id
    join post as q on q.organisation_id = ${organisationId} and q.conversation_id = w.id
    where w.organisation_id = ${organisationId} and w.case_id = v.case_id and j.author_id = i.author_id
      and q.direction = 'house' and not q.automatic and q.bounced_at is null and q.deleted_at is null and q.at > p.at
  ) as answer on true
  where g.organisation_id = ${organisationId} and g.call_id = ${callId}::uuid`;

const counted = sql`coalesce(g.by_hand, g.way is not null)`;

/** Everything that answers the call, without its words. */
export async function answersOfCall(
  tx: Tenant,
  organisationId: number,
  callId: string,
): Promise<Pick<CallPostRow, 'postId' | 'authorId' | 'at' | 'answeredAt' | 'settled' | 'tags'>[]> {
  const { rows } = await sql<
    Pick<CallPostRow, 'postId' | 'authorId' | 'at' | 'answeredAt' | 'settled' | 'tags'>
  >`
    select p.id as "postId", i.author_id as "authorId", p.at, answer.at as "answeredAt", k.state = 'resolved' as settled, k.tags
    from ${standing(organisationId, callId)} and ${counted}`.execute(tx);
  return rows;
}

export const callLists = ['waiting', 'answered', 'all', 'late', 'out'] as const;
export type CallList = (typeof callLists)[number];

/** Where a list goes on. */
export interface CallPostEnd {
  at: Date;
  id: string;
}

/** Posts of a call: those that wait, the longest first; the others, the latest first. */
export async function listCallPosts(
  tx: Tenant,
  organisationId: number,
  call: { id: string; end: Date },
  wanted: { list: CallList; after: CallPostEnd | null; most: number },
): Promise<CallPostRow[]> {
  const { list, after, most } = wanted;
  const oldestFirst = list === 'waiting';
  const which = {
    waiting: sql`${counted} and p.at <= ${call.end} and answer.at is null and k.state <> 'resolved'`,
    answered: sql`${counted} and p.at <= ${call.end} and answer.at is not null`,
    all: sql`${counted} and p.at <= ${call.end}`,
    late: sql`${counted} and p.at > ${call.end}`,
    out: sql`not ${counted}`,
  }[list];
  const on =
    after === null
      ? sql``
      : oldestFirst
        ? sql`and (p.at, p.id) > (${after.at}, ${after.id}::uuid)`
        : sql`and (p.at, p.id) < (${after.at}, ${after.id}::uuid)`;
  const order = oldestFirst ? sql`p.at, p.id` : sql`p.at desc, p.id desc`;
  const { rows } = await sql<CallPostRow>`
    select p.id as "postId", k.id as "caseId", k.number as "caseNumber", i.author_id as "authorId", coalesce(i.name, i.handle) as author, p.network, p.text, p.at,
      p.erased_at is not null as erased, g.way, g.by_hand as "byHand", m.name as "saidBy", answer.at as "answeredAt", k.state = 'resolved' as settled, k.tags
    from ${standing(organisationId, call.id)} and ${which} ${on}
    order by ${order} limit ${most}`.execute(tx);
  return rows;
}
