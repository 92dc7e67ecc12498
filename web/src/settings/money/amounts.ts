/** Amounts of money as people read and write them. Pure; millionths of a currency inside. */
import { rules } from '../../words/intl.ts';

/** "$12.50": whole cents from a hundredth on, more digits for less. */
export function amountWords(micros: number, currency: string): string {
  const isSmall = micros > 0 && micros < 10_000;
  return new Intl.NumberFormat(rules(), {
    style: 'currency',
    currency,
    ...(isSmall ? { maximumFractionDigits: 4 } : {}),
  }).format(micros / 1_000_000);
}

/** What somebody typed: "12.50", "12,50", "1 200"; null for an empty field, undefined for what is no amount. */
export function typedAmount(typed: string): number | null | undefined {
  const plain = typed.replaceAll(/[\s\u00a0\u202f']/g, '');
  if (plain === '') return null;
  if (!/^\d{1,9}(?:[.,]\d{1,6})?$/.test(plain)) return undefined;
  return Math.round(Number(plain.replace(',', '.')) * 1_000_000);
}

/** As it stands in the field. */
export const amountField = (micros: number | null): string =>
  micros === null ? '' : String(Number((micros / 1_000_000).toFixed(6)));

/** Where on a line something stands, in percent, and how long the line is: to the ceiling, or as far as the money goes. */
export interface MoneyLine {
  /** In millionths. */
  whole: number;
  spent: number;
  setAside: number;
  warn: number | null;
  ceiling: number | null;
  projected: number | null;
}

/** What goes past the ceiling makes the line longer, up to half as long again. */
export function moneyLine(money: {
  spent: number;
  setAside: number;
  ceiling: number | null;
  warnAt: number;
  projected: number | null;
}): MoneyLine {
  const { spent, setAside, ceiling, warnAt, projected } = money;
  const furthest = Math.max(spent + setAside, projected ?? 0, 1);
  const whole =
    ceiling === null ? furthest : Math.max(ceiling, Math.min(furthest, ceiling * 1.5), spent + setAside, 1);
  const at = (micros: number): number => Math.min(100, (micros / whole) * 100);
  return {
    whole,
    spent: at(spent),
    setAside: at(spent + setAside) - at(spent),
    warn: ceiling === null ? null : at((ceiling * warnAt) / 100),
    ceiling: ceiling === null ? null : at(ceiling),
    projected: projected === null ? null : at(projected),
  };
}
