import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  hoursOf,
  type OfficeHoursSettings,
  readRanges,
  whatIsWrong,
  withHolidays,
  withoutHolidays,
  writeRanges,
} from './officeHoursSettings.ts';

const workday = [{ from: 480, to: 1_020 }];
const settings: OfficeHoursSettings = {
  timeZone: 'Africa/Nairobi',
  week: [[], workday, workday, workday, workday, workday, []],
  country: 'KE',
  days: {
    '2026-12-24': { name: 'Short day', ranges: [{ from: 480, to: 720 }], by: 'hand' },
    '2026-12-25': { name: 'Christmas', ranges: [], by: 'country' },
    '2026-12-26': { name: 'We work', ranges: null, by: 'hand' },
  },
};

describe('what is wrong with office hours', () => {
  test('nothing, where they can be kept', () => expect(whatIsWrong(settings)).toBeNull());

  test.each<[string, Partial<OfficeHoursSettings>, RegExp]>([
    ['a zone that is none', { timeZone: 'Mars/Olympus' }, /no time zone "Mars/],
    ['a week of six days', { week: settings.week.slice(1) }, /seven days/],
    ['a week that never opens', { week: [[], [], [], [], [], [], []] }, /Open at least one/],
    [
      'ranges that touch',
      {
        week: [
          [
            { from: 0, to: 60 },
            { from: 60, to: 90 },
          ],
          ...settings.week.slice(1),
        ],
      },
      /ranges/,
    ],
    [
      'a range that ends before it begins',
      { week: [[{ from: 90, to: 60 }], ...settings.week.slice(1)] },
      /ranges/,
    ],
    ['a range into the next day', { week: [[{ from: 90, to: 1_441 }], ...settings.week.slice(1)] }, /ranges/],
    ['half a minute', { week: [[{ from: 0.5, to: 60 }], ...settings.week.slice(1)] }, /ranges/],
    ['a date that is none', { days: { '2026-02-30': { name: 'x', ranges: [], by: 'hand' } } }, /no date/],
    ['a day without a name', { days: { '2026-02-03': { name: ' ', ranges: [], by: 'hand' } } }, /no name/],
  ])('%s', (_, change, sentence) => expect(whatIsWrong({ ...settings, ...change })).toMatch(sentence));
});

test('a holiday on which we work is a day as any other', () => {
  expect(hoursOf(settings).days).toEqual({ '2026-12-24': [{ from: 480, to: 720 }], '2026-12-25': [] });
});

test('holidays of a year are renewed, and what a member wrote stays', () => {
  const renewed = withHolidays(
    settings,
    [2026],
    [
      { date: '2026-12-26', name: 'Boxing Day' },
      { date: '2026-10-20', name: 'Mashujaa Day' },
    ],
  );
  expect(Object.keys(renewed.days)).toEqual(['2026-10-20', '2026-12-24', '2026-12-26']);
  expect(renewed.days['2026-12-26']).toEqual({ name: 'We work', ranges: null, by: 'hand' });
  expect(withHolidays(renewed, [2027], []).days).toEqual(renewed.days);
  expect(Object.keys(withoutHolidays(renewed).days)).toEqual(['2026-12-24', '2026-12-26']);
});

describe('ranges as a person writes them', () => {
  test('are read in the ways in which people write them', () => {
    const both = [
      { from: 480, to: 750 },
      { from: 840, to: 1_020 },
    ];
    expect(readRanges('08:00-12:30, 14:00-17:00')).toEqual(both);
    expect(readRanges(' 8-12.30,14h00 – 17 ')).toEqual(both);
    expect(readRanges('')).toEqual([]);
    expect(readRanges('0-24')).toEqual([{ from: 0, to: 1_440 }]);
  });

  test('what cannot be meant is not guessed at', () => {
    for (const text of ['8', '8-', '17-8', '8-12, 11-13', '8:75-9', '8-25', 'closed', '8-9-10'])
      expect(readRanges(text)).toBeNull();
  });

  test('what is written is read back', () => {
    const edges = fc.uniqueArray(fc.integer({ min: 0, max: 1_440 }), { maxLength: 12 });
    fc.assert(
      fc.property(edges, (list) => {
        const sorted = list.toSorted((a, b) => a - b);
        const ranges = Array.from({ length: sorted.length >> 1 }, (_, i) => ({
          from: sorted[2 * i] ?? 0,
          to: sorted[2 * i + 1] ?? 0,
        }));
        expect(readRanges(writeRanges(ranges))).toEqual(ranges);
      }),
    );
  });
});
