import type { ColumnType, Generated } from 'kysely';
import type { Refused, Use } from '../domain/moneyCeiling.ts';

/** What accounts may spend and have spent, in millionths of a currency. */
export interface MoneyTables {
  account_ceiling: {
    organisation_id: number;
    account_id: string;
    ceiling: number | null;
    currency: string;
    warn_at: number;
  } & Record<`${Use}_share`, number>;
  account_month: {
    organisation_id: number;
    account_id: string;
    /** Its first day. */
    month: string;
    currency: string;
    spent: Generated<number>;
    set_aside: Generated<number>;
    overrun: Generated<number>;
    warned_at: Date | null;
    refused: ColumnType<Refused, string | undefined, string>;
  };
  account_money_day: {
    organisation_id: number;
    account_id: string;
    day: string;
    currency: string;
    use: Use;
    requests: Generated<number>;
    spent: Generated<number>;
  };
  account_set_aside: {
    organisation_id: number;
    id: string;
    account_id: string;
    day: string;
    currency: string;
    use: Use;
    micros: number;
    at: Date;
  };
}
