import type { Generated } from 'kysely';

/** Tables of imported archives. */
export interface ArchiveTables {
  archive_import: {
    organisation_id: number;
    id: string;
    account_id: string;
    fingerprint: string;
    name: string;
    bytes: number;
    read_bytes: Generated<number>;
    read_lines: Generated<number>;
    unreadable_lines: Generated<number>;
    started_at: Date;
    finished_at: Date | null;
  };
}
