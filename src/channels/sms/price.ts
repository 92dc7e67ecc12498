/** Prices of messages, in millionths of their currency. */
import type { Cost } from './provider.ts';

/** An amount as providers and people write it: "KES 0.8000", "0.80 KES", "RWF 1,200.50". Null for what is none. */
export function costOf(written: string): Cost | null {
  const text = written.trim();
  const [, before = '', amount = '', after = ''] =
    /^([A-Za-z]{3})?\s*(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)\s*([A-Za-z]{3})?$/.exec(text) ?? [];
  const currency = (before || after).toUpperCase();
  const micros = Math.round(Number(amount.replaceAll(',', '')) * 1_000_000);
  return currency === '' || amount === '' || !Number.isSafeInteger(micros) ? null : { micros, currency };
}

/** What one SMS costs, as the account says; null where it does not. */
export function priceOf(settings: Readonly<Record<string, string>> | undefined): Cost | null {
  const price = costOf(settings?.price ?? '');
  return price === null || price.micros < 0 ? null : price;
}

/** "KES 0.80" */
export function writtenCost({ micros, currency }: Cost): string {
  const digits = micros % 10_000 === 0 ? 2 : 4;
  return `${currency} ${(micros / 1_000_000).toFixed(digits)}`;
}
