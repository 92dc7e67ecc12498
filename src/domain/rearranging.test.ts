import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CaseClock, untouchedCase } from './case.ts';
import type { ClockEvent } from './clocks.ts';
import { clockFrom, mergedClock } from './rearranging.ts';

const at = (minute: number) => new Date(Date.UTC(2031, 0, 4, 6, minute));
const stories = fc.array(
  fc.record({
    kind: fc.constantFrom<ClockEvent['kind']>('inbound', 'answer', 'resolved', 'reopened'),
    at: fc.integer({ min: 0, max: 500 }).map(at),
  }),
  { minLength: 1, maxLength: 10 },
);
const clocks = stories.map((events) => clockFrom([{ kind: 'inbound', at: at(0) }, ...events], at(0)));

describe('two cases as one', () => {
  test('whoever waited waits on, from when they began to', () => {
    const waiting = clockFrom([{ kind: 'inbound', at: at(1) }], at(0));
    const answered = clockFrom(
      [
        { kind: 'inbound', at: at(0) },
        { kind: 'answer', at: at(5) },
      ],
      at(0),
    );
    const merged = mergedClock(answered, waiting, at(9));
    expect(merged).toMatchObject({
      state: 'waiting_us',
      stateAt: at(9),
      waitingSince: at(1),
      lastHouseAt: at(5),
    });
    expect(mergedClock(waiting, answered, at(9))).toEqual(merged);
  });

  test('it waits if either did, is settled only if both were, and nobody begins to wait by it', () => {
    fc.assert(
      fc.property(clocks, clocks, (a, b) => {
        const merged = mergedClock(a, b, at(900));
        const since = [a.waitingSince, b.waitingSince].flatMap((one) =>
          one === null ? [] : [one.getTime()],
        );
        expect(merged.waitingSince?.getTime()).toBe(since.length === 0 ? undefined : Math.min(...since));
        expect(merged.state === 'resolved').toBe(a.state === 'resolved' && b.state === 'resolved');
        if (merged.waitingSince !== null) expect(['waiting_author', 'resolved']).not.toContain(merged.state);
        else expect(['waiting_us', 'reopened']).not.toContain(merged.state);
      }),
    );
  });

  test('the order in which they are put together changes nothing but since when they are in their state', () => {
    const bare = ({ stateAt: _, ...rest }: CaseClock) => rest;
    fc.assert(
      fc.property(clocks, clocks, (a, b) => {
        const one = bare(mergedClock(a, b, at(900)));
        const other = bare(mergedClock(b, a, at(900)));
        // Where nobody waits and only one is settled the other's state stands; of two open ones the first's.
        if (a.waitingSince === null && b.waitingSince === null) return;
        expect(other).toEqual(one);
      }),
    );
  });
});

describe('the record told from the beginning', () => {
  test('is the same whatever order the events are given in', () => {
    const distinct = fc.uniqueArray(
      fc.record({
        kind: fc.constantFrom<ClockEvent['kind']>('inbound', 'answer', 'resolved', 'reopened'),
        at: fc.integer({ min: 0, max: 500 }).map(at),
      }),
      { selector: (one) => one.at.getTime(), maxLength: 10 },
    );
    fc.assert(
      fc.property(distinct, (events) => {
        expect(clockFrom(events.toReversed(), at(0))).toEqual(clockFrom(events, at(0)));
      }),
    );
  });

  test('of nothing is an untouched case', () => {
    expect(clockFrom([], at(3))).toEqual(untouchedCase(at(3)));
  });
});
