import type { Network } from '../domain/network.ts';
import type { Tenant } from './database.ts';
import { type StoredReply, selectReplies } from './replies.ts';

export interface StoredAnnouncement extends StoredReply {
  /** Where it goes out; null for an account that was erased. */
  account: { id: string; handle: string; network: Network } | null;
}

/** The announcements of the organisation in whatever state they are, the latest change first, at most `limit` before an instant. */
export async function listAnnouncements(
  tx: Tenant,
  organisationId: number,
  wanted: { before: Date | null; limit: number },
): Promise<StoredAnnouncement[]> {
  const { before, limit } = wanted;
  const rows = await selectReplies(tx)
    .leftJoin('connected_account as a', (join) =>
      join.onRef('a.organisation_id', '=', 'r.organisation_id').onRef('a.id', '=', 'r.account_id'),
    )
    .select(['a.handle as accountHandle', 'a.network as accountNetwork'])
    .where('r.organisation_id', '=', organisationId)
    .where('r.case_id', 'is', null)
    .$if(before !== null, (query) => query.where('r.state_at', '<', before as Date))
    .orderBy('r.state_at', 'desc')
    .orderBy('r.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ accountHandle: handle, accountNetwork: network, ...reply }) => ({
    ...reply,
    account:
      reply.accountId === null || handle === null || network === null
        ? null
        : { id: reply.accountId, handle, network },
  }));
}
