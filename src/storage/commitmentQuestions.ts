/** "Did it happen?", asked of authors, and what they wrote after it. */
import { sql } from 'kysely';
import { type AnsweringPost, answeredWithin } from '../domain/didItHappen.ts';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';

export interface NewQuestion {
  commitmentId: string;
  /** The answer of ours that asks, and when it left. */
  replyId: string;
  at: Date;
  /** How often the promise was said to be kept by now. */
  keeping: number;
}

/** Notes that an answer of ours asked. Asked twice about the same keeping, the first question stands, unless the answer that asked did not arrive, or left again. */
export async function noteQuestion(
  tx: Tenant,
  organisationId: number,
  { commitmentId, replyId, at, keeping }: NewQuestion,
): Promise<void> {
  await sql`
    insert into commitment_question (organisation_id, commitment_id, reply_id, at, keeping)
    values (${organisationId}, ${commitmentId}::uuid, ${replyId}::uuid, ${at}, ${keeping})
    on conflict (organisation_id, commitment_id) do update set reply_id = excluded.reply_id, at = excluded.at, keeping = excluded.keeping
      where commitment_question.keeping < excluded.keeping
        or (commitment_question.reply_id = excluded.reply_id and commitment_question.at < excluded.at)
        or not exists (
          select from reply as before
          where before.organisation_id = ${organisationId} and before.id = commitment_question.reply_id and before.state = 'sent'
        )`.execute(tx);
}

/** What an answer of ours asked when it left an earlier time: it came back, and may say something else now. */
export async function forgetQuestionsOf(
  tx: Tenant,
  organisationId: number,
  { replyId, before }: { replyId: string; before: Date },
): Promise<void> {
  await sql`
    delete from commitment_question where organisation_id = ${organisationId} and reply_id = ${replyId}::uuid and at < ${before}`.execute(
    tx,
  );
}

export interface Question {
  askedAt: Date;
  /** How often the promise had been said to be kept when it was asked. */
  keeping: number;
  /** What its author wrote after it in the case of the promise, in whichever of their conversations, as it stands now. */
  posts: AnsweringPost[];
  /** When the last post of theirs was written that a member read for this promise. */
  readUntil: Date | null;
}

/** The latest so many are looked through for an answer, and the first. */
const mostPosts = 20;

/** By commitment the question that was asked last; those that were not asked about are left out, and those of which the author never got the question. */
export async function questionsOf(
  tx: Tenant,
  organisationId: number,
  commitmentIds: readonly string[],
): Promise<Map<string, Question>> {
  if (commitmentIds.length === 0) return new Map();
  const found = await sql<QuestionRow>`
    select q.commitment_id, q.at as "askedAt", q.keeping, p.id, p.at, p.text, p.revision, p.clear,
      (${readUntil(organisationId)}) as "readUntil"
    from unnest(${uuids([...commitmentIds])}) as t(id)
    join commitment_question as q on q.organisation_id = ${organisationId} and q.commitment_id = t.id
    join reply as r on r.organisation_id = ${organisationId} and r.id = q.reply_id and r.state = 'sent'
    join commitment as c on c.organisation_id = ${organisationId} and c.id = t.id
    left join lateral (${answering(organisationId)}) as p on true
    order by p.at, p.id`.execute(tx);
  const questions = new Map<string, Question>();
  for (const { commitment_id, askedAt, keeping, readUntil: until, ...post } of found.rows) {
    const question = questions.get(commitment_id) ?? { askedAt, keeping, posts: [], readUntil: until };
    if (post.id !== null) question.posts.push({ ...post, id: post.id });
    questions.set(commitment_id, question);
  }
  return questions;
}

interface QuestionRow {
  commitment_id: string;
  askedAt: Date;
  keeping: number;
  id: string | null;
  at: Date;
  text: string;
  revision: string;
  clear: boolean;
  readUntil: Date | null;
}

const readUntil = (organisationId: number) => sql`
  select max(seen.at) from commitment_act as a
  join post as seen on seen.organisation_id = ${organisationId} and seen.id = a.post_id
  where a.organisation_id = ${organisationId} and a.commitment_id = c.id`;

/** Conversations in the case of the promise "c" with the author to whom it was made. Others may write in the same case, once it was merged. */
const withThem = (organisationId: number) => sql`
  select theirs.id
  from conversation as promised
  join identity as whose on whose.organisation_id = ${organisationId} and whose.id = promised.identity_id
  join conversation as theirs on theirs.organisation_id = ${organisationId} and theirs.case_id = promised.case_id
  join identity as writer on writer.organisation_id = ${organisationId} and writer.id = theirs.identity_id and writer.author_id = whose.author_id
  where promised.organisation_id = ${organisationId} and promised.id = c.conversation_id`;

/** True for a post "p" that answers the asking answer "r" itself. */
const answersIt = sql`coalesce(p.parent_network_id = r.network_id, false)`;

/** Something else of ours stands between the question and the post "p", or is what it answers; or the same answer asked, or the same post was read, about another promise. */
const answersMore = (organisationId: number) => sql`
  exists (
    select from post as h
    where h.organisation_id = ${organisationId} and h.conversation_id in (select id from theirs) and h.direction = 'house' and h.deleted_at is null and h.bounced_at is null
      and h.network_id is distinct from r.network_id
      and (h.network_id = p.parent_network_id or (h.at > q.at and h.at <= p.at and not ${answersIt}))
  ) or exists (
    select from commitment_question as beside
    where beside.organisation_id = ${organisationId} and beside.reply_id = q.reply_id and beside.commitment_id <> q.commitment_id
  ) or exists (
    select from commitment_act as a
    join commitment as other on other.organisation_id = ${organisationId} and other.id = a.commitment_id
    where other.conversation_id in (select id from theirs) and other.id <> c.id and a.organisation_id = ${organisationId} and a.post_id = p.id
  )`;

/** Another question went to the author since, before the post "p". */
const askedSince = (organisationId: number) => sql`
  exists (
    select from commitment_question as next
    join commitment as other on other.organisation_id = ${organisationId} and other.id = next.commitment_id
    join reply as asking on asking.organisation_id = ${organisationId} and asking.id = next.reply_id and asking.state = 'sent'
    where next.organisation_id = ${organisationId} and other.conversation_id in (select id from theirs)
      and next.reply_id <> q.reply_id and next.at > q.at and next.at <= p.at
  )`;

/** Posts of the author after the question "q", until the next one, unless they answer it by name: the latest and the first. */
const answering = (organisationId: number) => sql`
  with theirs as materialized (${withThem(organisationId)}), written as (
    select p.id, p.at, p.text, p.revision, p.parent_network_id
    from post as p
    where p.organisation_id = ${organisationId} and p.conversation_id in (select id from theirs) and p.direction = 'inbound' and not p.automatic
      and p.deleted_at is null and p.erased_at is null
      and p.at > q.at and p.at <= q.at + ${answeredWithin / 1000} * interval '1 second'
      and (${answersIt} or not ${askedSince(organisationId)})
  ), looked as (
    (select * from written order by at desc, id desc limit ${mostPosts})
    union (select * from written order by at, id limit 1)
  )
  select p.id, p.at, p.text, p.revision, not (${answersMore(organisationId)}) as clear from looked as p`;

/** The promises made to the author of a conversation in the case in which it is, that are said to be kept, whoever said so. */
export async function keptForAuthorOf(
  tx: Tenant,
  organisationId: number,
  conversationId: string,
): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select c.id from conversation as asks
    join identity as whose on whose.organisation_id = ${organisationId} and whose.id = asks.identity_id
    join conversation as promised on promised.organisation_id = ${organisationId} and promised.case_id = asks.case_id
    join identity as heard on heard.organisation_id = ${organisationId} and heard.id = promised.identity_id and heard.author_id = whose.author_id
    join commitment as c on c.organisation_id = ${organisationId} and c.conversation_id = promised.id and c.state = 'kept'
    where asks.organisation_id = ${organisationId} and asks.id = ${conversationId}::uuid`.execute(tx);
  return found.rows.map(({ id }) => id);
}

/** Whether the last act of a promise is this one, read in this post: somebody tapped twice. */
export async function wasReadSo(
  tx: Tenant,
  organisationId: number,
  { commitmentId, postId, kind }: { commitmentId: string; postId: string; kind: 'kept' | 'disputed' },
): Promise<boolean> {
  const found = await sql<{ same: boolean }>`
    select kind = ${kind} and post_id is not distinct from ${postId}::uuid as same from commitment_act
    where organisation_id = ${organisationId} and commitment_id = ${commitmentId}::uuid order by number desc limit 1`.execute(
    tx,
  );
  return found.rows[0]?.same ?? false;
}
