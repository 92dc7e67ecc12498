import type { Network } from '../domain/network.ts';

/** Tables of the front row. */
export interface FrontTables {
  intake_tally: {
    organisation_id: number;
    account_id: string;
    quarter: Date;
    heard: number;
    archived: number;
  };
  post_seen: { organisation_id: number; post_id: string; member_id: string; at: Date };
  watchdog_account: { organisation_id: number; id: string; network: Network; handle: string; name: string };
}
