import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterHouse, afterInbound, type CaseClock, reopen, resolve, untouchedCase } from './case.ts';
import { type ClockEvent, clocksOf, type Promises, resolutionRuns, responses, timeOf } from './clocks.ts';
import type { OfficeHours } from './officeHours.ts';
import { queuePlace, type Severity } from './queue.ts';

const hour = 3_600_000;
const workday = [{ from: 8 * 60, to: 16 * 60 }];
const kigali: OfficeHours = {
  timeZone: 'Africa/Kigali',
  week: [[], workday, workday, workday, workday, workday, []],
  days: {},
};
const promises: Promises = {
  firstResponseMinutes: 60,
  nextResponseMinutes: 120,
  resolutionMinutes: 16 * 60,
  hours: kigali,
};
const plain = { severity: 0 as Severity, vulnerable: false, threat: null };
/** Kigali is two hours ahead of UTC; the 24th of November 2026 is a Tuesday. */
const at = (day: number, hours: number) => new Date(Date.UTC(2026, 10, day) + (hours - 2) * hour);
const event = (kind: ClockEvent['kind'], day: number, hours: number): ClockEvent => ({
  kind,
  at: at(day, hours),
});
const read = (events: ClockEvent[], now: Date, facts = plain) =>
  Object.fromEntries(clocksOf(facts, events, promises, now).map((clock) => [clock.name, clock]));

describe('the clocks of a case', () => {
  test('run from the first post, in office hours', () => {
    const clocks = read([event('inbound', 24, 15.5)], at(25, 9));
    expect(clocks.first_response).toMatchObject({ state: 'running', passed: 1.5 * hour, dueAt: at(25, 8.5) });
    expect(clocks.resolution).toMatchObject({ state: 'running', dueAt: at(26, 15.5) });
    expect(clocks.next_response).toBeUndefined();
  });

  test('the first stops at our answer, and resolution pauses while we wait for the author', () => {
    const events = [event('inbound', 24, 9), event('answer', 24, 10)];
    expect(read(events, at(24, 15))).toMatchObject({
      first_response: { state: 'stopped', passed: hour, dueAt: null },
      resolution: { state: 'paused', passed: hour, dueAt: null },
    });
    const goesOn = read([...events, event('inbound', 26, 10)], at(26, 11));
    expect(goesOn.next_response).toMatchObject({ state: 'running', passed: hour, dueAt: at(26, 12) });
    // One of sixteen hours was used up before: fifteen from Thursday at 10.
    expect(goesOn.resolution).toMatchObject({ state: 'running', passed: 2 * hour, dueAt: at(30, 9) });
  });

  test('settling stops all of them, and a post after it starts them again', () => {
    const events = [event('inbound', 24, 9), event('resolved', 24, 12)];
    expect(read(events, at(25, 9))).toMatchObject({
      first_response: { state: 'stopped', passed: 3 * hour },
      resolution: { state: 'stopped', passed: 3 * hour },
    });
    expect(responses(events)).toEqual([{ kind: 'first', from: at(24, 9), to: at(24, 12), end: 'settled' }]);
    const again = read([...events, event('inbound', 25, 9)], at(25, 10));
    expect(again.first_response).toMatchObject({ state: 'running', passed: hour, dueAt: at(25, 10) });
    expect(again.resolution).toMatchObject({ state: 'running', passed: 4 * hour });
  });

  test('danger does not wait for the office to open', () => {
    const clocks = read([event('inbound', 24, 20)], at(24, 21), {
      severity: 4,
      vulnerable: false,
      threat: null,
    });
    expect(clocks.first_response).toMatchObject({ passed: hour, dueAt: at(24, 20.25) });
  });

  test('an answer at the very instant of the post answers nothing', () => {
    const events = [event('inbound', 24, 9), event('answer', 24, 9)];
    expect(responses(events)).toEqual([{ kind: 'next', from: at(24, 9), to: null, end: null }]);
  });

  test('without a promise of resolution there is no such clock', () => {
    const clocks = clocksOf(
      plain,
      [event('inbound', 24, 9)],
      { ...promises, resolutionMinutes: null },
      at(24, 10),
    );
    expect(clocks.map(({ name }) => name)).toEqual(['first_response']);
  });

  test('before the first post there is none', () => {
    expect(clocksOf(plain, [], promises, at(24, 10)).length).toBe(0);
  });
});

/** Events at times of their own, in order. */
const stories = fc
  .array(
    fc.record({
      kind: fc.constantFrom<ClockEvent['kind']>('inbound', 'answer', 'resolved', 'reopened'),
      after: fc.integer({ min: 1, max: 30 * hour }),
    }),
    { maxLength: 12 },
  )
  .map((steps) => {
    let time = at(24, 7).getTime();
    return [{ kind: 'inbound' as const, after: 0 }, ...steps].map(({ kind, after }): ClockEvent => {
      time += after;
      return { kind, at: new Date(time) };
    });
  });

/** The case as the desk keeps it, post by post. */
function kept(events: readonly ClockEvent[]): { clock: CaseClock; told: ClockEvent[] } {
  let clock = untouchedCase(events[0]?.at ?? new Date(0));
  const told: ClockEvent[] = [];
  for (const one of events) {
    // What the desk does not let happen: settling twice, opening again what is open.
    const settled = clock.state === 'resolved';
    if (one.kind === 'resolved' ? settled : one.kind === 'reopened' && !settled) continue;
    told.push(one);
    if (one.kind === 'inbound') clock = afterInbound(clock, one.at);
    else if (one.kind === 'answer') clock = afterHouse(clock, one.at, null);
    else clock = one.kind === 'resolved' ? resolve(clock, one.at) : reopen(clock, one.at);
  }
  return { clock, told };
}

test('the clock that runs and the place in the queue name the same time', () => {
  const judged = fc.record({
    severity: fc.constantFrom<Severity>(0, 1, 2, 3, 4),
    vulnerable: fc.boolean(),
    threat: fc.constant(null),
  });
  fc.assert(
    fc.property(stories, judged, (events, facts) => {
      const { clock, told } = kept(events);
      const place = queuePlace({ ...facts, ...clock, answeredBefore: clock.firstHouseAt !== null }, promises);
      const running = clocksOf(facts, told, promises, at(30, 12)).filter(
        ({ name, state }) => name !== 'resolution' && state === 'running',
      );
      expect(running.map(({ dueAt }) => dueAt)).toEqual(place === null ? [] : [place.dueAt]);
    }),
    { numRuns: 2_000 },
  );
});

test('no instant counts twice: waits and runs lie apart and in order, and never sum to more than the time that passed', () => {
  fc.assert(
    fc.property(stories, (events) => {
      const now = new Date((events.at(-1)?.at.getTime() ?? 0) + hour);
      for (const stretches of [responses(events), resolutionRuns(events)]) {
        const edges = stretches
          .flatMap(({ from, to }) => [from, to ?? now])
          .map((instant) => instant.getTime());
        expect(edges).toEqual(edges.toSorted((a, b) => a - b));
        const first = events[0]?.at.getTime() ?? 0;
        expect(timeOf(stretches, null, now)).toBeLessThanOrEqual(now.getTime() - first);
        expect(timeOf(stretches, kigali, now)).toBeLessThanOrEqual(timeOf(stretches, null, now));
      }
    }),
  );
});
