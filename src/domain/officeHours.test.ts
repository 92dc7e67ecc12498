import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterOpenTime,
  isOpen,
  nextOpening,
  type OfficeHours,
  type OpenRange,
  openTime,
} from './officeHours.ts';

const minute = 60_000;
const workdays = [{ from: 8 * 60, to: 17 * 60 }];
const nairobi: OfficeHours = {
  timeZone: 'Africa/Nairobi',
  week: [
    [],
    workdays,
    workdays,
    workdays,
    workdays,
    [
      { from: 8 * 60, to: 12 * 60 },
      { from: 14 * 60, to: 17 * 60 },
    ],
    [],
  ],
  days: { '2026-12-25': [], '2026-12-24': [{ from: 8 * 60, to: 12 * 60 }] },
};
const at = (local: string, zone = nairobi.timeZone) =>
  new Date(Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds);

describe('office hours', () => {
  test('an answer that is due in an hour, asked for on Friday at 16:30, is due on Monday at 8:30', () => {
    expect(afterOpenTime(nairobi, at('2026-11-27T16:30'), 60 * minute)).toEqual(at('2026-11-30T08:30'));
  });

  test('lunch does not count', () => {
    expect(openTime(nairobi, at('2026-11-27T11:00'), at('2026-11-27T15:00'))).toBe(120 * minute);
  });

  test('a holiday is closed, and a short day is short', () => {
    expect(afterOpenTime(nairobi, at('2026-12-24T11:00'), 120 * minute)).toEqual(at('2026-12-28T09:00'));
    expect(isOpen(nairobi, at('2026-12-25T10:00'))).toBe(false);
    expect(nextOpening(nairobi, at('2026-12-24T12:00'))).toEqual(at('2026-12-28T08:00'));
  });

  test('time that ends with the day is due at its end, not at the next morning', () => {
    expect(afterOpenTime(nairobi, at('2026-11-24T16:00'), 60 * minute)).toEqual(at('2026-11-24T17:00'));
  });

  test('no time at all has passed at once, also at night', () => {
    const night = at('2026-11-24T23:00');
    expect(afterOpenTime(nairobi, night, 0)).toEqual(night);
    expect(openTime(nairobi, night, night)).toBe(0);
  });

  test('around the clock is the clock', () => {
    expect(afterOpenTime(null, new Date(5), 10)).toEqual(new Date(15));
    expect(openTime(null, new Date(5), new Date(15))).toBe(10);
    expect(nextOpening(null, new Date(5))).toEqual(new Date(5));
  });

  test('hours that never open say so instead of looking for ever', () => {
    const shut = { ...nairobi, week: [[], [], [], [], [], [], []] };
    expect(() => afterOpenTime(shut, new Date(0), 1)).toThrow(RangeError);
  });
});

/**
 * The slow reference: a table of what the wall clock of a zone shows in each minute of a window, by Temporal (which our own rules do not use), and a walk over it minute
 * by minute.
 */
interface Window {
  zone: string;
  start: number;
  dates: { date: string; weekday: number }[];
  /** Of each minute: the place of its date in `dates`, and the minutes since midnight. */
  dateOf: Int32Array;
  minuteOf: Int32Array;
}

const windowDays = 6;
/** Windows around clock changes of many kinds: hours, half an hour, over midnight, a whole day left out; and places that never change theirs. */
const windows: Window[] = (
  [
    ['Africa/Nairobi', '2026-03-27'],
    ['Africa/Kigali', '2026-12-20'],
    ['Africa/Johannesburg', '2026-06-10'],
    ['Africa/Casablanca', '2026-02-11'],
    ['Africa/Casablanca', '2026-03-18'],
    ['Africa/Cairo', '2026-04-20'],
    ['Africa/Cairo', '2026-10-26'],
    ['Europe/Berlin', '2026-03-25'],
    ['Europe/Berlin', '2026-10-21'],
    ['Europe/London', '2027-03-24'],
    ['America/New_York', '2026-03-04'],
    ['America/New_York', '2026-10-28'],
    ['America/St_Johns', '2010-03-10'],
    ['America/Sao_Paulo', '2018-10-31'],
    ['America/Sao_Paulo', '2018-02-14'],
    ['Australia/Lord_Howe', '2026-04-01'],
    ['Australia/Lord_Howe', '2026-09-30'],
    ['Asia/Kathmandu', '2026-05-01'],
    ['Asia/Tehran', '2022-03-18'],
    ['Pacific/Apia', '2011-12-27'],
    ['Pacific/Chatham', '2026-04-01'],
  ] as const
).map(([zone, date]) => tableOf(zone, Date.parse(`${date}T00:00:00Z`)));

function tableOf(zone: string, start: number): Window {
  const dates: Window['dates'] = [];
  const dateOf = new Int32Array(windowDays * 24 * 60);
  const minuteOf = new Int32Array(dateOf.length);
  for (let i = 0; i < dateOf.length; i++) {
    const shown = Temporal.Instant.fromEpochMilliseconds(start + i * minute).toZonedDateTimeISO(zone);
    const date = shown.toPlainDate().toString();
    if (dates.at(-1)?.date !== date) dates.push({ date, weekday: shown.dayOfWeek % 7 });
    dateOf[i] = dates.length - 1;
    minuteOf[i] = shown.hour * 60 + shown.minute;
  }
  return { zone, start, dates, dateOf, minuteOf };
}

/** Whether each minute of the window is open, asked one by one. */
function slowlyOpen(hours: OfficeHours, { dates, dateOf, minuteOf }: Window): (i: number) => boolean {
  const rangesOf = dates.map(({ date, weekday }) => hours.days[date] ?? hours.week[weekday] ?? []);
  return (i) => {
    const shown = minuteOf[i] ?? 0;
    for (const { from, to } of rangesOf[dateOf[i] ?? 0] ?? []) if (from <= shown && shown < to) return true;
    return false;
  };
}

function slowOpenTime(isOpenAt: (i: number) => boolean, window: Window, from: number, to: number): number {
  let sum = 0;
  for (let i = Math.floor((from - window.start) / minute); i * minute + window.start < to; i++) {
    if (!isOpenAt(i)) continue;
    const start = window.start + i * minute;
    sum += Math.min(start + minute, to) - Math.max(start, from);
  }
  return sum;
}

const ranges: fc.Arbitrary<OpenRange[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 1_440 }), { maxLength: 6 })
  .map((edges) => {
    const sorted = edges.toSorted((a, b) => a - b);
    return Array.from({ length: sorted.length >> 1 }, (_, i) => ({
      from: sorted[2 * i] ?? 0,
      to: sorted[2 * i + 1] ?? 0,
    }));
  });

const situations = fc.constantFrom(...windows).chain((window) =>
  fc.record({
    window: fc.constant(window),
    week: fc.array(ranges, { minLength: 7, maxLength: 7 }),
    days: fc.dictionary(fc.constantFrom(...window.dates.map(({ date }) => date)), ranges, { maxKeys: 3 }),
    one: fc.integer({ min: 0, max: windowDays * 24 * 60 * minute }),
    other: fc.integer({ min: 0, max: windowDays * 24 * 60 * minute }),
  }),
);

test('open time, what is due and what is open agree with a walk from minute to minute, in 10,000 calendars', () => {
  fc.assert(
    fc.property(
      situations,
      fc.double({ min: 0, max: 1, noNaN: true }),
      ({ window, week, days, one, other }, share) => {
        const hours = { timeZone: window.zone, week, days };
        const isOpenAt = slowlyOpen(hours, window);
        const from = window.start + Math.min(one, other);
        const to = window.start + Math.max(one, other);
        const open = slowOpenTime(isOpenAt, window, from, to);
        expect(openTime(hours, new Date(from), new Date(to))).toBe(open);
        const inside = Math.min(Math.floor(one / minute), window.dateOf.length - 1);
        expect(isOpen(hours, new Date(window.start + inside * minute + 59_999))).toBe(isOpenAt(inside));
        const wanted = Math.ceil(open * share);
        if (wanted === 0) return;
        // The first instant by which so much has passed: the millisecond before it was still open.
        const due = afterOpenTime(hours, new Date(from), wanted).getTime();
        expect(slowOpenTime(isOpenAt, window, from, due)).toBe(wanted);
        expect(isOpenAt(Math.floor((due - 1 - window.start) / minute))).toBe(true);
      },
    ),
    { numRuns: 10_000 },
  );
});

test('time that is cut in two is as long as both parts, over years too', () => {
  const instants = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2034, 0) });
  fc.assert(
    fc.property(situations, fc.tuple(instants, instants, instants), ({ window, week, days }, three) => {
      const hours = { timeZone: window.zone, week, days };
      const [a = 0, b = 0, c = 0] = three.toSorted((x, y) => x - y);
      const between = (x: number, y: number) => openTime(hours, new Date(x), new Date(y));
      expect(between(a, b) + between(b, c)).toBe(between(a, c));
    }),
    { numRuns: 50 },
  );
});
