import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makesCircle, superiorsOf } from './superiors.ts';

test('a member’s superiors are told from the nearest up', () => {
  const superiors = new Map([
    ['thabo', 'grace'],
    ['grace', 'uwera'],
    ['uwera', null],
  ]);
  expect(superiorsOf(superiors, 'thabo')).toEqual(['grace', 'uwera']);
  expect(superiorsOf(superiors, 'uwera')).toEqual([]);
  expect(superiorsOf(superiors, 'nobody')).toEqual([]);
});

test('nobody becomes their own superior, near or far', () => {
  const superiors = new Map([
    ['thabo', 'grace'],
    ['grace', 'uwera'],
    ['uwera', null],
  ]);
  expect(makesCircle(superiors, 'uwera', 'uwera')).toBe(true);
  expect(makesCircle(superiors, 'uwera', 'thabo')).toBe(true);
  expect(makesCircle(superiors, 'thabo', 'uwera')).toBe(false);
});

const people = ['a', 'b', 'c', 'd', 'e', 'f'];
const wishes = fc.array(fc.tuple(fc.constantFrom(...people), fc.constantFrom(...people)), { maxLength: 40 });

test('whatever is asked for in whatever order, with circles refused everybody’s superiors come to an end and nobody is among their own', () => {
  fc.assert(
    fc.property(wishes, (asked) => {
      const superiors = new Map<string, string | null>(people.map((one) => [one, null]));
      for (const [one, above] of asked) if (!makesCircle(superiors, one, above)) superiors.set(one, above);
      for (const one of people) {
        // The plain walk up has to end: it is cut off at more steps than there are people.
        let at: string | null = one;
        let steps = 0;
        while (at !== null && steps <= people.length) {
          at = superiors.get(at) ?? null;
          steps += 1;
        }
        expect(steps).toBeLessThanOrEqual(people.length);
        expect(superiorsOf(superiors, one)).toHaveLength(steps - 1);
      }
    }),
  );
});

test('what is refused would have made a circle', () => {
  fc.assert(
    fc.property(wishes, ([last, ...asked]) => {
      const superiors = new Map<string, string | null>(people.map((one) => [one, null]));
      for (const [one, above] of asked) if (!makesCircle(superiors, one, above)) superiors.set(one, above);
      if (last === undefined) return;
      const [one, above] = last;
      const refused = makesCircle(superiors, one, above);
      superiors.set(one, above);
      let at: string | null = above;
      let steps = 0;
      while (at !== null && at !== one && steps++ < people.length) at = superiors.get(at) ?? null;
      expect(at === one).toBe(refused);
    }),
  );
});
