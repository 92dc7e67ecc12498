/** The money of an account as programs and the console read it. */
import type { Channel } from '../channels/channel.ts';
import { isShort, monthSpan, projected, stoppedUses, type Use, uses } from '../domain/moneyCeiling.ts';
import { shortSentence } from '../domain/moneyWords.ts';
import type { Network } from '../domain/network.ts';
import { dateAt } from '../domain/zone.ts';
import type { AccountRecord } from '../storage/accounts.ts';
import type { Tenant } from '../storage/database.ts';
import { asMeant, moneyMonthAt } from '../storage/money.ts';
import { type DayRow, heldForMoney, moneyDays, moneyLimits, moneyMonths } from '../storage/moneyCeiling.ts';
import type { MoneyView } from './contract.ts';

const mostMonths = 13;
const dayMilliseconds = 86_400_000;

/** The running month of an account that is charged in this currency, and the months before. */
export async function moneyView(
  tx: Tenant,
  { organisationId, accountId, currency }: { organisationId: number; accountId: string; currency: string },
  now: Date,
): Promise<MoneyView> {
  const place = { organisationId, accountId };
  const { month, timeZone } = (await moneyMonthAt(tx, place, now)) ?? {
    month: '1970-01-01',
    timeZone: 'UTC',
  };
  const said = await moneyLimits(tx, place);
  const limits = asMeant(said, currency);
  const months = await moneyMonths(tx, place, mostMonths);
  const here = months.find((one) => one.month === month && one.currency === currency);
  const gone = { spent: here?.spent ?? 0, setAside: here?.setAside ?? 0 };
  const refused = here?.refused ?? {};
  const days = await moneyDays(tx, place, { month, currency });
  const stopped = stoppedUses(gone, limits, refused);
  const span = monthSpan(timeZone, month);
  return {
    currency,
    from: month,
    to: dateAt(timeZone, new Date(span.to.getTime() - dayMilliseconds / 2)),
    today: dateAt(timeZone, now),
    ...gone,
    overrun: here?.overrun ?? 0,
    projected: projected(gone.spent, span, now),
    ceiling: said.ceiling,
    ceilingMeant: said.ceiling === null || said.currency === currency ? null : said.currency,
    warnAt: limits.warnAt,
    sentence:
      stopped.length > 0 || isShort(gone, limits) ? shortSentence({ ...gone, limits, refused }) : null,
    held: await heldForMoney(tx, place),
    uses: uses.map((use) => ({
      use,
      ...sumOf(days, use),
      share: limits.shares[use],
      stopped: stopped.includes(use),
    })),
    days: byDay(days),
    months: months
      .filter((one) => one !== here)
      .map((one) => ({ month: one.month, currency: one.currency, spent: one.spent })),
  };
}

/** Of which accounts the money is short or spent, and what that stops, in a sentence. */
export async function moneyShort(
  tx: Tenant,
  channels: Record<Network, Pick<Channel, 'charges'>>,
  {
    organisationId,
    accounts,
    now,
  }: { organisationId: number; accounts: readonly AccountRecord[]; now: Date },
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const account of accounts) {
    const currency = channels[account.network].charges?.(account) ?? null;
    if (currency === null) continue;
    const { sentence } = await moneyView(tx, { organisationId, accountId: account.id, currency }, now);
    if (sentence !== null) found.set(account.id, sentence);
  }
  return found;
}

function sumOf(days: readonly DayRow[], use: Use): { requests: number; spent: number } {
  const own = days.filter((one) => one.use === use);
  return {
    requests: own.reduce((sum, { requests }) => sum + requests, 0),
    spent: own.reduce((sum, { spent }) => sum + spent, 0),
  };
}

function byDay(rows: readonly DayRow[]): MoneyView['days'] {
  const days = new Map<string, { day: string; spent: number; requests: number }>();
  for (const { day, spent, requests } of rows) {
    const before = days.get(day) ?? { day, spent: 0, requests: 0 };
    days.set(day, { day, spent: before.spent + spent, requests: before.requests + requests });
  }
  return [...days.values()];
}
