import { expect, it } from 'vitest';
import { callingCode, namesNumber, spacedNumber, telephoneNumber } from './telephone.ts';

it('a number is one number however it is written', () => {
  for (const written of ['+254 722 000 111', '00254-722-000-111', '(+254) 722.000.111', '+254722000111'])
    expect(telephoneNumber(written)).toBe('+254722000111');
  expect(telephoneNumber('0722 000111', '+254700000001')).toBe('+254722000111');
  expect(telephoneNumber('722000111', '+254700000001')).toBe('+254722000111');
  expect(telephoneNumber('0722 000111')).toBeNull();
  for (const none of ['', 'anonymous', '+0722000111', '+12', '12a', `+${'1'.repeat(16)}`])
    expect(telephoneNumber(none)).toBeNull();
});

it('the country is known by its code', () => {
  expect(
    ['+254700000001', '+12025550100', '+27700000001', '+44700000001', '+250700000001', '+79000000000'].map(
      callingCode,
    ),
  ).toEqual(['+254', '+1', '+27', '+44', '+250', '+7']);
  expect(callingCode('0722')).toBeNull();
});

it('words name a number as people write it, and no other', () => {
  const number = '+254722000111';
  for (const words of [
    'call 0722 000 111 after five',
    '+254 722-000-111',
    'Tel. 00254722000111.',
    '254722000111',
  ])
    expect(namesNumber(words, number)).toBe(true);
  for (const words of [
    '0722 000 112',
    '0733 722 000 111',
    'meter 25472200011',
    'no number',
    '+255722000111',
    '',
  ])
    expect(namesNumber(words, number)).toBe(false);
});

it('a number is read in groups, and nothing of it is lost', () => {
  expect(['+254722000111', '+12025550100', '+4930123456', 'withheld'].map(spacedNumber)).toEqual([
    '+254 722 000 111',
    '+1 202 555 0100',
    '+49 301 234 56',
    'withheld',
  ]);
});
