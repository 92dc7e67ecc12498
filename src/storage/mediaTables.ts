import type { Generated } from 'kysely';

/** The table of pictures and files: those of posts, of answers, and between members. */
export interface MediaTables {
  media: {
    organisation_id: number;
    id: string;
    address: string | null;
    type: string;
    bytes: Buffer;
    width: number | null;
    height: number | null;
    at: Date;
    name: string | null;
    follow_up_by: Generated<string | null>;
    follow_up_id: Generated<string | null>;
  };
}
