/** Tables of members' letterboxes: docs/decisions/0047. */
import type { Generated } from 'kysely';

export interface LetterboxTables {
  letterbox: {
    organisation_id: number;
    member_id: string;
    box_id: number;
    box_member_id: string;
    opened_at: Date;
    sealed_at: Date | null;
    alert_key: Generated<string>;
  };
  handed_over: {
    organisation_id: number;
    case_id: string;
    team_id: string | null;
    member_id: string | null;
    asked_at: Date;
    due_at: Date;
    since: Date;
    ended_at: Date | null;
    tries: Generated<number>;
    next_at: Date;
    lease_until: Date | null;
    house_case_id: string | null;
    sequence: number;
  };
  handed_post: { organisation_id: number; post_id: string };
  letterbox_erasure: {
    organisation_id: number;
    erasure_id: string;
    box_id: number;
    tries: Generated<number>;
    next_at: Date;
  };
}
