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

/** Notes that an answer of ours asked. Asked twice about the same keeping, the first question stands, unless the answer that asked came back. */
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
        or exists (
          select from reply as before
          where before.organisation_id = ${organisationId} and before.id = commitment_question.reply_id and before.state = 'bounced'
        )`.execute(tx);
}

export interface Question {
  askedAt: Date;
  /** How often the promise had been said to be kept when it was asked. */
  keeping: number;
  /** What its author wrote after it in the case of the promise, in whichever of their conversations, as it stands now. */
  posts: AnsweringPost[];
}

/** More would not be looked through for an answer. */
const mostPosts = 20;

/** By commitment the question that was asked last; those that were not asked about are left out, and those of which the author never got the question. */
export async function questionsOf(
  tx: Tenant,
  organisationId: number,
  commitmentIds: readonly string[],
): Promise<Map<string, Question>> {
  if (commitmentIds.length === 0) return new Map();
  const found = await sql<QuestionRow>`
    select q.commitment_id, q.at as "askedAt", q.keeping, p.id, p.at, p.text, p.revision
    from unnest(${uuids([...commitmentIds])}) as t(id)
    join commitment_question as q on q.organisation_id = ${organisationId} and q.commitment_id = t.id
    join reply as r on r.organisation_id = ${organisationId} and r.id = q.reply_id and r.state <> 'bounced'
    join commitment as c on c.organisation_id = ${organisationId} and c.id = t.id
    left join lateral (${answering(organisationId)}) as p on true
    order by p.at, p.id`.execute(tx);
  const questions = new Map<string, Question>();
  for (const { commitment_id, askedAt, keeping, id, at, text, revision } of found.rows) {
    const question = questions.get(commitment_id) ?? { askedAt, keeping, posts: [] };
    if (id !== null) question.posts.push({ id, at, text, revision });
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
}

/** Posts of the author to whom "c" was promised, after the question "q". Others may write in the same case, once it was merged. */
const answering = (organisationId: number) => sql`
  select p.id, p.at, p.text, p.revision
  from conversation as promised
  join identity as whose on whose.organisation_id = ${organisationId} and whose.id = promised.identity_id
  join conversation as theirs on theirs.organisation_id = ${organisationId} and theirs.case_id = promised.case_id
  join identity as writer on writer.organisation_id = ${organisationId} and writer.id = theirs.identity_id and writer.author_id = whose.author_id
  join post as p on p.organisation_id = ${organisationId} and p.conversation_id = theirs.id
  where promised.organisation_id = ${organisationId} and promised.id = c.conversation_id and p.direction = 'inbound' and not p.automatic
    and p.deleted_at is null and p.erased_at is null
    and p.at > q.at and p.at <= q.at + ${answeredWithin / 1000} * interval '1 second'
  order by p.at, p.id limit ${mostPosts}`;

/** The promises made to the author of a conversation in the case in which it is, that are said to be kept. */
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
    join commitment as c on c.organisation_id = ${organisationId} and c.conversation_id = promised.id and c.state = 'kept' and not c.confirmed
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
