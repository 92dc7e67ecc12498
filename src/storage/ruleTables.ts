import type { ColumnType, Generated } from 'kysely';
import type { Rule, RuleAct } from '../domain/rule.ts';

/** Tables of automation rules. */
export interface RuleTables {
  rule: {
    organisation_id: number;
    id: string;
    name: string;
    place: number;
    enabled: boolean;
    definition: ColumnType<Rule, string, string>;
    most_an_hour: number;
    since: number;
    failures: Generated<number>;
    stopped_at: Date | null;
    stopped_because: string | null;
    changed_at: Date;
    changed_by: string;
    retired_at: Date | null;
  };
  rule_act: {
    organisation_id: number;
    case_id: string;
    event: number;
    rule_id: string;
    at: Date;
    did: ColumnType<RuleAct[], string, string>;
    failure: string | null;
  };
  rule_reading: {
    organisation_id: number;
    read: number;
    leased_by: string | null;
    lease_until: Date | null;
    /** When waits are looked at next, and up to which instant they were. */
    waits_at: Date | null;
    waits_seen: Date | null;
  };
}
