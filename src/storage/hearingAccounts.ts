import type { Network } from '../domain/network.ts';
import type { Tenant } from './database.ts';
import { hashtagsHeard } from './hashtagsHeard.ts';

/** A connected account as far as reading its items needs it: no secret. */
export interface HearingAccount {
  network: Network;
  institutionId: string;
  networkId: string;
  ourIds: readonly string[];
  watched: readonly string[];
}

/** Every account of the organisation, removed ones included: what they heard is still to be read. */
export async function hearingAccounts(
  tx: Tenant,
  organisationId: number,
): Promise<Map<string, HearingAccount>> {
  const rows = await tx
    .selectFrom('connected_account')
    .select([
      'id',
      'network',
      'institution_id',
      'network_id',
      'watched',
      hashtagsHeard(organisationId).as('called'),
    ])
    .where('organisation_id', '=', organisationId)
    .execute();
  const ours = new Map<Network, string[]>();
  for (const row of rows) ours.set(row.network, [...(ours.get(row.network) ?? []), row.network_id]);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        network: row.network,
        institutionId: row.institution_id,
        networkId: row.network_id,
        ourIds: ours.get(row.network) ?? [],
        watched: [...row.watched, ...row.called],
      },
    ]),
  );
}
