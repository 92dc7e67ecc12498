import type { ColumnType } from 'kysely';
import type { OpenRange } from '../domain/officeHours.ts';

type JsonOrNull<T> = ColumnType<T | null, string | null, string | null>;

/** Tables of teams and of who is on duty. */
export interface TeamTables {
  team: {
    organisation_id: number;
    id: string;
    name: string;
    changed_at: Date;
    changed_by: string;
    retired_at: Date | null;
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
