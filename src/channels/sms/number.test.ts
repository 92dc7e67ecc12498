import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalNumber, prefixOf } from './number.ts';
import { costOf, writtenCost } from './price.ts';
import { askedBy } from './stopWords.ts';

test.each([
  ['+250788123456', '', '+250788123456'],
  ['00250788123456', '', '+250788123456'],
  ['250788123456', '250', '+250788123456'],
  ['0788 123 456', '250', '+250788123456'],
  ['788-123-456', '250', '+250788123456'],
  ['0712345678', '254', '+254712345678'],
  ['254712345678', '', '+254712345678'],
  ['254712345678', '250', '+254712345678'],
  ['8080', '250', '8080'],
  ['AMAZI', '250', 'AMAZI'],
  ['Amazi & Co', '250', 'Amazi & Co'],
  ['', '250', null],
  ['+0788123456', '', null],
  ['+1234567890123456', '', null],
  ['<script>', '', null],
])('%s with prefix %s is %s', (typed, prefix, number) => {
  expect(normalNumber(typed, prefix)).toBe(number);
});

test('a number that is in its form stays in it', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), fc.constantFrom('', '250', '27'), (typed, prefix) => {
      const once = normalNumber(typed, prefix);
      if (once !== null) expect(normalNumber(once, prefix)).toBe(once);
    }),
  );
});

test.each([
  ['250', '250'],
  ['+250', '250'],
  ['00 250', null],
  ['', ''],
  ['abc', null],
])('prefix %s is %s', (typed, prefix) => expect(prefixOf(typed)).toBe(prefix));

test.each([
  ['STOP', 'stop'],
  ['stop.', 'stop'],
  ['Arrêt', 'stop'],
  ['ACHA', 'stop'],
  ['simama!', 'stop'],
  ['Hagarika', 'stop'],
  ['"stop all"', 'stop'],
  ['አቁም', 'stop'],
  ['إيقاف', 'stop'],
  ['START', 'start'],
  ['anza', 'start'],
  ['Komeza', 'start'],
  ['Stop sending us water bills', null],
  ['acha maji yaje', null],
  ['', null],
  ['stopped', null],
])('%s asks: %s', (text, asked) => expect(askedBy(text)).toBe(asked));

test.each([
  ['KES 0.8000', { micros: 800_000, currency: 'KES' }, 'KES 0.80'],
  ['0.80 kes', { micros: 800_000, currency: 'KES' }, 'KES 0.80'],
  ['USD 0.0075', { micros: 7_500, currency: 'USD' }, 'USD 0.0075'],
  ['RWF 1,200.50', { micros: 1_200_500_000, currency: 'RWF' }, 'RWF 1200.50'],
  ['0', null, ''],
  ['free', null, ''],
])('%s is a price', (written, cost, again) => {
  expect(costOf(written)).toEqual(cost);
  if (cost !== null) expect(writtenCost(cost)).toBe(again);
});
