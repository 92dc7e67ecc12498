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

/** True for an announcement of a call for complaints. */
export async function isOfCall(tx: Tenant, organisationId: number, replyId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('complaint_call_announcement')
    .select('call_id')
    .where('organisation_id', '=', organisationId)
    .where('reply_id', '=', replyId)
    .executeTakeFirst();
  return row !== undefined;
}
