/** The money of accounts whose network charges for each request: a channel sets aside what a request may cost, and the ceiling that the house chose stops what is needed least first. */
import type { Channel } from '../channels/channel.ts';
import type { AccountNotice, Meter } from '../channels/telling.ts';
import { isShort, monthSpan } from '../domain/moneyCeiling.ts';
import { shortSentence } from '../domain/moneyWords.ts';
import type { Network } from '../domain/network.ts';
import type { Storage, Tenant } from '../storage/database.ts';
import {
  countMoney,
  type MoneyAnswer,
  type MoneyAsked,
  markRefused,
  markWarned,
  moneyMonthAt,
  setMoneyAside,
  settleMoney,
} from '../storage/money.ts';

export interface MeterDeps {
  storage: Storage;
  channels: Record<Network, Pick<Channel, 'charges'>>;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
}

interface Metered {
  organisationId: number;
  accountId: string;
  network: Network;
  settings: Readonly<Record<string, string>>;
  tell?(notice: AccountNotice): void;
}

/** The account with its meter; as it is where its network charges nothing. */
export function withMeter<T extends Metered>(deps: MeterDeps, account: T): T & { meter?: Meter } {
  const currency = deps.channels[account.network].charges?.(account) ?? null;
  return currency === null ? account : { ...account, meter: meterOf(deps, account, currency) };
}

/** Says when the money becomes short, once a month, and once for each use that stops. Throws Fault `database_unreachable`: what cannot be counted is not asked. */
function meterOf(deps: MeterDeps, account: Metered, currency: string): Meter {
  const { organisationId, accountId } = account;
  return {
    async setAside(use, atMost) {
      const asked = { organisationId, accountId, currency, use, micros: wholeMicros(atMost), at: deps.now() };
      const { id, sentence } = await deps.storage.inOrganisation(organisationId, async (tx) => {
        const answer = await setMoneyAside(tx, asked);
        if (answer === null) return { id: null, sentence: null };
        return { id: answer.id, sentence: await newsIn(tx, asked, answer) };
      });
      if (sentence !== null) account.tell?.({ code: 'money_short', sentence });
      return id === null ? null : settling(deps, { organisationId, id });
    },
    async charged(use, micros) {
      const asked = { organisationId, accountId, currency, use, micros: wholeMicros(micros), at: deps.now() };
      const sentence = await deps.storage.inOrganisation(organisationId, async (tx) => {
        const state = await countMoney(tx, asked);
        return state === null ? null : newsIn(tx, asked, { ...state, id: '' });
      });
      if (sentence !== null) account.tell?.({ code: 'money_short', sentence });
    },
    monthEnds: () =>
      deps.storage.inOrganisation(organisationId, async (tx) => {
        const at = deps.now();
        const here = await moneyMonthAt(tx, { organisationId, accountId }, at);
        return here === null ? at : monthSpan(here.timeZone, here.month).to;
      }),
  };
}

/** What people are to be told now; null where they know it. */
async function newsIn(tx: Tenant, asked: MoneyAsked, answer: MoneyAnswer): Promise<string | null> {
  const { use, micros, at } = asked;
  const { month, limits, warned, refused } = answer;
  const warns = !warned && isShort(answer, limits) && (await markWarned(tx, asked, month, at));
  if (answer.id !== null) return warns ? shortSentence(answer) : null;
  const least = refused[use] ?? Number.POSITIVE_INFINITY;
  const stops = micros < least && (await markRefused(tx, asked, { month, use, micros }));
  if (!warns && !stops) return null;
  return shortSentence({ ...answer, refused: { ...refused, [use]: Math.min(micros, least) } });
}

/** A price that cannot be one counts as nothing: it is never a way around the ceiling that it is negative. */
const wholeMicros = (micros: number): number => (micros > 0 ? Math.ceil(micros) : 0);

/** Settled once, however often it is called. Without the database it stays set aside, and counts as spent in the end: the request was made, and nothing is gained by failing it. */
function settling(deps: MeterDeps, one: { organisationId: number; id: string }) {
  return {
    async settle(micros: number) {
      try {
        await deps.storage.inOrganisation(one.organisationId, (tx) =>
          settleMoney(tx, { ...one, micros: wholeMicros(micros) }),
        );
      } catch (error) {
        deps.log('money_not_settled', { reason: String(error) });
      }
    },
  };
}
