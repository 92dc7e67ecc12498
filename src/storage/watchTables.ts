import type { Generated } from 'kysely';
import type { HiddenBecause, HiddenState, HiddenWay } from '../domain/hiding.ts';
import type { WatchSign, WatchState } from '../domain/watchOut.ts';

/** Accounts that answer in our name, and what we hid of others. */
export interface WatchTables {
  watch_out: {
    organisation_id: number;
    identity_id: string;
    found_at: Date;
    score: number;
    signs: WatchSign[];
    like_name: string | null;
    state: Generated<WatchState>;
    decided_at: Date | null;
    decided_by: string | null;
    reported_at: Date | null;
    reported_by: string | null;
    report_outcome: string | null;
    report_sentence: string | null;
  };
  watch_out_post: {
    organisation_id: number;
    post_id: string;
    identity_id: string;
    conversation_id: string;
    at: Date;
  };
  watch_reading: {
    organisation_id: number;
    read: number;
    leased_by: string | null;
    lease_until: Date | null;
  };
  hidden_post: {
    organisation_id: number;
    id: string;
    post_id: string;
    institution_id: string;
    account_id: string;
    way: HiddenWay;
    because: HiddenBecause;
    reason: string;
    at: Date;
    by: string;
    state: HiddenState;
    sentence: string | null;
    shown_at: Date | null;
    shown_by: string | null;
  };
}
