import { expect, test } from 'vitest';
import { isOdd, isUnsettled, kinds, lowered } from './letters.ts';

const quotes = '’‘`´ʼ';
const isHalf = (unit: number): boolean => unit >= 0xd800 && unit < 0xe000;

test('each unit is what it is when it is looked at by itself', () => {
  const wrong: number[] = [];
  for (let unit = 0; unit < 65_536; unit++) {
    const character = String.fromCharCode(unit);
    if (isHalf(unit) || quotes.includes(character)) continue;
    const lower = character.toLowerCase();
    const odd = lower.length > 1 || character === 'Σ';
    const unsettled = character.normalize('NFC') !== character;
    const kind = kinds[unit] ?? 0;
    const right =
      lowered[unit] === lower.charCodeAt(0) &&
      (kind & isOdd) === (odd ? isOdd : 0) &&
      (!unsettled || (kind & isUnsettled) !== 0);
    if (!right) wrong.push(unit);
  }
  expect(wrong).toEqual([]);
});

test('quotes are one quote', () => {
  for (const quote of quotes) expect(lowered[quote.charCodeAt(0)], quote).toBe(0x27);
});
