/** Tables of what was erased. */
import type { ColumnType } from 'kysely';
import type { ErasedCounts } from '../domain/erasure.ts';

export interface ErasureTables {
  erasure_file: { organisation_id: number; file: string; sequence: number };
  erasure: {
    organisation_id: number;
    id: string;
    at: Date;
    by: string | null;
    case_number: number;
    identities: string[];
    counts: ColumnType<ErasedCounts, string, string>;
  };
  erased_name: { organisation_id: number; print: string; erasure_id: string; until: Date | null };
}
