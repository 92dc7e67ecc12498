/** Tables of members' letterboxes: docs/decisions/0047. */
export interface LetterboxTables {
  letterbox: {
    organisation_id: number;
    member_id: string;
    box_id: number;
    box_member_id: string;
    opened_at: Date;
  };
  handed_over: {
    organisation_id: number;
    case_id: string;
    team_id: string | null;
    member_id: string | null;
    asked_at: Date;
    due_at: Date;
    house_case_id: string | null;
    sequence: number;
  };
}
