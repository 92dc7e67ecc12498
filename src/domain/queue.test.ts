import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OfficeHours } from './officeHours.ts';
import type { Reach } from './post.ts';
import {
  compareInQueue,
  type QueueFacts,
  type QueuePlace,
  queuePlace,
  type ResponseTimes,
  type Severity,
  timeLeft,
  urgency,
} from './queue.ts';
import { threats } from './threat.ts';

const instants = fc.date({
  min: new Date('2031-01-01T00:00:00Z'),
  max: new Date('2031-02-01T00:00:00Z'),
  noInvalidDate: true,
});
const severities = fc.constantFrom<Severity>(0, 1, 2, 3, 4);
const minutes = fc.integer({ min: 1, max: 43_200 });
const workday = [
  { from: 8 * 60, to: 12 * 60 },
  { from: 13 * 60, to: 17 * 60 },
];
const nairobi: OfficeHours = {
  timeZone: 'Africa/Nairobi',
  week: [[], workday, workday, workday, workday, workday, []],
  days: { '2031-01-13': [] },
};
const times = fc.record({
  firstResponseMinutes: minutes,
  nextResponseMinutes: minutes,
  hours: fc.constantFrom(null, nairobi),
});
const facts = fc.record({
  severity: severities,
  vulnerable: fc.boolean(),
  threat: fc.constantFrom(null, null, ...threats),
  waitingSince: instants,
  answeredBefore: fc.boolean(),
});
const reaches: fc.Arbitrary<Reach> = fc.record({
  followers: fc.option(fc.nat()),
  verified: fc.option(fc.boolean()),
  shares: fc.option(fc.nat()),
});

/** A place holds these and nothing else: what a queue place has no room for cannot order it. */
type Exactly<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
const noRoomForReach: Exactly<
  keyof QueueFacts,
  'severity' | 'vulnerable' | 'threat' | 'waitingSince' | 'answeredBefore'
> = true;
const noRoomInThePlace: Exactly<keyof QueuePlace, 'tier' | 'dueAt'> = true;

function placed(cases: readonly (QueueFacts & { id: string })[], promise: ResponseTimes) {
  return cases.flatMap((one) => {
    const place = queuePlace(one, promise);
    return place === null ? [] : [{ id: one.id, ...place }];
  });
}

describe('the order of the queue', () => {
  const cases = fc
    .array(facts, { minLength: 1, maxLength: 20 })
    .map((list) => list.map((one, i) => ({ ...one, id: `case ${i}` })));

  test('is the same whatever followers, verification and shares the authors have', () => {
    expect([noRoomForReach, noRoomInThePlace]).toEqual([true, true]);
    const withReach = cases.chain((list) =>
      fc.record({
        list: fc.constant(list),
        one: fc.array(reaches, { minLength: list.length, maxLength: list.length }),
        other: fc.array(reaches, { minLength: list.length, maxLength: list.length }),
        times,
      }),
    );
    const order = (
      list: readonly (QueueFacts & { id: string } & { reach: Reach | undefined })[],
      t: ResponseTimes,
    ) =>
      placed(list, t)
        .sort(compareInQueue)
        .map((place) => place.id);
    fc.assert(
      fc.property(withReach, ({ list, one, other, times: promise }) => {
        const given = (reach: readonly Reach[]) => list.map((c, i) => ({ ...c, reach: reach[i] }));
        expect(order(given(other), promise)).toEqual(order(given(one), promise));
      }),
    );
  });

  test('is total: of two cases one goes first, and it is no circle', () => {
    const places = fc.record({
      tier: fc.constantFrom<0 | 1 | 2>(0, 1, 2),
      dueAt: fc.constantFrom(new Date(0), new Date(1), new Date(2)),
      id: fc.constantFrom('a', 'b', 'c'),
    });
    fc.assert(
      fc.property(places, places, places, (a, b, c) => {
        expect(Math.sign(compareInQueue(a, b))).toBe(-Math.sign(compareInQueue(b, a)) + 0);
        const same = a.id === b.id && a.tier === b.tier && a.dueAt.getTime() === b.dueAt.getTime();
        expect(compareInQueue(a, b) === 0).toBe(same);
        if (compareInQueue(a, b) <= 0 && compareInQueue(b, c) <= 0)
          expect(compareInQueue(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 2_000 },
    );
  });

  test('never lets a newer case overtake an older one of the same severity, vulnerability and promise', () => {
    fc.assert(
      fc.property(facts, instants, times, (one, since, promise) => {
        const older = { ...one, id: 'z' };
        const newer = { ...one, waitingSince: since, id: 'a' };
        fc.pre(since > one.waitingSince);
        const [a, b] = placed([older, newer], promise);
        if (a === undefined || b === undefined) throw new Error('both wait');
        // Those who wrote while the office was shut are due together; ids of cases follow their age.
        if (promise.hours === null) expect(compareInQueue(a, b)).toBeLessThan(0);
        else expect(a.dueAt.getTime()).toBeLessThanOrEqual(b.dueAt.getTime());
      }),
    );
  });

  test('puts the graver of two that wait equally long first, and the vulnerable before the others', () => {
    fc.assert(
      fc.property(facts, severities, times, (one, severity, promise) => {
        fc.pre(severity > one.severity);
        const grave = queuePlace({ ...one, severity }, promise);
        const plain = queuePlace(one, promise);
        if (grave === null || plain === null) throw new Error('both wait');
        expect(compareInQueue({ id: '', ...grave }, { id: '', ...plain })).toBeLessThanOrEqual(0);
        const vulnerable = queuePlace({ ...one, vulnerable: true }, promise);
        const other = queuePlace({ ...one, vulnerable: false }, promise);
        expect(vulnerable?.dueAt.getTime()).toBeLessThanOrEqual(other?.dueAt.getTime() ?? 0);
        expect(vulnerable?.tier).toBe(other?.tier);
      }),
    );
  });

  test('puts a threat before everything that is none, whatever else is so', () => {
    fc.assert(
      fc.property(facts, facts, times, fc.constantFrom(...threats), (one, other, promise, threat) => {
        const threatened = queuePlace({ ...one, threat }, promise);
        const plain = queuePlace({ ...other, threat: null }, promise);
        if (threatened === null || plain === null) throw new Error('both wait');
        expect(compareInQueue({ id: 'z', ...threatened }, { id: 'a', ...plain })).toBeLessThan(0);
      }),
    );
  });

  test('lets nobody wait for ever: whoever waits long enough goes before all that come later in their tier', () => {
    fc.assert(
      fc.property(facts, facts, times, (one, other, promise) => {
        const a = queuePlace(one, promise);
        const longest = Math.max(promise.firstResponseMinutes, promise.nextResponseMinutes);
        const b = queuePlace(
          { ...other, waitingSince: new Date(one.waitingSince.getTime() + (longest + 1) * 60_000) },
          promise,
        );
        if (a === null || b === null || a.tier !== b.tier || promise.hours !== null) return;
        expect(compareInQueue({ id: 'z', ...a }, { id: 'a', ...b })).toBeLessThan(0);
      }),
    );
  });

  test('is the order of time left, at whatever hour it is asked', () => {
    fc.assert(
      fc.property(cases, times, instants, (list, promise, now) => {
        for (const tier of [-1, 0, 1, 2]) {
          const inTier = placed(list, promise).filter((place) => place.tier === tier);
          const left = inTier.sort(compareInQueue).map((place) => timeLeft(place, now, promise.hours));
          expect(left).toEqual([...left].sort((a, b) => a - b));
        }
      }),
    );
  });
});

test('a case that nobody waits in has no place', () => {
  const promise = { firstResponseMinutes: 60, nextResponseMinutes: 120, hours: null };
  const nobody = {
    severity: 4,
    vulnerable: true,
    threat: null,
    waitingSince: null,
    answeredBefore: false,
  } as const;
  expect(queuePlace(nobody, promise)).toBeNull();
});

test('time left is over, soon in the last quarter of an hour, else fine', () => {
  const dueAt = new Date('2031-01-01T12:00:00Z');
  const before = (milliseconds: number) =>
    urgency({ tier: 2, dueAt }, new Date(dueAt.getTime() - milliseconds), null);
  expect([-1, 0, 899_999, 900_000].map(before)).toEqual(['over', 'soon', 'soon', 'fine']);
});

test('time left is counted as it was promised: in office hours, and by the clock where there is danger', () => {
  const friday = new Date('2031-01-10T13:50:00Z'); // 16:50 in Nairobi; Monday the 13th is a holiday
  const monday = { tier: 2, dueAt: new Date('2031-01-14T05:10:00Z') };
  expect(timeLeft(monday, friday, nairobi)).toBe(20 * 60_000);
  expect(timeLeft({ ...monday, tier: 1 }, friday, nairobi)).toBe(monday.dueAt.getTime() - friday.getTime());
  expect(timeLeft(monday, new Date('2031-01-14T06:10:00Z'), nairobi)).toBe(-60 * 60_000);
});
