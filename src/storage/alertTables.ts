import type { ColumnType, Generated } from 'kysely';
import type { AlertKind, AlertWay } from '../domain/alert.ts';

/** Tables of alerts. */
export interface AlertTables {
  alert: {
    organisation_id: number;
    id: string;
    member_id: string;
    kind: AlertKind;
    key: string;
    case_id: string | null;
    subject_id: string | null;
    sequence: number;
    at: Date;
    tell_at: Date;
    level: Generated<number>;
    first_member_id: string;
    escalate_at: Date | null;
    acknowledged_at: Date | null;
    acknowledged_by: string | null;
  };
  push_subscription: {
    organisation_id: number;
    id: string;
    member_id: string;
    address_hash: Buffer;
    secret: Buffer;
    device: string;
    added_at: Date;
    last_sent_at: Date | null;
  };
  alert_delivery: {
    organisation_id: number;
    alert_id: string;
    way: AlertWay;
    place: string;
    state: Generated<'waiting' | 'sending' | 'sent' | 'unknown' | 'refused' | 'needless'>;
    attempts: Generated<number>;
    next_at: Date | null;
    sent_at: Date | null;
    reason: string | null;
  };
  alert_setting: {
    organisation_id: number;
    member_id: string;
    time_zone: string | null;
    telephone: string | null;
    ways: ColumnType<Partial<Record<AlertKind, AlertWay[]>>, string, string>;
    quiet_from: number | null;
    quiet_to: number | null;
    exceptions: string[];
    digest_at: number | null;
    digest_days: number[];
    digest_next_at: Date | null;
    shows_words: boolean;
    changed_at: Date;
  };
  alert_reading: {
    organisation_id: number;
    read: number;
    leased_by: string | null;
    lease_until: Date | null;
    began_at: Generated<Date>;
  };
}
