import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstResponse, inMinutes, median, summariseResponses } from './responseTime.ts';

const at = (minute: number, millisecond = 0) => new Date(Date.UTC(2030, 0, 1, 0, minute, 0, millisecond));
const instants = fc.array(
  fc.integer({ min: 0, max: 5_000 }).map((minute) => at(minute)),
  { maxLength: 12 },
);

test('a response counts from the first inbound post to the first house post strictly later', () => {
  const times = { inbound: [at(9), at(2)], house: [at(1), at(2), at(7), at(30)] };
  expect(firstResponse(times)).toBe(5 * 60_000);
});

test('a house post before the author ever wrote answers nothing', () => {
  expect(firstResponse({ inbound: [at(5)], house: [at(1), at(5)] })).toBeNull();
  expect(firstResponse({ inbound: [], house: [at(1)] })).toBeNull();
});

test('the order in which posts were heard changes no response time', () => {
  fc.assert(
    fc.property(instants, instants, (inbound, house) => {
      const turned = { inbound: [...inbound].reverse(), house: [...house].reverse() };
      expect(firstResponse(turned)).toBe(firstResponse({ inbound, house }));
    }),
  );
});

test('a response time is positive, and one more house post never makes it longer', () => {
  fc.assert(
    fc.property(instants, instants, fc.integer({ min: 0, max: 5_000 }), (inbound, house, minute) => {
      const before = firstResponse({ inbound, house });
      const after = firstResponse({ inbound, house: [...house, at(minute)] });
      if (before !== null) {
        expect(before).toBeGreaterThan(0);
        expect(after).not.toBeNull();
        expect(after ?? before).toBeLessThanOrEqual(before);
      }
    }),
  );
});

test('the median is the middle one or the mean of the middle two', () => {
  expect(median([])).toBeNull();
  expect(median([7])).toBe(7);
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 9, 2])).toBe(3);
});

test('as many lie at or below the median as at or above it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 1 }), (numbers) => {
      const middle = median(numbers) ?? Number.NaN;
      const half = numbers.length / 2;
      expect(numbers.filter((n) => n <= middle).length).toBeGreaterThanOrEqual(half);
      expect(numbers.filter((n) => n >= middle).length).toBeGreaterThanOrEqual(half);
    }),
  );
});

test('minutes have one decimal', () => {
  expect(inMinutes(90_000)).toBe(1.5);
  expect(inMinutes(89_999)).toBe(1.5);
  expect(inMinutes(86_999)).toBe(1.4);
});

test('institutions are listed by name, the unanswered with no median', () => {
  const units = [
    { institution: 'Umoja Water', milliseconds: 60_000 },
    { institution: 'Amani Power', milliseconds: null },
    { institution: 'Umoja Water', milliseconds: null },
    { institution: 'Umoja Water', milliseconds: 180_000 },
  ];
  expect(summariseResponses(units)).toEqual([
    { institution: 'Amani Power', conversations: 1, answered: 0, medianMinutes: null },
    { institution: 'Umoja Water', conversations: 3, answered: 2, medianMinutes: 2 },
  ]);
});
