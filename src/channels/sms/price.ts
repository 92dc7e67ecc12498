/** Prices of messages, in millionths of their currency. */
import { type Price, writtenPrice } from '../money.ts';

export { writtenPrice as costOf };

/** What one SMS costs, as the account says; null where it does not. */
export function priceOf(settings: Readonly<Record<string, string>> | undefined): Price | null {
  const price = writtenPrice(settings?.price ?? '');
  return price === null || price.micros < 0 ? null : price;
}

/** "KES 0.80" */
export function writtenCost({ micros, currency }: Price): string {
  const digits = micros % 10_000 === 0 ? 2 : 4;
  return `${currency} ${(micros / 1_000_000).toFixed(digits)}`;
}
