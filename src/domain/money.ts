/**
 * Amounts of money in a text, as people write them in the countries of our institutions: "KSh 5,000", "5.000 FRw", "R1 200,50", "$20", "15k KES". Pure. It finds too much
 * rather than too little: what it finds makes somebody look, and nothing else.
 */

/** By ISO 4217, with what people write instead. */
const written = {
  KES: ['kes', 'ksh', 'kshs', 'sh', 'shs', 'shilling', 'shillings', '/=', '/-'],
  RWF: ['rwf', 'frw', 'rf', 'amafaranga', 'francs'],
  ZAR: ['zar', 'r', 'rand', 'rands'],
  USD: ['usd', 'us$', '$', 'dollar', 'dollars'],
  UGX: ['ugx', 'ush', 'ushs'],
  TZS: ['tzs', 'tsh', 'tshs'],
  NGN: ['ngn', '₦', 'naira'],
  GHS: ['ghs', 'gh₵', '₵', 'cedi', 'cedis'],
  ETB: ['etb', 'birr'],
  XOF: ['xof', 'fcfa', 'cfa'],
  EUR: ['eur', '€', 'euro', 'euros'],
  GBP: ['gbp', '£', 'pounds'],
} as const;

export type Currency = keyof typeof written;
export const currencies = Object.keys(written) as Currency[];

export interface Money {
  /** In hundredths of the currency, also where it has none. */
  hundredths: number;
  currency: Currency;
}

const byName = new Map<string, Currency>(
  currencies.flatMap((currency) => written[currency].map((name) => [name, currency] as const)),
);
const escaped = (text: string) => text.replace(/[$/]/g, '\\$&');
const names = [...byName.keys()]
  .sort((a, b) => b.length - a.length)
  .map(escaped)
  .join('|');
const spaces = '[ \\u00a0\\u202f]';
const digits = `\\d+(?:[.,'\u2019]\\d+|${spaces}\\d{3}(?!\\d))*`;
const times = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mio: 1e6,
  million: 1e6,
  millions: 1e6,
  bn: 1e9,
  billion: 1e9,
} as const;
const many = `(?:${spaces}?(${Object.keys(times)
  .sort((a, b) => b.length - a.length)
  .join('|')})(?![\\p{L}]))?`;
/** A name before the number, or else behind it. */
const amount = new RegExp(
  `(?:(?<![\\p{L}\\p{N}])(${names})\\.?${spaces}?(${digits})${many})|(?:(?<![\\p{L}\\p{N}.,])(${digits})${many}${spaces}?(${names})(?![\\p{L}\\p{N}]))`,
  'giu',
);
/** No institution promises more; what is written longer is no amount. */
const most = 1e13;

/** Every amount of money in a text, in the order in which they stand there. */
export function amountsIn(text: string): Money[] {
  const found: Money[] = [];
  for (const [, nameBefore, after, timesAfter, before, timesBefore, nameAfter] of text.matchAll(amount)) {
    const currency = byName.get((nameBefore ?? nameAfter ?? '').toLowerCase());
    const number = readNumber(after ?? before ?? '');
    const factor = times[(timesAfter ?? timesBefore ?? '').toLowerCase() as keyof typeof times] ?? 1;
    const hundredths = Math.round(number * factor * 100);
    if (currency !== undefined && hundredths <= most * 100) found.push({ hundredths, currency });
  }
  return found;
}

/** "1,200.50", "1.200,50", "1 200" as a number: the last mark is a decimal one where it stands once and one or two digits follow it, or five and more. */
function readNumber(text: string): number {
  const last = /[.,](\d+)$/.exec(text);
  const fraction = last?.[1] ?? '';
  const mark = last?.[0][0] ?? '';
  const isDecimal = last !== null && fraction.length !== 3 && text.indexOf(mark) === last.index;
  const whole = (isDecimal ? text.slice(0, last.index) : text).replace(/\D/g, '');
  return Number(isDecimal ? `${whole}.${fraction}` : whole);
}

/** "KES 5,000.00" as "KES 5000", for sentences: without marks that mean different things in different places. */
export function writeMoney({ hundredths, currency }: Money): string {
  const cents = hundredths % 100;
  const whole = Math.floor(hundredths / 100);
  return `${currency} ${cents === 0 ? whole : `${whole}.${String(cents).padStart(2, '0')}`}`;
}
