/**
 * What accounts spend: each request's price is set aside before it is made and settled after. Several programs ask at once, so that whether there is room is asked by the very statement
 * that takes it. Amounts are whole millionths of a currency.
 */
import { type Selectable, sql } from 'kysely';
import {
  type Gone,
  limitOf,
  type MoneyLimits,
  monthAt,
  type Refused,
  type Shares,
  type Use,
  uses,
  usualLimits,
} from '../domain/moneyCeiling.ts';
import type { System, Tenant } from './database.ts';
import { newId } from './ids.ts';
import type { MoneyTables } from './moneyTables.ts';

interface Place {
  organisationId: number;
  accountId: string;
}

export interface MoneyAsked extends Place {
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

/** Sets it aside where the month's ceiling leaves room for its use; null where there is no such account. */
export async function setMoneyAside(tx: Tenant, asked: MoneyAsked): Promise<MoneyAnswer | null> {
  const { organisationId, accountId, use, micros, currency, at } = asked;
  const timeZone = await timeZoneOf(tx, asked);
  if (timeZone === null) return null;
  const month = monthAt(timeZone, at);
  const limits = await moneyLimits(tx, asked);
  const limit = limitOf(limits, use);
  await sql`
    insert into account_month (organisation_id, account_id, month, currency) values (${organisationId}, ${accountId}, ${month}::date, ${currency})
    on conflict do nothing`.execute(tx);
  const requests = sql.ref(`${use}_requests`);
  const id = newId(at.getTime());
  const taken = await sql`
    with taken as (
      update account_month set set_aside = set_aside + ${micros}::bigint, ${requests} = ${requests} + 1
      where organisation_id = ${organisationId} and account_id = ${accountId} and month = ${month}::date
        and (${limit}::bigint is null or spent + set_aside + ${micros}::bigint <= ${limit}::bigint)
      returning organisation_id, account_id, month
    )
    insert into account_set_aside (organisation_id, id, account_id, month, use, micros, at)
    select organisation_id, ${id}::uuid, account_id, month, ${use}, ${micros}::bigint, ${at}::timestamptz from taken`.execute(
    tx,
  );
  const row = await tx
    .selectFrom('account_month')
    .select(['spent', 'set_aside as setAside', 'refused', 'warned_at as warnedAt'])
    .where('organisation_id', '=', organisationId)
    .where('account_id', '=', accountId)
    .where('month', '=', month)
    .executeTakeFirstOrThrow();
  const { warnedAt, ...state } = row;
  return { ...state, month, limits, warned: warnedAt !== null, id: taken.numAffectedRows === 1n ? id : null };
}

/** Where the account's month begins and ends; null where there is no such account. */
async function timeZoneOf(tx: Tenant, { organisationId, accountId }: Place): Promise<string | null> {
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
  { organisationId, id, use, micros }: { organisationId: number; id: string; use: Use; micros: number },
): Promise<boolean> {
  const spent = sql.ref(`${use}_spent`);
  const settled = await sql`
    with gone as (
      delete from account_set_aside where organisation_id = ${organisationId} and id = ${id}::uuid and use = ${use}
      returning account_id, month, micros
    )
    update account_month as m set set_aside = m.set_aside - gone.micros, spent = m.spent + ${micros}::bigint,
      overrun = m.overrun + greatest(0, ${micros}::bigint - gone.micros), ${spent} = ${spent} + ${micros}::bigint
    from gone where m.organisation_id = ${organisationId} and m.account_id = gone.account_id and m.month = gone.month`.execute(
    tx,
  );
  return settled.numAffectedRows === 1n;
}

/** What was set aside before then and never settled counts as spent, all of it: its program was killed, and whether the network charged for it is not known. Answers how many; some at a time. */
export async function countUnsettled(system: System, before: Date, most: number): Promise<number> {
  const sums = uses.map((use) => {
    const spent = sql.ref(`${use}_spent`);
    return sql`${spent} = ${spent} + s.${sql.ref(use)}`;
  });
  const ofUses = uses.map(
    (use) => sql`coalesce(sum(micros) filter (where use = ${use}), 0)::bigint as ${sql.ref(use)}`,
  );
  const found = await sql<{ count: number }>`
    with gone as (
      delete from account_set_aside where (organisation_id, id) in (
        select organisation_id, id from account_set_aside where at < ${before} order by at limit ${most} for update skip locked
      ) returning organisation_id, account_id, month, use, micros
    ), s as (
      select organisation_id, account_id, month, sum(micros)::bigint as micros, ${sql.join(ofUses)} from gone group by 1, 2, 3
    ), counted as (
      update account_month as m set set_aside = m.set_aside - s.micros, spent = m.spent + s.micros, ${sql.join(sums)}
      from s where m.organisation_id = s.organisation_id and m.account_id = s.account_id and m.month = s.month
    )
    select count(*)::integer as count from gone`.execute(system);
  return found.rows[0]?.count ?? 0;
}

/** What the account may spend; the usual where nobody said anything. */
export async function moneyLimits(tx: Tenant, { organisationId, accountId }: Place): Promise<MoneyLimits> {
  const row = await tx
    .selectFrom('account_ceiling')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  if (row === undefined) return usualLimits;
  const shares = Object.fromEntries(uses.map((use) => [use, row[`${use}_share`]])) as Shares;
  return { ceiling: row.ceiling, shares, warnAt: row.warn_at };
}

/** Sets it; what was said of the running month under the old ceiling is said anew when it is so again. */
export async function setMoneyLimits(
  tx: Tenant,
  place: Place,
  { ceiling, shares, warnAt }: MoneyLimits,
  now: Date,
): Promise<void> {
  const own = { organisation_id: place.organisationId, account_id: place.accountId };
  const set = {
    ceiling,
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
  const timeZone = (await timeZoneOf(tx, place)) ?? 'UTC';
  await tx
    .updateTable('account_month')
    .set({ warned_at: null, refused: '{}' })
    .where('organisation_id', '=', own.organisation_id)
    .where('account_id', '=', own.account_id)
    .where('month', '=', monthAt(timeZone, now))
    .execute();
}

/** Marks that people know that the month becomes short; false when they knew. */
export async function markWarned(tx: Tenant, place: Place, month: string, at: Date): Promise<boolean> {
  const marked = await sql`
    update account_month set warned_at = ${at}
    where organisation_id = ${place.organisationId} and account_id = ${place.accountId} and month = ${month}::date and warned_at is null`.execute(
    tx,
  );
  return marked.numAffectedRows === 1n;
}

/** Marks that this use got nothing; false when that was known. For how much it asked is kept where it is less than what it asked before. */
export async function markRefused(
  tx: Tenant,
  place: Place,
  { month, use, micros }: { month: string; use: Use; micros: number },
): Promise<boolean> {
  const marked = await sql<{ before: boolean }>`
    with m as (
      select organisation_id, account_id, month, refused from account_month
      where organisation_id = ${place.organisationId} and account_id = ${place.accountId} and month = ${month}::date for update
    )
    update account_month as a
    set refused = a.refused || jsonb_build_object(${use}::text, least(${micros}::bigint, (m.refused ->> ${use}::text)::bigint))
    from m where a.organisation_id = m.organisation_id and a.account_id = m.account_id and a.month = m.month
    returning m.refused ? ${use}::text as before`.execute(tx);
  return marked.rows[0]?.before === false;
}

export type MonthRow = Selectable<MoneyTables['account_month']>;

/** Months in which something was spent, the latest first. */
export async function moneyMonths(
  tx: Tenant,
  { organisationId, accountId }: Place,
  most: number,
): Promise<MonthRow[]> {
  return tx
    .selectFrom('account_month')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('account_id', '=', accountId)
    .orderBy('month', 'desc')
    .limit(most)
    .execute();
}
