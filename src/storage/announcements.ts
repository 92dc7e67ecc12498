import { sql } from 'kysely';
import type { Network } from '../domain/network.ts';
import type { Tenant } from './database.ts';
import { type StoredReply, selectReplies } from './replies.ts';

export interface StoredAnnouncement extends StoredReply {
  /** Where it goes out; null for an account that was erased. */
  account: { id: string; handle: string; network: Network } | null;
}

const select = (tx: Tenant, organisationId: number) =>
  selectReplies(tx)
    .leftJoin('connected_account as a', (join) =>
      join.onRef('a.organisation_id', '=', 'r.organisation_id').onRef('a.id', '=', 'r.account_id'),
    )
    .select(['a.handle as accountHandle', 'a.network as accountNetwork'])
    .where('r.organisation_id', '=', organisationId)
    .where('r.case_id', 'is', null);

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

const announcementOf = ({
  accountHandle: handle,
  accountNetwork: network,
  ...reply
}: Row): StoredAnnouncement => ({
  ...reply,
  account:
    reply.accountId === null || handle === null || network === null
      ? null
      : { id: reply.accountId, handle, network },
});

/** The announcements of the organisation in whatever state they are, the latest change first, at most `limit` before an instant. */
export async function listAnnouncements(
  tx: Tenant,
  organisationId: number,
  wanted: { before: Date | null; limit: number },
): Promise<StoredAnnouncement[]> {
  const { before, limit } = wanted;
  const rows = await select(tx, organisationId)
    .$if(before !== null, (query) => query.where('r.state_at', '<', before as Date))
    .orderBy('r.state_at', 'desc')
    .orderBy('r.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(announcementOf);
}

/** The announcements of a call for complaints, as they were written. */
export async function announcementsOfCall(
  tx: Tenant,
  organisationId: number,
  callId: string,
): Promise<StoredAnnouncement[]> {
  const rows = await select(tx, organisationId)
    .innerJoin('complaint_call_announcement as n', (join) =>
      join.onRef('n.organisation_id', '=', 'r.organisation_id').onRef('n.reply_id', '=', 'r.id'),
    )
    .where('n.call_id', '=', callId)
    .orderBy('r.id')
    .execute();
  return rows.map(announcementOf);
}

/** The call for complaints that an announcement announces; null where it announces none. */
export async function callOfAnnouncement(
  tx: Tenant,
  organisationId: number,
  replyId: string,
): Promise<string | null> {
  const row = await tx
    .selectFrom('complaint_call_announcement')
    .select('call_id')
    .where('organisation_id', '=', organisationId)
    .where('reply_id', '=', replyId)
    .executeTakeFirst();
  return row?.call_id ?? null;
}

/** True where the call that an announcement announces has ended; it does not end before this transaction does. */
export async function isOfEndedCall(
  tx: Tenant,
  organisationId: number,
  replyId: string,
  now: Date,
): Promise<boolean> {
  const { rows } = await sql<{ ended: boolean }>`
    select c.ended_at is not null or c.closes_at <= ${now} as ended from complaint_call as c
    join complaint_call_announcement as n on n.organisation_id = ${organisationId} and n.call_id = c.id
    where c.organisation_id = ${organisationId} and n.reply_id = ${replyId}::uuid for share of c`.execute(tx);
  return rows[0]?.ended === true;
}

/** The announcements of a call that have not left, or are leaving now, locked. */
export async function lockUnsent(
  tx: Tenant,
  organisationId: number,
  callId: string,
): Promise<{ id: string; state: 'queued' | 'later' | 'sending' }[]> {
  const { rows } = await sql<{ id: string; state: 'queued' | 'later' | 'sending' }>`
    select r.id, r.state from reply as r
    join complaint_call_announcement as n on n.organisation_id = ${organisationId} and n.reply_id = r.id
    where r.organisation_id = ${organisationId} and n.call_id = ${callId}::uuid and r.state in ('queued', 'later', 'sending')
    order by r.id for update of r`.execute(tx);
  return rows;
}
