/** Replies: the draft, the queue, the outcome. The state moves only along its written path; a trigger refuses the rest. */
import { sql } from 'kysely';
import type { Attachment, ReplyMode, ReplyState } from '../domain/reply.ts';
import type { System, Tenant } from './database.ts';

export interface StoredReply {
  organisationId: number;
  id: string;
  caseId: string | null;
  conversationId: string | null;
  postId: string | null;
  accountId: string | null;
  memberId: string;
  memberName: string;
  mode: ReplyMode;
  text: string;
  /** The words without the signature, once it was sent off; null for a draft. */
  typed: string | null;
  attachments: Attachment[];
  state: ReplyState;
  stateAt: Date;
  writtenOn: number;
  sendAt: Date | null;
  attempts: number;
  firstAttemptAt: Date | null;
  networkKey: string | null;
  networkId: string | null;
  code: string | null;
  reason: string | null;
}

/** Replies with the names of who wrote them. */
export const selectReplies = (tx: Tenant) =>
  tx
    .selectFrom('reply as r')
    .leftJoin('member as m', (join) =>
      join.onRef('m.organisation_id', '=', 'r.organisation_id').onRef('m.id', '=', 'r.member_id'),
    )
    .select([
      'r.organisation_id as organisationId',
      'r.id',
      'r.case_id as caseId',
      'r.conversation_id as conversationId',
      'r.post_id as postId',
      'r.account_id as accountId',
      'r.member_id as memberId',
      sql<string>`coalesce(m.name, '')`.as('memberName'),
      'r.mode',
      'r.text',
      'r.typed',
      'r.attachments',
      'r.state',
      'r.state_at as stateAt',
      'r.written_on as writtenOn',
      'r.send_at as sendAt',
      'r.attempts',
      'r.first_attempt_at as firstAttemptAt',
      'r.network_key as networkKey',
      'r.network_id as networkId',
      'r.code',
      'r.reason',
    ]);

/** One reply, locked until the end of the transaction. */
export async function lockReply(tx: Tenant, organisationId: number, id: string): Promise<StoredReply | null> {
  const row = await selectReplies(tx)
    .where('r.organisation_id', '=', organisationId)
    .where('r.id', '=', id)
    .forUpdate('r')
    .executeTakeFirst();
  return row ?? null;
}

/** One reply. */
export async function readReply(tx: Tenant, organisationId: number, id: string): Promise<StoredReply | null> {
  const row = await selectReplies(tx)
    .where('r.organisation_id', '=', organisationId)
    .where('r.id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** Replies by id; unknown ones are left out. */
export async function repliesById(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<Map<string, StoredReply>> {
  if (ids.length === 0) return new Map();
  const found = await selectReplies(tx)
    .where('r.organisation_id', '=', organisationId)
    .where('r.id', 'in', [...ids])
    .execute();
  return new Map(found.map((reply) => [reply.id, reply]));
}

/** The replies of a case, oldest first; drafts only of this member. */
export async function repliesOfCase(
  tx: Tenant,
  organisationId: number,
  caseId: string,
  memberId: string,
): Promise<StoredReply[]> {
  return selectReplies(tx)
    .where('r.organisation_id', '=', organisationId)
    .where('r.case_id', '=', caseId)
    .where((e) => e.or([e('r.state', '<>', 'draft'), e('r.member_id', '=', memberId)]))
    .orderBy('r.state_at')
    .execute();
}

/** True when the reply's member has no other draft on its case. */
export async function hasNoDraft(tx: Tenant, reply: StoredReply): Promise<boolean> {
  const draft = await tx
    .selectFrom('reply')
    .select('id')
    .where('organisation_id', '=', reply.organisationId)
    .where('case_id', '=', reply.caseId)
    .where('member_id', '=', reply.memberId)
    .where('state', '=', 'draft')
    .executeTakeFirst();
  return draft === undefined;
}

export interface ReplyToKeep {
  id: string;
  caseId: string | null;
  conversationId: string | null;
  postId: string | null;
  accountId: string;
  memberId: string;
  mode: ReplyMode;
  text: string;
  attachments: readonly Attachment[];
  writtenOn: number;
}

/** Keeps the member's one draft on a case. Null when that id is a reply that already left the drafts. */
export async function keepDraft(
  tx: Tenant,
  organisationId: number,
  draft: ReplyToKeep,
  at: Date,
): Promise<string | null> {
  const kept = await sql<{ id: string }>`
    insert into reply (organisation_id, id, case_id, conversation_id, post_id, account_id, member_id, mode, text, attachments, state, state_at, written_on)
    values (${organisationId}, ${draft.id}, ${draft.caseId}, ${draft.conversationId}, ${draft.postId}, ${draft.accountId}, ${draft.memberId}, ${draft.mode},
      ${draft.text}, ${JSON.stringify(draft.attachments)}, 'draft', ${at}, ${draft.writtenOn})
    on conflict (organisation_id, case_id, member_id) where state = 'draft' do update set
      conversation_id = excluded.conversation_id, post_id = excluded.post_id, account_id = excluded.account_id, mode = excluded.mode,
      text = excluded.text, attachments = excluded.attachments, state_at = excluded.state_at, written_on = excluded.written_on
    returning id`.execute(tx);
  return kept.rows[0]?.id ?? null;
}

/** Drops the member's draft on a case; one about which approval was asked before stays as withdrawn, for what was decided about it names it. */
export async function dropDraft(
  tx: Tenant,
  organisationId: number,
  { caseId, memberId, at }: { caseId: string; memberId: string; at: Date },
): Promise<void> {
  const draft = sql`organisation_id = ${organisationId} and case_id = ${caseId} and member_id = ${memberId} and state = 'draft'`;
  const asked = sql`exists (select from approval as a where a.organisation_id = reply.organisation_id and a.reply_id = reply.id)`;
  await sql`
    with kept as (update reply set state = 'withdrawn', state_at = ${at} where ${draft} and ${asked})
    delete from reply where ${draft} and not ${asked}`.execute(tx);
}

/** Queues a reply, from its draft, from waiting for approval, or at once; without a time to send it waits for approval. */
export async function insertQueued(
  tx: Tenant,
  organisationId: number,
  reply: ReplyToKeep & { networkKey: string | null; typed?: string },
  at: Date,
  sendAt: Date | null,
): Promise<void> {
  const state: ReplyState = sendAt === null ? 'awaiting_approval' : 'queued';
  await sql`
    insert into reply (organisation_id, id, case_id, conversation_id, post_id, account_id, member_id, mode, text, typed, attachments, state, state_at, written_on, send_at, network_key)
    values (${organisationId}, ${reply.id}, ${reply.caseId}, ${reply.conversationId}, ${reply.postId}, ${reply.accountId}, ${reply.memberId}, ${reply.mode},
      ${reply.text}, ${reply.typed ?? null}, ${JSON.stringify(reply.attachments)}, ${state}, ${at}, ${reply.writtenOn}, ${sendAt}::timestamptz, ${reply.networkKey})
    on conflict (organisation_id, id) do update set
      conversation_id = excluded.conversation_id, post_id = excluded.post_id, account_id = excluded.account_id, mode = excluded.mode, text = excluded.text,
      typed = excluded.typed, attachments = excluded.attachments, state = excluded.state, state_at = excluded.state_at, written_on = excluded.written_on, send_at = excluded.send_at,
      network_key = coalesce(reply.network_key, excluded.network_key), code = null, reason = null`.execute(
    tx,
  );
}

/** The network's clock and ours may differ by this much. */
const clockSkew = 10 * 60_000;

/**
 * Ids on the network that other replies of the same account and the same words hold already. Those that were settled before this one was first tried are left
 * out: what they hold is older than anything that could be taken for it.
 */
export async function heldByOthers(tx: Tenant, reply: StoredReply): Promise<Set<string>> {
  const since = new Date((reply.firstAttemptAt ?? reply.stateAt).getTime() - clockSkew);
  const rows = await tx
    .selectFrom('reply')
    .select('network_id')
    .where('state_at', '>=', since)
    .where('organisation_id', '=', reply.organisationId)
    .where('account_id', '=', reply.accountId)
    .where('text', '=', reply.text)
    .where('id', '<>', reply.id)
    .where('network_id', 'is not', null)
    .execute();
  return new Set(rows.flatMap((row) => row.network_id ?? []));
}

export interface ReplyChange {
  state: ReplyState;
  at: Date;
  sendAt?: Date | null;
  networkId?: string | null;
  code?: string | null;
  reason?: string | null;
  /** When an unknown one is to be looked for again. */
  lookAgainAt?: Date | null;
  /** Nothing of it went out: its next attempt is a first one. */
  notTried?: boolean;
  /** It came back: its next attempt is another post, with a key of its own. */
  anew?: boolean;
}

/** Moves a reply; the lease of a sender ends with it. */
export async function moveReply(
  tx: Tenant,
  organisationId: number,
  id: string,
  change: ReplyChange,
): Promise<void> {
  await tx
    .updateTable('reply')
    .set({
      state: change.state,
      state_at: change.at,
      leased_by: null,
      lease_until: change.lookAgainAt ?? null,
      ...(change.sendAt === undefined ? {} : { send_at: change.sendAt }),
      ...(change.networkId === undefined ? {} : { network_id: change.networkId }),
      ...(change.notTried === true ? { first_attempt_at: null } : {}),
      ...(change.anew === true ? { first_attempt_at: null, network_key: null, network_id: null } : {}),
      // What was typed comes back, not what goes out.
      ...(change.state === 'draft' ? { text: sql<string>`coalesce(typed, text)`, typed: null } : {}),
      code: change.code ?? null,
      reason: change.reason ?? null,
    })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .execute();
}

export interface Lease {
  by: string;
  until: Date;
  /** Accounts whose replies are left where they are: enough of theirs is under way. */
  butAccounts: readonly string[];
}

const ofOthers = ({ butAccounts }: Lease) =>
  sql`(account_id is null or account_id <> all(${[...butAccounts]}::uuid[]))`;

export interface ClaimedReply {
  organisationId: number;
  id: string;
  caseId: string | null;
  accountId: string | null;
  /** What it was before it was taken. */
  before: ReplyState;
}

interface ClaimedRow {
  organisation_id: number;
  id: string;
  case_id: string | null;
  account_id: string | null;
  before: ReplyState;
}

function claimedReply(row: ClaimedRow | undefined): ClaimedReply | null {
  if (row === undefined) return null;
  const { organisation_id, id, case_id, account_id, before } = row;
  return { organisationId: organisation_id, id, caseId: case_id, accountId: account_id, before };
}

/** Takes the next reply whose time has come, over all organisations; from here on it may have left. */
export async function claimReplyToSend(tx: System, lease: Lease, now: Date): Promise<ClaimedReply | null> {
  const claimed = await sql<ClaimedRow>`
    update reply as r set state = 'sending', state_at = ${now}, leased_by = ${lease.by}, lease_until = ${lease.until},
      attempts = attempts + 1, first_attempt_at = coalesce(first_attempt_at, ${now})
    from (
      select organisation_id, id, state from reply where state in ('queued', 'later') and send_at <= ${now} and ${ofOthers(lease)}
      order by send_at limit 1 for update skip locked
    ) as next
    where r.organisation_id = next.organisation_id and r.id = next.id
    returning r.organisation_id, r.id, r.case_id, r.account_id, next.state as before`.execute(tx);
  return claimedReply(claimed.rows[0]);
}

/**
 * Takes the next reply that may have left without our hearing of it: unknown ones whose time to look has come, and those whose sender
 * died (lease over), which become unknown first. Nobody else looks until the lease ends.
 */
export async function claimReplyToCheck(tx: System, lease: Lease, now: Date): Promise<ClaimedReply | null> {
  const claimed = await sql<ClaimedRow>`
    update reply as r set state = 'unknown', state_at = case when r.state = 'unknown' then r.state_at else ${now} end,
      leased_by = ${lease.by}, lease_until = ${lease.until}
    from (
      select organisation_id, id, state from reply where state in ('sending', 'unknown') and lease_until <= ${now} and ${ofOthers(lease)}
      order by lease_until limit 1 for update skip locked
    ) as next
    where r.organisation_id = next.organisation_id and r.id = next.id
    returning r.organisation_id, r.id, r.case_id, r.account_id, next.state as before`.execute(tx);
  return claimedReply(claimed.rows[0]);
}

/** How many answers of others than this member are on their way from an account. */
export async function repliesUnderWay(
  tx: Tenant,
  organisationId: number,
  accountId: string,
  butOf: string | null,
): Promise<number> {
  const found = await sql<{ n: number }>`
    select count(*)::integer as n from reply where organisation_id = ${organisationId} and account_id = ${accountId}::uuid
      and state in ('awaiting_approval', 'queued', 'sending', 'later', 'unknown') and member_id is distinct from ${butOf}::uuid`.execute(
    tx,
  );
  return found.rows[0]?.n ?? 0;
}

/** A colleague's answer (or resolution) about a case after a sequence; null when there is none. */
export interface ColleaguesAct {
  sequence: number;
  at: Date;
  by: string | null;
}

/** The latest act of `actions` about the case after `after` that was not this member's own. An answer that was taken back or refused is none. */
export async function actOfColleague(
  tx: Tenant,
  organisationId: number,
  wanted: { caseId: string; after: number; memberId: string; actions: readonly string[] },
): Promise<ColleaguesAct | null> {
  const found = await sql<{ sequence: number; at: Date; by: string | null }>`
    select h.sequence, h.at, m.name as by
    from history as h
    left join post as p on p.organisation_id = h.organisation_id and p.id = h.subject_id and h.action = 'answer_heard'
    left join reply as r on r.organisation_id = h.organisation_id and r.id = h.subject_id and h.action = 'reply_queued'
    left join member as m on m.organisation_id = h.organisation_id and m.id = coalesce(h.actor_id, p.member_id, r.member_id)
    where h.organisation_id = ${organisationId} and h.case_id = ${wanted.caseId}::uuid and h.sequence > ${wanted.after}
      and h.action = any(${[...wanted.actions]}::text[]) and coalesce(h.actor_id, p.member_id, r.member_id) is distinct from ${wanted.memberId}::uuid
      and (r.state is null or r.state not in ('draft', 'withdrawn', 'refused', 'bounced'))
    order by h.sequence desc limit 1`.execute(tx);
  const row = found.rows[0];
  return row === undefined ? null : { sequence: Number(row.sequence), at: row.at, by: row.by };
}

export interface OurPost {
  id: string;
  reply: StoredReply;
  network: string;
  networkId: string;
  thread: string;
  parentNetworkId: string | null;
  identityId: string | null;
  handle: Record<string, string>;
  language: string | null;
  at: Date;
}

/** Stores what was published as a post of ours; where the stream brought it first, only the member is added. */
export async function storeOurPost(tx: Tenant, post: OurPost): Promise<{ id: string; heardBefore: boolean }> {
  const { reply } = post;
  const stored = await sql<{ id: string; fresh: boolean }>`
    insert into post (organisation_id, id, network, network_id, thread, parent_network_id, conversation_id, identity_id, direction, visibility, hearing,
      text, language, handle, at, heard_at, revision, member_id)
    values (${reply.organisationId}, ${post.id}, ${post.network}, ${post.networkId}, ${post.thread}, ${post.parentNetworkId}, ${reply.conversationId},
      ${post.identityId}, 'house', ${reply.mode === 'direct' ? 'direct' : 'public'}, 'own', ${reply.text}, ${post.language}, ${JSON.stringify(post.handle)},
      ${post.at}, ${post.at}, '', ${reply.memberId})
    on conflict (organisation_id, fingerprint) do update set member_id = excluded.member_id,
      conversation_id = coalesce(post.conversation_id, excluded.conversation_id)
    returning id, (xmax = 0) as fresh`.execute(tx);
  const row = stored.rows[0];
  if (row === undefined) throw new Error('a post of ours neither stored nor found');
  return { id: row.id, heardBefore: !row.fresh };
}
