/** What a reply and a source say where the month's ceiling leaves no room. */
import type { AccountAccess, Outcome } from './channel.ts';

/** An amount in millionths of its currency. */
export interface Price {
  micros: number;
  currency: string;
}

/** An amount as providers and people write it: "KES 0.8000", "0.80 KES", "RWF 1,200.50". Null for what is none. */
export function writtenPrice(written: string): Price | null {
  const text = written.trim();
  const [, before = '', amount = '', after = ''] =
    /^([A-Za-z]{3})?\s*(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)\s*([A-Za-z]{3})?$/.exec(text) ?? [];
  const currency = (before || after).toUpperCase();
  const micros = Math.round(Number(amount.replaceAll(',', '')) * 1_000_000);
  return currency === '' || amount === '' || !Number.isSafeInteger(micros) ? null : { micros, currency };
}

/** The month's ceiling leaves no room for a request. */
export class MoneyShort extends Error {
  /** When there is new money. */
  readonly until: Date;

  constructor(what: string, until: Date) {
    super(`no room for ${what} before ${until.toISOString()}`);
    this.name = 'MoneyShort';
    this.until = until;
  }
}

/** "1 January" */
const dayOf = (until: Date): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    // The month begins at midnight of some zone: half a day later it is that day everywhere.
    new Date(until.getTime() + 43_200_000),
  );

/** A reply that waits for money: it is never lost, and goes out by itself. `of`: the network, in a person's words. */
export function heldForMoney(of: string, until: Date): Extract<Outcome, { kind: 'later' }> {
  const reason = `The month's ceiling of ${of} is reached: it is held here and goes out by itself on ${dayOf(until)}, or as soon as an admin raises the ceiling in its settings.`;
  return { kind: 'later', at: until, reason, code: 'money_short' };
}

/** Sets a reply's price aside. Throws MoneyShort. Null where nothing is charged. */
export async function priceOfReply(
  { meter }: Pick<AccountAccess, 'meter'>,
  micros: number,
): Promise<{ settle(micros: number): Promise<void> } | null> {
  if (meter === undefined || micros === 0) return null;
  const aside = await meter.setAside('answering', micros);
  if (aside === null) throw new MoneyShort('answering', await meter.monthEnds());
  return aside;
}
