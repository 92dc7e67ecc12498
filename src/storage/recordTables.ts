import type { RecordKind } from '../domain/record.ts';

/** What was measured of cases, and the counts of it. Written by record.ts alone. */
export interface RecordTables {
  response_span: {
    organisation_id: number;
    case_id: string;
    number: number;
    kind: RecordKind;
    day: string;
    begun_at: Date;
    ended_at: Date | null;
    runs_from: Date | null;
    clock: number;
    office: number;
    on_time: boolean | null;
    due_at: Date | null;
    settled: boolean;
    begun_post_id: string | null;
    ended_post_id: string | null;
    network: string;
    language: string;
    place: string;
    tags: string[];
    unit_id: string | null;
    team_id: string | null;
    member_id: string | null;
  };
  response_day: {
    organisation_id: number;
    kind: RecordKind;
    dimension: string;
    day: string;
    value: string;
    answered: number;
    on_time: number;
    late: number;
    settled: number;
    clock: Buffer;
    office: Buffer;
    due: Buffer;
  };
  record_reading: {
    organisation_id: number;
    read: number;
    counted_at: Date;
    walked: string | null;
    leased_by: string | null;
    lease_until: Date | null;
  };
}
