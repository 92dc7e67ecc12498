import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Batch, Pace } from './pace.ts';

const batch = (organisationId: number, full: boolean, endedAt: number, took = 40): Batch => ({
  organisationId,
  items: full ? 200 : 3,
  full,
  took,
  endedAt,
});

function after(...batches: Batch[]): Pace {
  const pace = new Pace();
  for (const one of batches) pace.ended(one);
  return pace;
}

test('a burst rests as long as its last batch took while somebody else is heard live', () => {
  expect(after(batch(1, true, 100), batch(2, false, 110)).rest(1, 120)).toBe(40);
});

test('whoever is heard live never rests', () => {
  expect(after(batch(1, true, 100), batch(2, false, 110)).rest(2, 120)).toBe(0);
});

test('a burst that is alone does not rest, nor one beside other bursts', () => {
  expect(after(batch(1, true, 100)).rest(1, 120)).toBe(0);
  expect(after(batch(1, true, 100), batch(2, true, 110)).rest(1, 120)).toBe(0);
});

test('who was served long ago is waited for no more', () => {
  expect(after(batch(2, false, 100), batch(1, true, 6_000)).rest(1, 6_000)).toBe(0);
});

test('nobody rests longer than a quarter of a second, whatever a batch took', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (took) => {
      const rest = after(batch(1, true, 0, took), batch(2, false, 0)).rest(1, 0);
      expect(rest).toBeGreaterThanOrEqual(0);
      expect(rest).toBeLessThanOrEqual(250);
    }),
  );
});
