import type { ColumnType, Generated } from 'kysely';
import type { Network } from '../domain/network.ts';

type Json<T> = ColumnType<T, string, string>;

/** Connected accounts, of the house and of members. */
export interface AccountTables {
  connected_account: {
    organisation_id: number;
    id: string;
    institution_id: string;
    network: Network;
    network_id: string;
    handle: string;
    name: string | null;
    settings: Json<Record<string, string>>;
    secret: Buffer | null;
    lacks: Json<string[]>;
    watched: Json<string[]>;
    state: Generated<'listening' | 'paused' | 'permission_lost' | 'removed'>;
    state_reason: string | null;
    member_id: string | null;
    cut_off_at: Date | null;
    reads_direct: Generated<boolean>;
    hears_public: Generated<boolean>;
    created_at: Generated<Date>;
    leased_by: string | null;
    lease_until: Date | null;
    last_heard_at: Date | null;
    last_alive_at: Date | null;
    reconcile_at: Date | null;
    reconciled_at: Date | null;
    reconcile_missing: number | null;
    reconcile_reason: string | null;
    address_turn: Generated<number>;
  };
  account_hour: {
    organisation_id: number;
    account_id: string;
    hour: Date;
    items: number;
    refused: Generated<number>;
  };
  account_notice: {
    organisation_id: number;
    account_id: string;
    hour: Date;
    code: string;
    sentence: string;
    first_at: Date;
    last_at: Date;
    times: number;
  };
  account_set_up: {
    organisation_id: number;
    id: string;
    network: Network;
    institution_id: string;
    member_id: string;
    typed: Buffer;
    arrived: Buffer | null;
    made_at: Date;
    ends_at: Date;
  };
}
