/** What networks say of posts of ours on their way, and what it makes of our replies. */
import { sql } from 'kysely';
import type { DeliveryNews, DeliveryStatus } from '../domain/delivery.ts';
import type { Network } from '../domain/network.ts';
import type { ReplyState } from '../domain/reply.ts';
import { fingerprints, instants, texts, uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import { Overtaken } from './failures.ts';
import { fingerprintOf } from './fingerprints.ts';

interface NewsRow {
  network: Network;
  network_id: string;
  status: DeliveryStatus;
  at: Date;
  reason: string | null;
  key: string | null;
}

const read = (row: NewsRow): DeliveryNews => ({
  network: row.network,
  networkId: row.network_id,
  status: row.status,
  at: row.at,
  reason: row.reason,
  ...(row.key === null ? {} : { key: row.key }),
});

/** Keeps news by the rule of `standingNews`; answers what stands newly. */
export async function keepDeliveryNews(
  tx: Tenant,
  organisationId: number,
  news: readonly DeliveryNews[],
): Promise<DeliveryNews[]> {
  if (news.length === 0) return [];
  // In one order for everybody: two batches may bring news of the same posts.
  const rows = [...news].sort((a, b) => (a.networkId < b.networkId ? -1 : 1));
  const kept = await sql<NewsRow>`
    insert into delivery_news as d (organisation_id, network, network_id, status, at, reason, key)
    select ${organisationId}::integer, * from unnest(${texts(rows.map((n) => n.network))}, ${texts(rows.map((n) => n.networkId))},
      ${texts(rows.map((n) => n.status))}, ${instants(rows.map((n) => n.at))}, ${texts(rows.map((n) => n.reason))},
      ${texts(rows.map((n) => n.key ?? null))})
    on conflict (organisation_id, network, network_id) do update set status = excluded.status, at = excluded.at, reason = excluded.reason, key = coalesce(excluded.key, d.key)
    where (excluded.status = 'failed', excluded.at, excluded.status collate "C") > (d.status = 'failed', d.at, d.status collate "C")
    returning network, network_id, status, at, reason, key`.execute(tx);
  return kept.rows.map(read);
}

/** What stands about a post of ours; null when nothing was heard. */
export async function newsOf(
  tx: Tenant,
  organisationId: number,
  networkId: string,
): Promise<DeliveryNews | null> {
  const row = await tx
    .selectFrom('delivery_news')
    .select(['network', 'network_id', 'status', 'at', 'reason', 'key'])
    .where('organisation_id', '=', organisationId)
    .where('network_id', '=', networkId)
    .executeTakeFirst();
  return row === undefined ? null : read(row);
}

/** Under which id a network told of a post that was sent with this key, and when it was last told; null where nothing was. */
export async function toldByKey(
  tx: Tenant,
  organisationId: number,
  sent: { network: Network; key: string },
): Promise<{ networkId: string; at: Date } | null> {
  const row = await tx
    .selectFrom('delivery_news')
    .select(['network_id', 'at'])
    .where('organisation_id', '=', organisationId)
    .where('network', '=', sent.network)
    .where('key', '=', sent.key)
    .orderBy('at')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : { networkId: row.network_id, at: row.at };
}

export interface ReplyToldOf {
  replyId: string;
  caseId: string | null;
  news: DeliveryNews;
}

/** Replies of ours that the news is about, by the network's id or by the key that it was sent with. Nothing is locked yet. */
export async function repliesToldOf(
  tx: Tenant,
  organisationId: number,
  news: readonly DeliveryNews[],
): Promise<ReplyToldOf[]> {
  if (news.length === 0) return [];
  const found = await sql<{ n: number; id: string; case_id: string | null }>`
    select t.n::integer as n, r.id, r.case_id
    from unnest(${texts(news.map((one) => one.network))}, ${texts(news.map((one) => one.networkId))}) with ordinality as t(network, network_id, n)
    cross join lateral (
      select id, case_id, account_id from reply where organisation_id = ${organisationId} and network_id = t.network_id
      union select id, case_id, account_id from reply where organisation_id = ${organisationId} and network_key = t.network_id
    ) as r
    join connected_account as a on a.organisation_id = ${organisationId} and a.id = r.account_id and a.network = t.network`.execute(
    tx,
  );
  return found.rows.flatMap((row) => {
    const one = news[row.n - 1];
    return one === undefined ? [] : [{ replyId: row.id, caseId: row.case_id, news: one }];
  });
}

export interface AppliedNews {
  action: 'reply_bounced' | 'reply_delayed' | 'reply_arrived';
  caseId: string | null;
  replyId: string;
}

interface LockedReply {
  id: string;
  case_id: string | null;
  state: ReplyState;
  reason: string | null;
}

/** Locks the replies and moves them as the news says; answers what changed. A reply that is still being recorded finds the news then. */
export async function applyNews(
  tx: Tenant,
  organisationId: number,
  told: readonly ReplyToldOf[],
  at: Date,
): Promise<AppliedNews[]> {
  if (told.length === 0) return [];
  const locked = await sql<LockedReply>`
    select id, case_id, state, reason from reply where organisation_id = ${organisationId} and id = any(${uuids(told.map((one) => one.replyId))})
    order by id for update`.execute(tx);
  const replies = new Map(locked.rows.map((row) => [row.id, row]));
  // Its case may have been put into another since we looked: the one that is locked is not the one that moves.
  if (told.some((one) => (replies.get(one.replyId)?.case_id ?? null) !== one.caseId))
    throw new Overtaken('a reply moved to another case');
  const changes = told.flatMap((one) => {
    const reply = replies.get(one.replyId);
    const action = reply === undefined ? null : changeOf(reply, one.news);
    return action === null ? [] : [{ ...one, action }];
  });
  const bounced = changes.filter(({ action }) => action === 'reply_bounced');
  await markBounced(tx, organisationId, bounced, at);
  await setReasons(
    tx,
    organisationId,
    changes.filter(({ action }) => action !== 'reply_bounced'),
  );
  return changes.map(({ action, caseId, replyId }) => ({ action, caseId, replyId }));
}

/** What news makes of a reply; null where it changes nothing. */
function changeOf(reply: LockedReply, news: DeliveryNews): AppliedNews['action'] | null {
  // What may have gone out did go out, since it came back.
  if (news.status === 'failed')
    return reply.state === 'sent' || reply.state === 'unknown' ? 'reply_bounced' : null;
  if (reply.state !== 'sent' || reply.reason === news.reason) return null;
  return news.status === 'delayed' ? 'reply_delayed' : 'reply_arrived';
}

/** Moves sent (or unknown) replies to `bounced` and marks their posts, which answer nobody from now on. */
export async function markBounced(
  tx: Tenant,
  organisationId: number,
  bounced: readonly { replyId: string; news: DeliveryNews }[],
  at: Date,
): Promise<void> {
  if (bounced.length === 0) return;
  const ids = uuids(bounced.map((one) => one.replyId));
  await sql`
    update reply set state = 'sent', lease_until = null, leased_by = null
    where organisation_id = ${organisationId} and id = any(${ids}) and state = 'unknown'`.execute(tx);
  await sql`
    update reply as r set state = 'bounced', state_at = ${at}::timestamptz, code = 'bounced', reason = t.reason
    from unnest(${ids}, ${texts(bounced.map((one) => one.news.reason))}) as t(id, reason)
    where r.organisation_id = ${organisationId} and r.id = t.id and r.state = 'sent'`.execute(tx);
  const names = bounced.map(({ news }) => fingerprintOf(news.network, news.networkId));
  await sql`
    update post as p set bounced_at = ${at}::timestamptz from unnest(${fingerprints(names)}) as t(fingerprint)
    where p.organisation_id = ${organisationId} and p.fingerprint = t.fingerprint and p.direction = 'house'`.execute(
    tx,
  );
}

async function setReasons(tx: Tenant, organisationId: number, told: readonly ReplyToldOf[]): Promise<void> {
  if (told.length === 0) return;
  await sql`
    update reply as r set reason = t.reason
    from unnest(${uuids(told.map((one) => one.replyId))}, ${texts(told.map((one) => one.news.reason))}) as t(id, reason)
    where r.organisation_id = ${organisationId} and r.id = t.id`.execute(tx);
}
