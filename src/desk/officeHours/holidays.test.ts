import { describe, expect, test } from 'vitest';
import { countries, holidaysOf } from './holidays.ts';

describe('public holidays', () => {
  test.each([
    ['KE', '2027-10-20', /Mashujaa/],
    ['RW', '2027-07-01', /Independence/],
    ['ZA', '2027-09-24', /Heritage/],
  ])('of %s are known', async (country, date, name) => {
    const found = await holidaysOf(country, [2027]);
    expect(found.find((one) => one.date === date)?.name).toMatch(name);
  });

  test('are one a date, in order, and of the years that were asked for', async () => {
    const dates = (await holidaysOf('KE', [2027, 2028])).map(({ date }) => date);
    expect(dates).toEqual([...new Set(dates)].sort());
    expect(new Set(dates.map((date) => date.slice(0, 4)))).toEqual(new Set(['2027', '2028']));
  });

  test('of a country that is none are refused in words', async () => {
    await expect(holidaysOf('XX', [2027])).rejects.toMatchObject({ code: 'input_invalid' });
    expect((await countries()).map(({ code }) => code)).toEqual(expect.arrayContaining(['KE', 'RW', 'ZA']));
  });
});
