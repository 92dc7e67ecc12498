/** The posts of a call for complaints as they stand when somebody reads them, and what members say of them. */
import { type RawBuilder, sql } from 'kysely';
import type { CallWay } from '../domain/complaintCall.ts';
import type { CallAnswer, CallStand } from '../domain/complaintCallCounts.ts';
import type { Network } from '../domain/network.ts';
import { uuids } from './arrays.ts';
import { stillBlocks } from './authorBlocks.ts';
import type { Tenant } from './database.ts';

/** A call whose posts are read: until when posts are in time, and when that is asked. */
export interface ReadCall {
  id: string;
  end: Date;
  now: Date;
}

/** Posts of authors among these, with when they were written and whether the rule found that they answer the call. */
export async function postsToSay(
  tx: Tenant,
  organisationId: number,
  callId: string,
  ids: readonly string[],
): Promise<{ id: string; at: Date; gathered: boolean }[]> {
  const { rows } = await sql<{ id: string; at: Date; gathered: boolean }>`
    select p.id, p.at, exists (
        select from complaint_call_post as g where g.organisation_id = ${organisationId} and g.call_id = ${callId}::uuid and g.post_id = p.id and g.way is not null
      ) as gathered
    from unnest(${uuids([...new Set(ids)])}) as t(id)
    join post as p on p.organisation_id = ${organisationId} and p.id = t.id and p.direction = 'inbound'`.execute(
    tx,
  );
  return rows;
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
    select ${organisationId}::integer, ${callId}::uuid, t.id, ${answers}, ${by}::uuid, ${at}::timestamptz from unnest(${uuids([...postIds])}) as t(id)
    on conflict (organisation_id, call_id, post_id) do update set by_hand = excluded.by_hand, said_by = excluded.said_by, said_at = excluded.said_at
    where complaint_call_post.by_hand is distinct from excluded.by_hand
    returning post_id`.execute(tx);
  return rows.map(({ post_id }) => post_id);
}

/** The first standing post of the author of a case that was written in this time; null where there is none. */
export async function firstPostOfCase(
  tx: Tenant,
  organisationId: number,
  caseNumber: number,
  { from, until }: { from: Date; until: Date },
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select p.id from care_case as k
    join conversation as v on v.organisation_id = ${organisationId} and v.case_id = k.id
    join post as p on p.organisation_id = ${organisationId} and p.conversation_id = v.id
    where k.organisation_id = ${organisationId} and k.number = ${caseNumber} and p.direction = 'inbound' and p.deleted_at is null and not p.automatic
      and p.at between ${from} and ${until}
    order by p.at, p.id limit 1`.execute(tx);
  return rows[0]?.id ?? null;
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

/** Posts that stand: what its author deleted is in no count, whoever gathered it; what was erased here keeps its place without words. */
const standing = (organisationId: number, callId: string): RawBuilder<unknown> => sql`
  complaint_call_post as g
  join post as p on p.organisation_id = ${organisationId} and p.id = g.post_id and p.deleted_at is null
  join conversation as v on v.organisation_id = ${organisationId} and v.id = p.conversation_id
  join identity as i on i.organisation_id = ${organisationId} and i.id = v.identity_id
  join care_case as k on k.organisation_id = ${organisationId} and k.id = v.case_id
  where g.organisation_id = ${organisationId} and g.call_id = ${callId}::uuid`;

const ours = sql`q.direction = 'house' and not q.automatic and q.bounced_at is null and q.deleted_at is null`;

/** When a person of ours first answered it: in its case, its author. */
const answeredAt = (organisationId: number) => sql`(
  select min(q.at) from conversation as w
  join identity as j on j.organisation_id = ${organisationId} and j.id = w.identity_id
  join post as q on q.organisation_id = ${organisationId} and q.conversation_id = w.id
  where w.organisation_id = ${organisationId} and w.case_id = v.case_id and j.author_id = i.author_id and ${ours} and q.at > p.at
)`;

/** It goes on where its author was answered before: "thank you" complains of nothing. */
const isTalk = (
  organisationId: number,
) => sql`g.by_hand is null and g.way = 'thread' and not g.direct and exists (
  select from post as q where q.organisation_id = ${organisationId} and q.conversation_id = p.conversation_id and ${ours} and q.at < p.at
)`;

/** A member folded it or its author. */
const isFolded = (organisationId: number, now: Date) => sql`g.by_hand is null and (
  exists (select from abusive_post as b where b.organisation_id = ${organisationId} and b.post_id = p.id)
  or exists (select from author_block as b where b.organisation_id = ${organisationId} and b.author_id = i.author_id and ${stillBlocks(sql.ref('b.until'), now)})
)`;

/** A program took it for spam, and no member said otherwise; whoever was answered was looked at. */
const isSpam = (organisationId: number) => sql`g.by_hand is null and coalesce(
  (select s.so from finding_correction as s where s.organisation_id = ${organisationId} and s.post_id = p.id and s.aspect = 'nuisance' and s.name = 'spam'
    order by s.at desc, s.id desc limit 1),
  exists (select from post_finding as f where f.organisation_id = ${organisationId} and f.post_id = p.id and f.found -> 'nuisances' @> '[{"name": "spam"}]')
) and ${answeredAt(organisationId)} is null`;

/** How a post stands in its call: each in one place. "talk" is in none. */
const standOf = (organisationId: number, { end, now }: ReadCall): RawBuilder<unknown> => sql`case
  when not g.by_hand then 'out'
  when ${isTalk(organisationId)} then 'talk'
  when ${isFolded(organisationId, now)} or ${isSpam(organisationId)} then 'folded'
  when p.at > ${end} then 'late'
  when ${answeredAt(organisationId)} is not null then 'answered'
  when k.state = 'resolved' then 'settled'
  else 'waiting' end`;

/** Its author is known by our form alone, where a name is typed and nothing is proved. */
const isUntold = (organisationId: number) => sql`i.network = 'form' and not exists (
  select from identity as j where j.organisation_id = ${organisationId} and j.author_id = i.author_id and j.network <> 'form'
)`;

export type AnswerRow = Omit<CallAnswer, 'topics' | 'place'> & { tags: string[] };

/** Everything of the call, without its words. */
export async function answersOfCall(
  tx: Tenant,
  organisationId: number,
  call: ReadCall,
): Promise<AnswerRow[]> {
  const { rows } = await sql<Omit<AnswerRow, 'stand'> & { stand: CallStand | 'talk' }>`
    select p.id as "postId", i.author_id as "authorId", ${isUntold(organisationId)} as untold, p.at, ${answeredAt(organisationId)} as "answeredAt", ${standOf(organisationId, call)} as stand,
      g.way is not null as gathered, k.tags
    from ${standing(organisationId, call.id)}`.execute(tx);
  return rows.flatMap(({ stand, ...row }) => (stand === 'talk' ? [] : [{ ...row, stand }]));
}

/** Since when whom (by author) was heard in time in which case, as a table to ask. */
export const heardInTime = (organisationId: number, call: ReadCall): RawBuilder<unknown> => sql`
  select v.case_id, i.author_id, min(p.at) as at from ${standing(organisationId, call.id)}
    and ${standOf(organisationId, call)} in ('waiting', 'answered', 'settled') group by 1, 2`;

export const callLists = ['waiting', 'answered', 'settled', 'all', 'late', 'folded', 'out'] as const;
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
  call: ReadCall,
  wanted: { list: CallList; after: CallPostEnd | null; most: number },
): Promise<CallPostRow[]> {
  const { list, after, most } = wanted;
  const oldestFirst = list === 'waiting';
  const stand = standOf(organisationId, call);
  const which =
    list === 'all' ? sql`${stand} in ('waiting', 'answered', 'settled')` : sql`${stand} = ${list}`;
  const on =
    after === null
      ? sql``
      : oldestFirst
        ? sql`and (p.at, p.id) > (${after.at}, ${after.id}::uuid)`
        : sql`and (p.at, p.id) < (${after.at}, ${after.id}::uuid)`;
  const order = oldestFirst ? sql`p.at, p.id` : sql`p.at desc, p.id desc`;
  const { rows } = await sql<CallPostRow>`
    select p.id as "postId", k.id as "caseId", k.number as "caseNumber", i.author_id as "authorId", coalesce(i.name, i.handle) as author, p.network, p.text, p.at,
      p.erased_at is not null as erased, g.way, g.by_hand as "byHand", (
        select m.name from member as m where m.organisation_id = ${organisationId} and m.id = g.said_by
      ) as "saidBy", ${answeredAt(organisationId)} as "answeredAt", k.state = 'resolved' as settled, k.tags
    from ${standing(organisationId, call.id)} and ${which} ${on}
    order by ${order} limit ${most}`.execute(tx);
  return rows;
}

/** What those are called who wrote in a call, by their networks. Names of the protected are sealed elsewhere. */
export async function authorNamesOfCall(
  tx: Tenant,
  organisationId: number,
  callId: string,
): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct unnest(array_remove(array[i.handle, i.name], null)) as name from ${standing(organisationId, callId)}
    and not i.protected and i.erased_at is null`.execute(tx);
  return rows.map(({ name }) => name);
}
