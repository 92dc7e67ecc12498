import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kaplanMeier } from './kaplanMeier.ts';
import { type OfficeHours, openTime } from './officeHours.ts';
import type { Measure } from './record.ts';
import { addCounts, type Counted, count, grainOf, nothingCounted } from './recordCounts.ts';
import { figuresOf, passedUntil, Tally, tally } from './recordFigures.ts';
import { median } from './responseTime.ts';

const minute = 60_000;
/** A Monday, 8.00 in Nairobi. */
const start = Date.UTC(2031, 0, 6, 5);
const at = (minutes: number) => new Date(start + minutes * minute);
const hours: OfficeHours = {
  timeZone: 'Africa/Nairobi',
  week: [[], ...Array.from({ length: 5 }, () => [{ from: 480, to: 1_020 }]), []],
  days: {},
};

describe('the figures', () => {
  const now = at(3 * 1_440);
  const passed = passedUntil(null, now);
  const read = (...all: Counted[]) => {
    const into = new Tally(passed, now);
    for (const counted of all) tally(into, counted);
    return figuresOf(into);
  };
  const one = (more: Partial<Measure>): Measure => ({
    kind: 'first',
    begun: at(0),
    ended: null,
    runsFrom: null,
    clock: 0,
    office: 0,
    onTime: null,
    dueAt: null,
    settled: false,
    begunPostId: null,
    endedPostId: null,
    memberId: null,
    ...more,
  });
  const ended = (clock: number, onTime = true) => one({ clock, ended: at(9), onTime });
  const running = (minutes: number, dueAt: Date | null = null) =>
    one({ runsFrom: at(minutes), begun: at(minutes), dueAt });
  const figures = (...all: Measure[]) => {
    const sum = nothingCounted();
    for (const each of all) count(sum, each, 'clock');
    return read(sum);
  };

  test('count the unanswered, and say nothing of nothing', () => {
    expect(figures()).toMatchObject({
      count: 0,
      share: null,
      median: null,
      ninth: null,
      likely: { median: null },
    });
    expect(
      figures(ended(60), ended(120, false), running(0, at(60)), one({ settled: true, runsFrom: at(0) })),
    ).toEqual({
      count: 4,
      answered: 2,
      settled: 1,
      share: 0.5,
      median: 90,
      ninth: 120,
      // At 60 a quarter is answered, at 120 a half, and nobody after it.
      likely: { median: 120, low: 60, high: null },
      onTime: 1,
      late: 2,
    });
  });

  test('are exact up to five minutes and finer than two in a hundred beyond', () => {
    fc.assert(
      fc.property(fc.nat(40_000_000), (time) => {
        const grain = grainOf(time);
        expect(grain).toBeLessThanOrEqual(time);
        if (time < 300) expect(grain).toBe(time);
        else expect(time - grain).toBeLessThan(time * 0.017);
        expect(grainOf(grain)).toBe(grain);
      }),
    );
    for (const round of [1_800, 3_600, 5_400, 43_200, 86_400, 3 * 86_400]) expect(grainOf(round)).toBe(round);
  });

  const measure = fc.oneof(
    fc.nat(400_000).map((clock) => ended(clock)),
    fc.nat(4_000).map((minutes) => running(minutes)),
    fc.nat(400_000).map((clock) => one({ clock })),
  );
  const many = fc.array(measure, { maxLength: 40 });

  test('are those of the single times, whatever order they came in and however they were put together', () => {
    fc.assert(
      fc.property(many, many, (some, others) => {
        const parts = [some, others].map((part) => {
          const sum = nothingCounted();
          for (const each of part.toReversed()) count(sum, each, 'clock');
          return sum;
        });
        const together = nothingCounted();
        for (const part of parts) addCounts(together, part);
        const all = [...some, ...others];
        const found = read(together);
        expect(found).toEqual(figures(...all));
        const took = all.flatMap((each) => (each.ended === null ? [] : [grainOf(each.clock)]));
        expect(found.median).toBe(median(took));
        const times = all.map((each) =>
          each.ended !== null
            ? { time: grainOf(each.clock), answered: 1, waiting: 0 }
            : {
                time: grainOf(
                  each.clock +
                    (each.runsFrom === null
                      ? 0
                      : Math.max(0, now.getTime() - each.runsFrom.getTime()) / 1_000),
                ),
                answered: 0,
                waiting: 1,
              },
        );
        expect(found.likely).toEqual(kaplanMeier(times));
      }),
    );
  });

  test('are as before once what was counted in is counted out', () => {
    fc.assert(
      fc.property(many, many, (some, others) => {
        const sum = nothingCounted();
        for (const each of [...some, ...others]) count(sum, each, 'office');
        for (const each of others) count(sum, each, 'office', -1);
        const only = nothingCounted();
        for (const each of some) count(only, each, 'office');
        expect(read(sum)).toEqual(read(only));
        expect(sum.running.size).toBe(only.running.size);
      }),
    );
  });

  test('reckon office hours of many minutes as one by one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -60 * 1_440, max: 4 * 1_440 }), { minLength: 1, maxLength: 30 }),
        (all) => {
          const since = passedUntil(hours, now);
          for (const minutes of all)
            expect(since(start / minute + minutes)).toBe(
              Math.floor(openTime(hours, at(minutes), now) / 1_000),
            );
        },
      ),
    );
  });
});
