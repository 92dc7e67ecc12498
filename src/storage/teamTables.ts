import type { ColumnType, Generated } from 'kysely';
import type { OpenRange } from '../domain/officeHours.ts';

type JsonOrNull<T> = ColumnType<T | null, string | null, string | null>;

/** Tables of teams, of who is on duty, and of approvals. */
export interface TeamTables {
  team: {
    organisation_id: number;
    id: string;
    name: string;
    changed_at: Date;
    changed_by: string;
    retired_at: Date | null;
    told_of_spreading: Generated<boolean>;
  };
  policy: {
    organisation_id: number;
    id: string;
    name: string;
    topics: string[];
    roles: string[];
    amount: number | null;
    currency: string | null;
    by_kind: 'role' | 'member' | 'superior';
    by_role: string | null;
    by_member: string | null;
    enabled: boolean;
    changed_at: Date;
    changed_by: string;
    retired_at: Date | null;
  };
  approval: {
    organisation_id: number;
    id: string;
    reply_id: string;
    policy_id: string | null;
    owner_id: string | null;
    asked_at: Date;
    asked_by: string;
    asked_on: number;
    state: 'waiting' | 'approved' | 'sent_back' | 'taken_back';
    decided_at: Date | null;
    decided_by: string | null;
    written: string | null;
    reason: string | null;
  };
  team_member: { organisation_id: number; team_id: string; member_id: string };
  rota_place: {
    organisation_id: number;
    member_id: string;
    time_zone: string;
    week: JsonOrNull<OpenRange[][]>;
    deputy_id: string | null;
    changed_at: Date;
    changed_by: string;
  };
  absence: {
    organisation_id: number;
    id: string;
    member_id: string;
    from_day: string;
    to_day: string;
    deputy_id: string | null;
    changed_at: Date;
    changed_by: string;
  };
}
