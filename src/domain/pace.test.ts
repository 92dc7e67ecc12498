import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Batch, Calls, gathering, Pace, restAfterSaving, restBesideCalls } from './pace.ts';

const burst = (organisationId: number, endedAt: number, took = 40): Batch => ({
  organisationId,
  large: true,
  took,
  endedAt,
});
const live = (organisationId: number, endedAt: number): Batch => ({
  organisationId,
  large: false,
  took: 10,
  endedAt,
});

function after(...batches: Batch[]): Pace {
  const pace = new Pace();
  for (const one of batches) pace.ended(one);
  return pace;
}

test('a burst rests four times as long as its last batch took while somebody else is heard live', () => {
  const pace = after(burst(1, 100), live(2, 110));
  expect(pace.rest(1, 120)).toBe(160);
  expect(pace.onlyBursts(1, 120)).toBe(false);
});

test('whoever is heard live never rests', () => {
  expect(after(burst(1, 100), live(2, 110)).rest(2, 120)).toBe(0);
});

test('a burst that is alone does not rest, and nothing is known of others then', () => {
  expect(after(burst(1, 100)).rest(1, 120)).toBe(0);
  expect(after(burst(1, 100)).onlyBursts(1, 120)).toBe(false);
});

test('beside nothing but other bursts nobody rests, and batches may be long', () => {
  const pace = after(burst(1, 100), burst(2, 110), burst(3, 120));
  expect([1, 2, 3].map((id) => pace.rest(id, 130))).toEqual([0, 0, 0]);
  expect([1, 2, 3].map((id) => pace.onlyBursts(id, 130))).toEqual([true, true, true]);
  expect(pace.onlyBursts(4, 130)).toBe(false);
});

test('who was served long ago is waited for no more', () => {
  const pace = after(live(2, 100), burst(1, 6_000));
  expect(pace.rest(1, 6_000)).toBe(0);
  expect(pace.onlyBursts(1, 6_000)).toBe(false);
});

test('whatever batches there were: nobody rests longer than 600 ms, and never two who would wait for each other', () => {
  const batches = fc.array(
    fc.record({
      organisationId: fc.integer({ min: 1, max: 4 }),
      large: fc.boolean(),
      took: fc.double({ min: 0, max: 1e6, noNaN: true }),
      endedAt: fc.integer({ min: 0, max: 10_000 }),
    }),
  );
  fc.assert(
    fc.property(batches, fc.integer({ min: 10_000, max: 16_000 }), (seen, now) => {
      const rests = [1, 2, 3, 4].map((id) => after(...seen).rest(id, now));
      expect(Math.max(...rests)).toBeLessThanOrEqual(600);
      expect(Math.min(...rests)).toBeGreaterThanOrEqual(0);
      expect(rests.some((rest) => rest === 0)).toBe(true);
    }),
  );
});

test('a listener rests after a burst’s heading only, twice as long as saving it took, never long', () => {
  expect(restAfterSaving(499, 80)).toBe(0);
  expect(restAfterSaving(1_000, 40)).toBe(80);
  expect(restAfterSaving(1_000, 9_000)).toBe(250);
});

test('what comes one by one is gathered from the beginning of the last batch, a burst is not', () => {
  const pace = after(live(1, 90), burst(2, 90));
  for (const id of [1, 2, 3]) pace.began(id, 100);
  expect(pace.gathering(139)).toEqual([1, 3]);
  expect(pace.gathering(140)).toEqual([]);
});

test('nobody is gathered for without an end', () => {
  const beginnings = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 1_000 })));
  fc.assert(
    fc.property(beginnings, (seen) => {
      const pace = new Pace();
      const inOrder = seen.toSorted(([, a], [, b]) => a - b);
      for (const [id, at] of inOrder) pace.began(id, at);
      const last = inOrder.at(-1)?.[1] ?? 0;
      const lately = inOrder.filter(([, at]) => last - at < gathering).map(([id]) => id);
      expect(new Set(pace.gathering(last))).toEqual(new Set(lately));
      expect(pace.gathering(last + gathering)).toEqual([]);
    }),
  );
});

test('a burst of calls is one from its two hundredth within a second on, and for a second after', () => {
  const calls = new Calls();
  for (let n = 0; n < 199; n++) calls.came(n);
  expect(calls.areMany(200)).toBe(false);
  calls.came(201);
  expect(calls.areMany(202)).toBe(true);
  expect(calls.areMany(1_500)).toBe(true);
  expect(calls.areMany(2_600)).toBe(false);
});

test('calls that come now and then are never a burst', () => {
  const calls = new Calls();
  for (let at = 0; at < 60_000; at += 10) {
    calls.came(at);
    expect(calls.areMany(at)).toBe(false);
  }
});

test('beside calls somebody rests three times as long as they worked, and never for long', () => {
  expect(restBesideCalls(20)).toBe(60);
  expect(restBesideCalls(5_000)).toBe(600);
});
