import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountsIn, currencies, writeMoney } from './money.ts';

test.each<[string, string[]]>([
  ['We credit KES 5,000 to you.', ['KES 5000']],
  ['Ksh. 5,000/= today, KSh5000 tomorrow', ['KES 5000', 'KES 5000']],
  ['5,000 KES', ['KES 5000']],
  ['You get 500/=', ['KES 500']],
  ['FRw 15,000 or 15.000 Frw or RWF 15 000', ['RWF 15000', 'RWF 15000', 'RWF 15000']],
  ['R500, R 1 200,50 and R1,200.50', ['ZAR 500', 'ZAR 1200.50', 'ZAR 1200.50']],
  ['ZAR 1200', ['ZAR 1200']],
  ['It is $20, US$20.50 and USD 3', ['USD 20', 'USD 20.50', 'USD 3']],
  ['15k KES and KES 2 million', ['KES 15000', 'KES 2000000']],
  ['R5m', ['ZAR 5000000']],
  ['₦1,000; 10 €; £7.5', ['NGN 1000', 'EUR 10', 'GBP 7.50']],
  ['KES 1,000,000.00', ['KES 1000000']],
])('"%s" names %j', (text, wanted) => {
  expect(amountsIn(text).map(writeMoney)).toEqual(wanted);
});

test.each([
  'Case 4127, ring 0788 123 456',
  'Our road R21 is open', // a road is read as money; see below
  'your 3 children',
  'AR500 is no amount',
  'KES',
  'No water since 2026',
])('what is no amount is mostly not taken for one: "%s"', (text) => {
  // Too much rather than too little: a road of South Africa looks like its money.
  expect(amountsIn(text).map(writeMoney)).toEqual(text.includes('R21') ? ['ZAR 21'] : []);
});

const amounts = fc.record({
  hundredths: fc.integer({ min: 0, max: 1e11 }),
  currency: fc.constantFrom(...currencies),
});
/** Ways in which people put marks between thousands and before the cents. */
const ways = [
  ['', '.'],
  [',', '.'],
  ['.', ','],
  [' ', ','],
  ['\u00a0', '.'],
  ["'", '.'],
] as const;

test('whatever amount is written in whatever way, it is found, wherever it stands', () => {
  fc.assert(
    fc.property(
      amounts,
      fc.constantFrom(...ways),
      fc.boolean(),
      fc.constantFrom('', 'Dear Aline, ', 'we owe you '),
      ({ hundredths, currency }, [thousands, decimal], before, lead) => {
        const whole = String(Math.floor(hundredths / 100)).replace(/\B(?=(\d{3})+$)/g, thousands);
        const cents = String(hundredths % 100).padStart(2, '0');
        const number = hundredths % 100 === 0 ? whole : `${whole}${decimal}${cents}`;
        const text = `${lead}${before ? `${currency} ${number}` : `${number} ${currency}`} today.`;
        expect(amountsIn(text)).toEqual([{ hundredths, currency }]);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('no text takes long or breaks it', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom('1', ',', '.', ' ', 'R', 'k', 'K', 'e', 's', '$', '/', '='),
        maxLength: 400,
      }),
      (text) => {
        for (const { hundredths } of amountsIn(text)) expect(Number.isSafeInteger(hundredths)).toBe(true);
      },
    ),
  );
});
