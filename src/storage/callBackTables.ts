/** Calling back, and who is not one person with whom. */
export interface CallBackTables {
  call_try: {
    organisation_id: number;
    id: string;
    identity_id: string;
    at: Date;
    by: string;
    again_at: Date | null;
  };
  not_same_person: {
    organisation_id: number;
    identity_id: string;
    other_id: string;
    at: Date;
    by: string;
  };
}
