import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clocksOf, type Promises } from './clocks.ts';
import { kaplanMeier } from './kaplanMeier.ts';
import { type OfficeHours, openTime } from './officeHours.ts';
import {
  addCounts,
  count,
  figuresOf,
  grainOf,
  type Measure,
  measuresOf,
  nothingCounted,
  passedUntil,
  type RecordEvent,
} from './record.ts';
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
const promises: Promises = {
  firstResponseMinutes: 60,
  nextResponseMinutes: 120,
  resolutionMinutes: 600,
  hours,
};
const calm = { severity: 0, vulnerable: false, threat: null } as const;
const event = (kind: RecordEvent['kind'], minutes: number, more: Partial<RecordEvent> = {}): RecordEvent => ({
  kind,
  at: at(minutes),
  postId: kind === 'inbound' || kind === 'answer' ? `post ${minutes}` : null,
  memberId: kind === 'inbound' ? null : 'naledi',
  ...more,
});
const measured = (...events: RecordEvent[]) => measuresOf(calm, events, promises);
const kinds = (all: readonly Measure[]) => all.map(({ kind }) => kind);

describe('what is measured of a case', () => {
  test('is the wait for the first answer, each wait after it, and the matter', () => {
    const all = measured(
      event('inbound', 0),
      event('answer', 45),
      event('inbound', 100),
      event('inbound', 110),
      event('answer', 130),
      event('resolved', 200),
    );
    expect(kinds(all)).toEqual(['first', 'next', 'resolution']);
    const [first, next, matter] = all;
    expect(first).toMatchObject({
      begun: at(0),
      ended: at(45),
      clock: 2_700,
      office: 2_700,
      onTime: true,
      begunPostId: 'post 0',
      endedPostId: 'post 45',
      memberId: 'naledi',
    });
    expect(next).toMatchObject({ begun: at(100), ended: at(130), clock: 1_800 });
    // Less the time in which we waited for the author: 0 to 45 and 100 to 130.
    expect(matter).toMatchObject({ begun: at(0), ended: at(200), clock: 75 * 60, runsFrom: null });
  });

  test('counts office hours beside the clock, and a promise in them', () => {
    const [overnight] = measured(event('inbound', 8 * 60 + 30), event('answer', 24 * 60 + 20));
    expect(overnight).toMatchObject({ clock: (15 * 60 + 50) * 60, office: 50 * 60, onTime: true });
    const [grave] = measuresOf(
      { ...calm, severity: 4 },
      [event('inbound', 8 * 60 + 30), event('answer', 24 * 60 + 20)],
      promises,
    );
    expect(grave).toMatchObject({ onTime: false });
  });

  test('goes on where a member settles the matter without an answer', () => {
    const [first] = measured(event('inbound', 0), event('resolved', 30));
    expect(first).toMatchObject({
      kind: 'first',
      ended: null,
      settled: true,
      runsFrom: at(0),
      dueAt: at(60),
    });
    const [late] = measured(
      event('inbound', 0),
      event('resolved', 30),
      event('inbound', 40),
      event('answer', 90),
    );
    expect(late).toMatchObject({ begun: at(0), ended: at(90), settled: false, onTime: false });
  });

  test('stands while the matter waits for its author, and ends with a word said meanwhile', () => {
    const waiting = measured(event('inbound', 0), event('answer', 20)).at(-1);
    expect(waiting).toMatchObject({
      kind: 'resolution',
      ended: null,
      runsFrom: null,
      clock: 1_200,
      dueAt: null,
    });
    const settled = measured(event('inbound', 0), event('answer', 20), event('resolved', 500)).at(-1);
    expect(settled).toMatchObject({ ended: at(500), clock: 1_200, onTime: true });
    const again = measured(event('inbound', 0), event('resolved', 20), event('reopened', 60)).at(-1);
    expect(again).toMatchObject({ ended: null, runsFrom: at(60), clock: 1_200 });
  });

  test('is nothing of a case in which nobody wrote', () => {
    expect(measured()).toEqual([]);
    expect(kinds(measured(event('answer', 5)))).toEqual([]);
  });

  const kind = fc.constantFrom('inbound', 'answer', 'resolved', 'reopened') as fc.Arbitrary<
    RecordEvent['kind']
  >;
  const events = fc
    .array(fc.tuple(kind, fc.nat(5_000)), { maxLength: 14 })
    .map((all) => all.map(([what, minutes]) => event(what, minutes)));

  test('agrees with the clocks that the case itself shows', () => {
    fc.assert(
      fc.property(events, (all) => {
        const now = at(6_000);
        const clocks = new Map(clocksOf(calm, all, promises, now).map((clock) => [clock.name, clock]));
        const measures = measuresOf(calm, all, promises);
        const last = measures.findLast(({ kind: what }) => what === 'next');
        const next = clocks.get('next_response');
        if (last?.ended) expect(next?.passed).toBeGreaterThanOrEqual(last.office * 1_000);
        const matter = measures.find(({ kind: what }) => what === 'resolution');
        const clock = clocks.get('resolution');
        expect(matter === undefined).toBe(clock === undefined);
        if (matter === undefined || clock === undefined) return;
        expect(matter.runsFrom !== null).toBe(clock.state === 'running');
        const runs = matter.runsFrom === null ? 0 : openTime(hours, matter.runsFrom, now);
        expect(Math.floor(clock.passed / 1_000)).toBe(matter.office + Math.floor(runs / 1_000));
        expect(clock.dueAt).toEqual(matter.dueAt);
      }),
    );
  });
});

describe('the figures', () => {
  const now = at(3 * 1_440);
  const passed = passedUntil(null, now);
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
    return figuresOf(sum, passed, now);
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
        const found = figuresOf(together, passed, now);
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
        expect(figuresOf(sum, passed, now)).toEqual(figuresOf(only, passed, now));
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
