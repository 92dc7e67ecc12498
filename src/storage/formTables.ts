/** The tables of migrations 0016 and 0037: units, private links, how to reach an author. */
import type { Generated } from 'kysely';
import type { Network } from '../domain/network.ts';

export interface FormTables {
  unit: {
    organisation_id: number;
    id: string;
    institution_id: string;
    name: string;
    kind: Generated<string>;
    retired_at: Date | null;
  };
  case_link: {
    organisation_id: number;
    token_hash: Buffer;
    network: Network;
    thread: string;
    author: string;
    account_id: string;
    language: string;
    pin_hash: string | null;
    pin_tries: Generated<number>;
    pin_tried_at: Date | null;
    made_at: Date;
    written_at: Date;
    revoked_at: Date | null;
    revoked_by: string | null;
    /** The move by whose link its author came. */
    move_id: string | null;
  };
  how_to_reach: { organisation_id: number; fingerprint: string; words: string; at: Date };
}
