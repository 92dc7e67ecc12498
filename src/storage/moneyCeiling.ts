/** How much accounts may spend in a month, and what they spent: what people say and read. What programs count stands in money.ts. */
import { sql } from 'kysely';
import {
  type Gone,
  type MoneyLimits,
  type Refused,
  type Shares,
  type Use,
  uses,
  usualLimits,
} from '../domain/moneyCeiling.ts';
import type { Tenant } from './database.ts';

interface Place {
  organisationId: number;
  accountId: string;
}

/** The currency is the one in which the ceiling is meant. */
export type CeilingRow = MoneyLimits & { currency: string };

/** What the account may spend; the usual where nobody said anything. */
export async function moneyLimits(tx: Tenant, { organisationId, accountId }: Place): Promise<CeilingRow> {
  const row = await tx
    .selectFrom('account_ceiling')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  if (row === undefined) return { ...usualLimits, currency: '' };
  const shares = Object.fromEntries(uses.map((use) => [use, row[`${use}_share`]])) as Shares;
  return { ceiling: row.ceiling, currency: row.currency, shares, warnAt: row.warn_at };
}

/** Sets it; what was said of the running month under the old ceiling is said anew when it is so again, and replies that waited for money are tried at once. Answers how many waited. */
export async function setMoneyLimits(
  tx: Tenant,
  place: Place,
  { ceiling, currency, shares, warnAt }: CeilingRow,
  { month, now }: { month: string; now: Date },
): Promise<number> {
  const own = { organisation_id: place.organisationId, account_id: place.accountId };
  const set = {
    ceiling,
    currency,
    warn_at: warnAt,
    counting_share: shares.counting,
    repairing_share: shares.repairing,
    watching_share: shares.watching,
    hearing_share: shares.hearing,
    answering_share: shares.answering,
  };
  await tx
    .insertInto('account_ceiling')
    .values({ ...own, ...set })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'account_id']).doUpdateSet(set))
    .execute();
  await tx
    .updateTable('account_month')
    .set({ warned_at: null, refused: '{}' })
    .where('organisation_id', '=', own.organisation_id)
    .where('account_id', '=', own.account_id)
    .where('month', '=', month)
    .execute();
  const tried = await sql`
    update reply set send_at = ${now}
    where organisation_id = ${own.organisation_id} and account_id = ${own.account_id} and state = 'later' and code = 'money_short' and send_at > ${now}`.execute(
    tx,
  );
  return Number(tried.numAffectedRows ?? 0n);
}

/** Replies of an account that wait for money. */
export async function heldForMoney(tx: Tenant, { organisationId, accountId }: Place): Promise<number> {
  const row = await tx
    .selectFrom('reply')
    .select(sql<number>`count(*)::integer`.as('held'))
    .where('organisation_id', '=', organisationId)
    .where('account_id', '=', accountId)
    .where('state', '=', 'later')
    .where('code', '=', 'money_short')
    .executeTakeFirstOrThrow();
  return row.held;
}

export interface MonthRow extends Gone {
  /** Its first day. */
  month: string;
  currency: string;
  overrun: number;
  refused: Refused;
}

/** Months in which something was spent, the latest first. */
export async function moneyMonths(
  tx: Tenant,
  { organisationId, accountId }: Place,
  most: number,
): Promise<MonthRow[]> {
  return tx
    .selectFrom('account_month')
    .select(['month', 'currency', 'spent', 'set_aside as setAside', 'overrun', 'refused'])
    .where('organisation_id', '=', organisationId)
    .where('account_id', '=', accountId)
    .orderBy('month', 'desc')
    .orderBy('currency')
    .limit(most)
    .execute();
}

export interface DayRow {
  day: string;
  use: Use;
  requests: number;
  spent: number;
}

/** What was spent on the days of a month, the first day first. */
export async function moneyDays(
  tx: Tenant,
  { organisationId, accountId }: Place,
  { month, currency }: { month: string; currency: string },
): Promise<DayRow[]> {
  return tx
    .selectFrom('account_money_day')
    .select(['day', 'use', 'requests', 'spent'])
    .where('organisation_id', '=', organisationId)
    .where('account_id', '=', accountId)
    .where('day', '>=', month)
    .where(sql<boolean>`day < (${month}::date + interval '1 month')`)
    .where('currency', '=', currency)
    .orderBy('day')
    .orderBy('use')
    .execute();
}
