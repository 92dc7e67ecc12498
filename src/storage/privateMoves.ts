/** Moves of public conversations to private. Of a link only its SHA-256 is stored. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { MoveWay } from '../domain/privateMove.ts';
import type { ReplyState } from '../domain/reply.ts';
import type { Tenant } from './database.ts';
import { alone, type Lookup, lookup } from './lookups.ts';
import { notOut } from './movedToDirect.ts';

/** A direct message in one of these states did not reach its author. */
const notHeard = sql`('refused', 'bounced', 'draft', 'withdrawn')`;

/** What is kept of a link's token. */
export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

export interface NewMove {
  /** The id of the public reply: a move is one with it. */
  replyId: string;
  conversationId: string;
  postId: string;
  accountId: string;
  way: MoveWay;
  /** Of a direct message: the reply that is one. */
  messageId: string | null;
  /** Of a link: its token, and the form under which what is written comes in. */
  link: { token: string; formAccountId: string } | null;
  language: string;
  by: string;
  at: Date;
}

/** Keeps a move. One whose reply was refused and is sent once more takes the place of the first: only its new link opens. */
export async function addMove(tx: Tenant, organisationId: number, move: NewMove): Promise<void> {
  const how = {
    post_id: move.postId,
    account_id: move.accountId,
    way: move.way,
    message_id: move.messageId,
    token_hash: move.link === null ? null : hashOf(move.link.token),
    form_account_id: move.link?.formAccountId ?? null,
    language: move.language,
    made_at: move.at,
    made_by: move.by,
  };
  await tx
    .insertInto('private_move')
    .values({
      organisation_id: organisationId,
      id: move.replyId,
      conversation_id: move.conversationId,
      reply_id: move.replyId,
      ...how,
      revoked_at: null,
      outcome_reply_id: null,
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'id']).doUpdateSet(how))
    .execute();
}

export interface Move {
  /** That of its public reply, too. */
  id: string;
  way: MoveWay;
  postId: string;
  accountId: string;
  at: Date;
  /** The member's name. */
  by: string;
  revokedAt: Date | null;
  /** The outcome was said in public, or is about to be. */
  broughtBack: boolean;
  /** The outcome is written and waits for approval. */
  outcomeWaits: boolean;
  /** In public it says that a direct message was written, and that one was refused, came back or was not sent again. */
  unheard: boolean;
  /** The private conversations of this case that came by its public link: whoever saw it may have written them. */
  conversations: string[];
}

/** The moves of a case whose public reply was not taken back or refused, oldest first. */
export const movesLookup = (organisationId: number, caseId: string): Lookup<Move[]> =>
  lookup(
    sql<Move>`
      select m.id, m.way, m.post_id as "postId", m.account_id as "accountId", m.made_at as at, b.name as by, m.revoked_at as "revokedAt",
        coalesce(o.state not in ${notOut}, false) as "broughtBack", coalesce(o.state = 'awaiting_approval', false) as "outcomeWaits",
        m.way = 'direct' and r.state in ('sent', 'unknown') and coalesce(d.state, 'draft') in ${notHeard} as unheard,
        array(
          select c.id from case_link as l join conversation as c on c.organisation_id = ${organisationId} and c.network = l.network and c.thread = l.thread
          where l.organisation_id = ${organisationId} and l.move_id = m.id and c.case_id = v.case_id
        ) as conversations
      from conversation as v
      join private_move as m on m.organisation_id = ${organisationId} and m.conversation_id = v.id
      join reply as r on r.organisation_id = ${organisationId} and r.id = m.reply_id and r.state not in ${notOut}
      join member as b on b.organisation_id = ${organisationId} and b.id = m.made_by
      left join reply as o on o.organisation_id = ${organisationId} and o.id = m.outcome_reply_id
      left join reply as d on d.organisation_id = ${organisationId} and d.id = m.message_id
      where v.organisation_id = ${organisationId} and v.case_id = ${caseId}::uuid order by m.made_at, m.id`,
    (rows) =>
      rows.map((row) => ({
        ...row,
        at: new Date(row.at),
        revokedAt: row.revokedAt === null ? null : new Date(row.revokedAt),
      })),
  );

/** The same by itself. */
export const movesOfCase = (tx: Tenant, organisationId: number, caseId: string): Promise<Move[]> =>
  alone(tx, movesLookup(organisationId, caseId));

/** Cases that moved and whose outcome was not brought back: their ids, as an expression that is worked out once. One whose direct message did not arrive did not move. */
export const casesNotBroughtBack = (organisationId: number) => sql`(
  select v.case_id from private_move as m
  join conversation as v on v.organisation_id = ${organisationId} and v.id = m.conversation_id
  join reply as r on r.organisation_id = ${organisationId} and r.id = m.reply_id and r.state not in ${notOut}
  left join reply as o on o.organisation_id = ${organisationId} and o.id = m.outcome_reply_id
  left join reply as d on d.organisation_id = ${organisationId} and d.id = m.message_id
  where m.organisation_id = ${organisationId} and (m.way = 'link' or d.state not in ${notHeard}) and (o.state is null or o.state in ${notOut})
)`;

export async function setOutcome(
  tx: Tenant,
  organisationId: number,
  id: string,
  replyId: string,
): Promise<void> {
  await tx
    .updateTable('private_move')
    .set({ outcome_reply_id: replyId })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .execute();
}

/** Of a reply by which a case moved: the other one that belongs to the same move, null where there is none. Null for any other reply. */
export async function moveWithReply(
  tx: Tenant,
  organisationId: number,
  replyId: string,
): Promise<{ other: string | null } | null> {
  const found = await sql<{ other: string | null }>`
    select case when m.reply_id = ${replyId}::uuid then m.message_id else m.reply_id end as other from private_move as m
    where m.organisation_id = ${organisationId} and (m.reply_id = ${replyId}::uuid or m.message_id = ${replyId}::uuid)`.execute(
    tx,
  );
  return found.rows[0] ?? null;
}

export interface RefusedMessage {
  /** The public reply that says that the message was written, and where it is. */
  replyId: string;
  state: ReplyState;
}

/** Where this reply is one of the two of a move whose direct message was refused: the public one. Null for any other reply. */
export async function publicBesideRefused(
  tx: Tenant,
  organisationId: number,
  replyId: string,
): Promise<RefusedMessage | null> {
  const found = await sql<RefusedMessage>`
    select r.id as "replyId", r.state from private_move as m
    join reply as r on r.organisation_id = ${organisationId} and r.id = m.reply_id
    join reply as d on d.organisation_id = ${organisationId} and d.id = m.message_id and d.state = 'refused'
    where m.organisation_id = ${organisationId} and (m.reply_id = ${replyId}::uuid or m.message_id = ${replyId}::uuid)`.execute(
    tx,
  );
  return found.rows[0] ?? null;
}

/** Closes the links by which a case moved; answers how many were open. */
export async function revokeMovesOfCase(
  tx: Tenant,
  organisationId: number,
  caseId: string,
  at: Date,
): Promise<number> {
  const done = await sql`
    update private_move as m set revoked_at = ${at} from conversation as v
    where v.organisation_id = ${organisationId} and v.case_id = ${caseId} and m.organisation_id = ${organisationId}
      and m.conversation_id = v.id and m.way = 'link' and m.revoked_at is null`.execute(tx);
  return Number(done.numAffectedRows ?? 0);
}
