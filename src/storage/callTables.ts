import type { ColumnType, Generated } from 'kysely';
import type { CallWay } from '../domain/complaintCall.ts';
import type { CallCounts } from '../domain/complaintCallCounts.ts';

/** Tables of calls for complaints. */
export interface CallTables {
  complaint_call: {
    organisation_id: number;
    id: string;
    institution_id: string;
    slug: string;
    question: string;
    hashtag: string;
    hashtag_key: string;
    form_id: string | null;
    member_id: string;
    signed: string;
    opened_at: Date;
    closes_at: Date;
    ended_at: Date | null;
    ended_by: string | null;
    reminded: Generated<number>;
    hears: Generated<boolean>;
    look_at: Date | null;
  };
  complaint_call_announcement: { organisation_id: number; call_id: string; reply_id: string };
  complaint_call_form: { organisation_id: number; call_id: string; fingerprint: string };
  complaint_call_post: {
    organisation_id: number;
    call_id: string;
    post_id: string;
    way: CallWay | null;
    direct: Generated<boolean>;
    by_hand: boolean | null;
    said_by: string | null;
    said_at: Date | null;
  };
  complaint_call_report: {
    organisation_id: number;
    call_id: string;
    version: number;
    heard: string;
    done: string;
    counts: ColumnType<CallCounts, string, string>;
    published_at: Date;
    published_by: string;
  };
  complaint_call_reading: {
    organisation_id: number;
    read: number;
    gathers_until: Date;
    leased_by: string | null;
    lease_until: Date | null;
  };
}
