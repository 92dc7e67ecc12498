/** Moves of public conversations to private. Of a link only its SHA-256 is stored. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Network } from '../domain/network.ts';
import type { MoveWay } from '../domain/privateMove.ts';
import type { ReplyState } from '../domain/reply.ts';
import type { System, Tenant } from './database.ts';
import { Overtaken } from './failures.ts';
import { keepIdentities } from './identities.ts';
import { newId } from './ids.ts';
import { alone, type Lookup, lookup } from './lookups.ts';
import { lockRows, notOut } from './movedToDirect.ts';

/** A direct message in one of these states did not reach its author. */
const notHeard = sql`('refused', 'bounced', 'draft', 'withdrawn')`;

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

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

/** So many private pages are made by one public link: it is for one author, and everybody may open it. */
export const mostByOneLink = 20;

export interface Door {
  organisationId: number;
  moveId: string;
  conversationId: string;
  /** The form under which it comes in. */
  accountId: string;
  institution: string;
  language: string;
}

/** Where a public link leads; null for one that never was, was closed, was written by too often, or whose form is gone. */
export async function findDoor(system: System, token: string): Promise<Door | null> {
  const found = await sql<Door>`
    select m.organisation_id as "organisationId", m.id as "moveId", m.conversation_id as "conversationId", m.form_account_id as "accountId", i.name as institution, m.language
    from private_move as m
    join reply as r on r.organisation_id = m.organisation_id and r.id = m.reply_id and r.state not in ${notOut}
    join connected_account as a on a.organisation_id = m.organisation_id and a.id = m.form_account_id and a.state = 'listening'
    join institution as i on i.organisation_id = a.organisation_id and i.id = a.institution_id
    where m.token_hash = ${hashOf(token)} and m.revoked_at is null
      and (select count(*) from case_link as l where l.organisation_id = m.organisation_id and l.move_id = m.id) < ${mostByOneLink}`.execute(
    system,
  );
  return found.rows[0] ?? null;
}

/** Makes the private conversation of whoever writes by a public link, in the case where the public one is now. False when the public one is gone. Throws Overtaken where it moves again and again. */
export async function openBeside(
  tx: Tenant,
  organisationId: number,
  beside: string,
  own: { network: Network; thread: string; at: Date },
): Promise<boolean> {
  if (!(await holdCaseOf(tx, organisationId, beside))) return false;
  const { network, thread, at } = own;
  const key = `${network} ${thread}`;
  const wanted = new Map([[key, { network, networkId: thread, handle: null, name: null, at }]]);
  const identity = (await keepIdentities(tx, organisationId, wanted)).get(key);
  if (identity === undefined) return false;
  const made = await sql<{ id: string }>`
    insert into conversation (organisation_id, id, fingerprint, network, thread, identity_id, case_id, institution_id, visibility)
    select ${organisationId}::integer, ${newId(at.getTime())}::uuid, network_fingerprint(${network}, ${thread}), ${network}, ${thread}, ${identity.id}::uuid, v.case_id, v.institution_id, 'direct'
    from conversation as v where v.organisation_id = ${organisationId} and v.id = ${beside}
    returning id`.execute(tx);
  return made.rows.length > 0;
}

/** Locks the case of a conversation, wherever a member puts the conversation meanwhile. False when there is no such conversation. */
async function holdCaseOf(tx: Tenant, organisationId: number, conversationId: string): Promise<boolean> {
  const caseOf = async () =>
    (
      await tx
        .selectFrom('conversation')
        .select('case_id')
        .where('organisation_id', '=', organisationId)
        .where('id', '=', conversationId)
        .executeTakeFirst()
    )?.case_id;
  for (let tries = 0; tries < 3; tries += 1) {
    const caseId = await caseOf();
    if (caseId === undefined) return false;
    await lockRows(tx, organisationId, [caseId]);
    if ((await caseOf()) === caseId) return true;
  }
  throw new Overtaken('a conversation moves from case to case');
}
