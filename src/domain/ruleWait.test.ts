import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterHouse, afterInbound, type CaseClock, resolve, untouchedCase } from './case.ts';
import type { Hours } from './officeHours.ts';
import { beganBetween, countedHours, type RuleWait, waitIsOver, waitsSince } from './ruleWait.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const workdays = [
  { from: 8 * 60, to: 12 * 60 },
  { from: 14 * 60, to: 17 * 60 },
];
const night = [
  { from: 0, to: 3 * 60 },
  { from: 22 * 60, to: 1440 },
];
const zones = ['Africa/Nairobi', 'Africa/Casablanca', 'Africa/Cairo', 'Europe/Lisbon', 'America/New_York'];
const anyHours: fc.Arbitrary<Hours> = fc.oneof(
  fc.constant(null),
  fc.record({
    timeZone: fc.constantFrom(...zones),
    week: fc.constantFrom(
      [[], workdays, workdays, workdays, workdays, workdays, []],
      [night, night, night, night, night, night, night],
    ),
    days: fc.constantFrom({}, { '2026-03-30': [], '2026-10-26': [] }),
  }),
);
/** Around the changes of clocks in spring and autumn of 2026. */
const anyInstant = fc.oneof(
  fc.date({ noInvalidDate: true, min: new Date('2026-03-05T00:00Z'), max: new Date('2026-05-05T00:00Z') }),
  fc.date({ noInvalidDate: true, min: new Date('2026-10-20T00:00Z'), max: new Date('2026-11-10T00:00Z') }),
);
const anyLength = fc.integer({ min: 1, max: 60 });

test('a wait for us is counted in office hours, but for danger; one for the author by the clock', () => {
  const hours = { timeZone: 'Africa/Nairobi', week: [[], workdays, [], [], [], [], []], days: {} };
  expect(countedHours('waiting_us', false, hours)).toBe(hours);
  expect(countedHours('waiting_us', true, hours)).toBeNull();
  expect(countedHours('waiting_author', false, hours)).toBeNull();
  const friday = new Date('2026-11-27T13:00Z');
  expect(waitIsOver(friday, 2, hours)).toEqual(new Date('2026-11-30T07:00Z'));
  expect(waitIsOver(friday, 2, null)).toEqual(new Date('2026-11-27T15:00Z'));
});

test('whatever the hours and the clock changes: a wait comes to its length between two looks when it began between their two instants', () => {
  fc.assert(
    fc.property(anyHours, anyInstant, anyInstant, anyInstant, anyLength, (hours, a, b, since, length) => {
      const [from, to] = a < b ? [a, b] : [b, a];
      const { after, until } = beganBetween({ from, to }, length, hours);
      const over = waitIsOver(since, length, hours);
      expect(after < since && since <= until).toBe(from < over && over <= to);
      // And at the very edges.
      for (const edge of [after, until]) {
        const [here, next] = [edge, new Date(edge.getTime() + 1)];
        const at = edge === after ? from : to;
        expect(waitIsOver(here, length, hours) <= at).toBe(true);
        expect(waitIsOver(next, length, hours) > at).toBe(true);
      }
    }),
  );
});

type Step = { after: number; what: 'author' | 'house' | 'resolve' | 'look' };
const anySteps = fc.array(
  fc.record<Step>({
    after: fc.integer({ min: 1, max: 3 * day }),
    what: fc.constantFrom('author', 'house', 'resolve', 'look', 'look', 'look'),
  }),
  { minLength: 5, maxLength: 60 },
);

function happened(clock: CaseClock, what: Step['what'], at: Date): CaseClock {
  if (what === 'author') return afterInbound(clock, at);
  if (what === 'house') return afterHouse(clock, at, null);
  return what === 'resolve' ? resolve(clock, at) : clock;
}

test.each<RuleWait>(['waiting_author', 'waiting_us'])(
  'whatever is written and whenever it is looked: %s acts once on each wait that lasted so long until a look, and on no other',
  (wait) => {
    fc.assert(
      fc.property(anyHours, anySteps, anyLength, (office, steps, length) => {
        const hours = countedHours(wait, false, office);
        let now = new Date('2026-03-06T10:00Z');
        let seen = now;
        let clock = afterInbound(untouchedCase(now), now);
        const noted: number[] = [];
        const expected: number[] = [];
        for (const { after, what } of steps) {
          now = new Date(now.getTime() + after);
          clock = happened(clock, what, now);
          if (what !== 'look') continue;
          const since = waitsSince(wait, clock);
          const began = beganBetween({ from: new Date(seen.getTime() - day), to: now }, length, hours);
          seen = now;
          if (since === null) continue;
          const isDue = waitIsOver(since, length, hours) <= now;
          if (isDue && expected.at(-1) !== since.getTime()) expected.push(since.getTime());
          const found = began.after < since && since <= began.until;
          if (found && !noted.includes(since.getTime())) noted.push(since.getTime());
        }
        expect(noted).toEqual(expected);
      }),
    );
  },
);
