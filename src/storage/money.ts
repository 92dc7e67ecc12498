/**
 * What accounts spend: each request's price is set aside before it is made and settled after. Several programs ask at once, so that whether there is room is asked by the very statement
 * that takes it. Amounts are whole millionths of a currency.
 */
import { sql } from 'kysely';
import {
  type Gone,
  limitOf,
  type MoneyLimits,
  monthAt,
  type Refused,
  type Use,
} from '../domain/moneyCeiling.ts';
import { dateAt } from '../domain/zone.ts';
import type { System, Tenant } from './database.ts';
import { newId } from './ids.ts';
import { type CeilingRow, moneyLimits } from './moneyCeiling.ts';

export interface MoneyPlace {
  organisationId: number;
  accountId: string;
}

export interface MoneyAsked extends MoneyPlace {
  use: Use;
  micros: number;
  currency: string;
  at: Date;
}

/** The month after the answer. */
export interface MonthState extends Gone {
  month: string;
  limits: MoneyLimits;
  refused: Refused;
  warned: boolean;
}

export interface MoneyAnswer extends MonthState {
  /** What was set aside; null where there was no room. */
  id: string | null;
}

/** Sets it aside where the month's ceiling leaves room for its use; null where there is no such account. A ceiling in another currency leaves none. */
export async function setMoneyAside(tx: Tenant, asked: MoneyAsked): Promise<MoneyAnswer | null> {
  const { organisationId, accountId, use, micros, currency, at } = asked;
  const day = await dayOf(tx, asked, at);
  if (day === null) return null;
  const limits = asMeant(await moneyLimits(tx, asked), currency);
  const limit = limitOf(limits, use);
  const month = monthOf(day);
  await beginMonth(tx, asked, month);
  const id = newId(at.getTime());
  const taken = await sql`
    with taken as (
      update account_month set set_aside = set_aside + ${micros}::bigint
      where organisation_id = ${organisationId} and account_id = ${accountId} and month = ${month}::date and currency = ${currency}
        and (${limit}::bigint is null or spent + set_aside + ${micros}::bigint <= ${limit}::bigint)
      returning organisation_id, account_id
    )
    insert into account_set_aside (organisation_id, id, account_id, day, currency, use, micros, at)
    select organisation_id, ${id}::uuid, account_id, ${day}::date, ${currency}, ${use}, ${micros}::bigint, ${at}::timestamptz from taken`.execute(
    tx,
  );
  const row = await monthRow(tx, asked, month);
  const { warnedAt, ...state } = row;
  return { ...state, month, limits, warned: warnedAt !== null, id: taken.numAffectedRows === 1n ? id : null };
}

/** Counts what the network has charged already, whatever the ceiling says; null where there is no such account. */
export async function countMoney(tx: Tenant, asked: MoneyAsked): Promise<MonthState | null> {
  const { organisationId, accountId, use, micros, currency, at } = asked;
  const day = await dayOf(tx, asked, at);
  if (day === null) return null;
  const month = monthOf(day);
  await beginMonth(tx, asked, month);
  await sql`
    with counted as (
      update account_month set spent = spent + ${micros}::bigint
      where organisation_id = ${organisationId} and account_id = ${accountId} and month = ${month}::date and currency = ${currency}
      returning organisation_id, account_id
    )
    insert into account_money_day as d (organisation_id, account_id, day, currency, use, requests, spent)
    select organisation_id, account_id, ${day}::date, ${currency}, ${use}, 1, ${micros}::bigint from counted
    on conflict (organisation_id, account_id, day, currency, use) do update set requests = d.requests + 1, spent = d.spent + excluded.spent`.execute(
    tx,
  );
  const { warnedAt, ...state } = await monthRow(tx, asked, month);
  return {
    ...state,
    month,
    limits: asMeant(await moneyLimits(tx, asked), currency),
    warned: warnedAt !== null,
  };
}

const monthOf = (day: string): string => `${day.slice(0, 7)}-01`;

/** What was said in one currency is no sum of another: nothing fits until it is said anew. */
export const asMeant = ({ currency: meant, ...limits }: CeilingRow, currency: string): MoneyLimits =>
  limits.ceiling === null || meant === currency ? limits : { ...limits, ceiling: 0 };

async function beginMonth(
  tx: Tenant,
  { organisationId, accountId, currency }: MoneyAsked,
  month: string,
): Promise<void> {
  await sql`
    insert into account_month (organisation_id, account_id, month, currency) values (${organisationId}, ${accountId}, ${month}::date, ${currency})
    on conflict do nothing`.execute(tx);
}

function monthRow(tx: Tenant, { organisationId, accountId, currency }: MoneyAsked, month: string) {
  return tx
    .selectFrom('account_month')
    .select(['spent', 'set_aside as setAside', 'refused', 'warned_at as warnedAt'])
    .where('organisation_id', '=', organisationId)
    .where('account_id', '=', accountId)
    .where('month', '=', month)
    .where('currency', '=', currency)
    .executeTakeFirstOrThrow();
}

/** The day of the account's wall clock; null where there is no such account. */
async function dayOf(tx: Tenant, place: MoneyPlace, at: Date): Promise<string | null> {
  const timeZone = await moneyZone(tx, place);
  return timeZone === null ? null : dateAt(timeZone, at);
}

/** By which wall clock an account's month begins and ends; null where there is no such account. */
export async function moneyZone(
  tx: Tenant,
  { organisationId, accountId }: MoneyPlace,
): Promise<string | null> {
  const row = await tx
    .selectFrom('organisation as o')
    .innerJoin('connected_account as a', 'a.organisation_id', 'o.id')
    .select('o.time_zone')
    .where('a.organisation_id', '=', organisationId)
    .where('a.id', '=', accountId)
    .executeTakeFirst();
  return row?.time_zone ?? null;
}

/** What was set aside becomes what it was. Once: it answers false for what was settled before, here or by another program. */
export async function settleMoney(
  tx: Tenant,
  { organisationId, id, micros }: { organisationId: number; id: string; micros: number },
): Promise<boolean> {
  const settled = await sql`
    with gone as (
      delete from account_set_aside where organisation_id = ${organisationId} and id = ${id}::uuid
      returning account_id, day, currency, use, micros
    ), settled as (
      update account_month as m set set_aside = m.set_aside - gone.micros, spent = m.spent + ${micros}::bigint,
        overrun = m.overrun + greatest(0, ${micros}::bigint - gone.micros)
      from gone where m.organisation_id = ${organisationId} and m.account_id = gone.account_id and m.month = date_trunc('month', gone.day)::date and m.currency = gone.currency
    )
    insert into account_money_day as d (organisation_id, account_id, day, currency, use, requests, spent)
    select ${organisationId}::integer, account_id, day, currency, use, 1, ${micros}::bigint from gone
    on conflict (organisation_id, account_id, day, currency, use) do update set requests = d.requests + 1, spent = d.spent + excluded.spent`.execute(
    tx,
  );
  return settled.numAffectedRows === 1n;
}

/** What was set aside before then and never settled counts as spent, all of it: its program was killed, and whether the network charged for it is not known. Answers how many; some at a time. */
export async function countUnsettled(system: System, before: Date, most: number): Promise<number> {
  const found = await sql<{ count: number }>`
    with gone as (
      delete from account_set_aside where (organisation_id, id) in (
        select organisation_id, id from account_set_aside where at < ${before} order by at limit ${most} for update skip locked
      ) returning organisation_id, account_id, day, currency, use, micros
    ), months as (
      select organisation_id, account_id, date_trunc('month', day)::date as month, currency, sum(micros)::bigint as micros from gone group by 1, 2, 3, 4
    ), counted as (
      update account_month as m set set_aside = m.set_aside - s.micros, spent = m.spent + s.micros
      from months as s where m.organisation_id = s.organisation_id and m.account_id = s.account_id and m.month = s.month and m.currency = s.currency
    ), days as (
      insert into account_money_day as d (organisation_id, account_id, day, currency, use, requests, spent)
      select organisation_id, account_id, day, currency, use, count(*)::integer, sum(micros)::bigint from gone group by 1, 2, 3, 4, 5
      on conflict (organisation_id, account_id, day, currency, use) do update set requests = d.requests + excluded.requests, spent = d.spent + excluded.spent
    )
    select count(*)::integer as count from gone`.execute(system);
  return found.rows[0]?.count ?? 0;
}

interface MonthPlace extends MoneyPlace {
  currency: string;
}

/** Marks that people know that the month becomes short; false when they knew. */
export async function markWarned(tx: Tenant, place: MonthPlace, month: string, at: Date): Promise<boolean> {
  const marked = await sql`
    update account_month set warned_at = ${at}
    where organisation_id = ${place.organisationId} and account_id = ${place.accountId} and month = ${month}::date and currency = ${place.currency}
      and warned_at is null`.execute(tx);
  return marked.numAffectedRows === 1n;
}

/** Marks that this use got nothing; false when that was known. For how much it asked is kept where it is less than what it asked before. */
export async function markRefused(
  tx: Tenant,
  place: MonthPlace,
  { month, use, micros }: { month: string; use: Use; micros: number },
): Promise<boolean> {
  const marked = await sql<{ before: boolean }>`
    with m as (
      select organisation_id, account_id, month, currency, refused from account_month
      where organisation_id = ${place.organisationId} and account_id = ${place.accountId} and month = ${month}::date and currency = ${place.currency} for update
    )
    update account_month as a
    set refused = a.refused || jsonb_build_object(${use}::text, least(${micros}::bigint, (m.refused ->> ${use}::text)::bigint))
    from m where a.organisation_id = m.organisation_id and a.account_id = m.account_id and a.month = m.month and a.currency = m.currency
    returning m.refused ? ${use}::text as before`.execute(tx);
  return marked.rows[0]?.before === false;
}

/** In which month an instant lies for an account; null where there is no such account. */
export async function moneyMonthAt(
  tx: Tenant,
  place: MoneyPlace,
  at: Date,
): Promise<{ month: string; timeZone: string } | null> {
  const timeZone = await moneyZone(tx, place);
  return timeZone === null ? null : { month: monthAt(timeZone, at), timeZone };
}
