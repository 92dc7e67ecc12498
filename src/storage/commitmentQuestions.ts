/** "Did it happen?", asked of authors, and what they wrote after it. */
import { sql } from 'kysely';
import { type AnsweringPost, answeredWithin } from '../domain/didItHappen.ts';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';

/** Notes that an answer of ours asked; a promise is asked about once, so a later question changes nothing. */
export async function noteQuestion(
  tx: Tenant,
  organisationId: number,
  { commitmentId, replyId, at }: { commitmentId: string; replyId: string; at: Date },
): Promise<void> {
  await sql`
    insert into commitment_question (organisation_id, commitment_id, reply_id, at)
    values (${organisationId}, ${commitmentId}::uuid, ${replyId}::uuid, ${at})
    on conflict do nothing`.execute(tx);
}

export interface Question {
  askedAt: Date;
  /** What its author wrote after it in the conversation in which it was promised, as it stands now. Nobody else's posts are in that conversation. */
  posts: AnsweringPost[];
}

/** More would not be looked through for an answer. */
const mostPosts = 20;

/** By commitment the question that was asked; those that were not asked about are left out. */
export async function questionsOf(
  tx: Tenant,
  organisationId: number,
  commitmentIds: readonly string[],
): Promise<Map<string, Question>> {
  if (commitmentIds.length === 0) return new Map();
  const found = await sql<{
    commitment_id: string;
    askedAt: Date;
    id: string | null;
    at: Date;
    text: string;
  }>`
    select q.commitment_id, q.at as "askedAt", p.id, p.at, p.text
    from unnest(${uuids([...commitmentIds])}) as t(id)
    join commitment_question as q on q.organisation_id = ${organisationId} and q.commitment_id = t.id
    join commitment as c on c.organisation_id = ${organisationId} and c.id = t.id
    left join lateral (
      select id, at, text from post
      where organisation_id = ${organisationId} and conversation_id = c.conversation_id and direction = 'inbound' and not automatic
        and deleted_at is null and erased_at is null and at > q.at and at <= q.at + ${answeredWithin / 1000} * interval '1 second'
      order by at limit ${mostPosts}
    ) as p on true`.execute(tx);
  const questions = new Map<string, Question>();
  for (const { commitment_id, askedAt, id, at, text } of found.rows) {
    const question = questions.get(commitment_id) ?? { askedAt, posts: [] };
    if (id !== null) question.posts.push({ id, at, text });
    questions.set(commitment_id, question);
  }
  return questions;
}
