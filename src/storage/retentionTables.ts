/** Tables of how long words are kept. */
import type { ColumnType } from 'kysely';
import type { RetentionCounts, RetentionKind } from '../domain/retention.ts';

export interface RetentionTables {
  retention: {
    organisation_id: number;
    public_days: number | null;
    private_days: number | null;
    notes_days: number | null;
    raw_days: number | null;
    audit_days: number | null;
    changed_at: Date;
  };
  retention_run: {
    organisation_id: number;
    id: string;
    began_at: Date;
    ended_at: Date | null;
    kind: RetentionKind | null;
    after_key: string | null;
    after_id: string | null;
    counts: ColumnType<RetentionCounts, string, string>;
  };
}
